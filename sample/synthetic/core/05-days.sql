-- One row a completion and day; everything daily and monthly is worked out from these few numbers. Columns: volumes as
-- gathered, a_ as allocated, d_ deferred, t_ target, c_ cumulative; dt is the downtime of the day, a the number of a
-- re-allocated day.
create table comp_day (
  c integer, i integer, f integer, s integer, dt integer, down double, up double,
  hcliq double, gas double, water double, a_hcliq double, a_gas double, a_water double,
  d_hcliq double, d_gas double, d_water double, t_hcliq double, t_gas double, t_water double,
  i_gas double, i_water double, lift double, flare double, vent double, load double,
  c_hcliq double, c_gas double, c_water double, a integer
);

