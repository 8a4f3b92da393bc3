-- The month of a completion: sums of its days, and what held on the last of them.
create table comp_month as
select
  c, month_index(i) as m, max(i) as i, max(f) as f, max(s) as s, max(dt) as dt, sum(down) as down, sum(up) as up,
  sum(hcliq) as hcliq, sum(gas) as gas, sum(water) as water, sum(a_hcliq) as a_hcliq, sum(a_gas) as a_gas,
  sum(a_water) as a_water,
  sum(d_hcliq) as d_hcliq, sum(d_gas) as d_gas, sum(d_water) as d_water,
  sum(t_hcliq) as t_hcliq, sum(t_gas) as t_gas, sum(t_water) as t_water,
  sum(i_gas) as i_gas, sum(i_water) as i_water, sum(lift) as lift, sum(flare) as flare, sum(vent) as vent,
  sum(load) as load,
  max(c_hcliq) as c_hcliq, max(c_gas) as c_gas, max(c_water) as c_water
from comp_day
group by c, month_index(i)
order by c, m;

-- Re-allocated days: a second record of the same unit, completion and day. Some pairs were synced at the same moment.
update comp_day set a = again.pair
from (
  select c, i, (row_number() over (order by hash(getvariable('seed'), 'again', c::bigint, i::bigint), c,
    i) - 1)::integer as pair
  from comp_day
  where i >= getvariable('days')::integer - 90 and up = 24 and hcliq > 0
  qualify pair < greatest(3, round(getvariable('scale')::integer * getvariable('days')::integer * 2e-5))
) again
where comp_day.c = again.c and comp_day.i = again.i;
