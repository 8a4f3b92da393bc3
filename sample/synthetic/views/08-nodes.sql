-- Nodes: a well's outlet, the separator, the battery and the ends. From an inlet the product goes on through the
-- outlets of the same unit; a connection leads from an outlet to the inlet of another unit.
create table node as
select id_of('pvUnitNode', 'well', w) as id, unit_id, f, 'well' as place, 'outlet' as part, 'Outlet' as node_type,
  'Oil' as fluid, name || ' outlet' as name, w as n from well where role in ('Producer', 'Shut in', 'Planned')
union all select id_of('pvUnitNode', 'well', w, 'lift'), unit_id, f, 'well', 'lift', 'Inlet', 'Gas',
  name || ' lift gas', w from comp where lift = 'Gas Lift' and x = 0
union all select id_of('pvUnitNode', 'well', w, 'injection'), unit_id, f, 'well', 'injection', 'Inlet', 'Water',
  name || ' injection', w from well where role = 'Injector'
union all select id_of('pvUnitNode', 'separator', f, part), separator_id, f, 'separator', part, kind, fluid,
  replace(name, 'facility', 'separator') || ' ' || part, f
  from facility, (values ('inlet', 'Inlet', 'Oil'), ('oil', 'Outlet', 'Oil'), ('gas', 'Outlet', 'Gas'),
    ('lift', 'Outlet', 'Gas'), ('water', 'Outlet', 'Water')) t(part, kind, fluid)
union all select id_of('pvUnitNode', 'battery', f, part), battery_id, f, 'battery', part, kind, fluid,
  replace(name, 'facility', 'battery') || ' ' || part, f
  from facility, (values ('oil in', 'Inlet', 'Oil'), ('gas in', 'Inlet', 'Gas'), ('water in', 'Inlet', 'Water'),
    ('receipts', 'Inlet', 'Gas'), ('sale', 'Outlet', 'Oil'), ('transfer', 'Outlet', 'Gas'),
    ('fuel', 'Outlet', 'Gas'), ('flare', 'Outlet', 'Gas'), ('vent', 'Outlet', 'Gas'), ('water', 'Outlet', 'Water'),
    ('flood', 'Outlet', 'Water')) t(part, kind, fluid)
union all select id_of('pvUnitNode', 'external', x, part), id, 0, 'external', part, t.kind,
  if(sub_kind in ('Disposal', 'Injection', 'Supply'), 'Water', 'Oil'), name || ' ' || part, x
  from external_unit, (values ('inlet', 'Inlet'), ('outlet', 'Outlet')) t(part, kind)
  where external_unit.kind not like 'External%' or part = if(external_unit.kind = 'External Out', 'inlet', 'outlet');

-- One separator in four has an inlet that was taken out of use.
insert into node
select id_of('pvUnitNode', 'separator', f, 'old inlet'), separator_id, f, 'separator', 'old inlet', 'Inlet', 'Oil',
  replace(name, 'facility', 'separator') || ' old inlet', f from facility where f % 4 = 0;

-- (from outlet, to inlet), from one day until another.
create table link as
with ends as (
  -- A well to its separator; where it moved, to the earlier one until then.
  select id_of('pvUnitNode', 'well', w) as outlet, id_of('pvUnitNode', 'separator', f, 'inlet') as inlet,
    greatest(pop, if(move_i > 0, day_of(move_i), pop)) as since, null::date as until, false as again
    from comp where x = 0 and role <> 'Injector'
  union all select id_of('pvUnitNode', 'well', w), id_of('pvUnitNode', 'separator', f_before, 'inlet'), pop,
    day_of(move_i) - 1, false from comp where x = 0 and role <> 'Injector' and move_i > 0 and pop_i < move_i
  union all select id_of('pvUnitNode', 'separator', f, part), id_of('pvUnitNode', 'battery', f, part || ' in'),
    first_day() - 3650, null, false from facility, (values ('oil'), ('gas'), ('water')) t(part)
  -- Lift gas goes round: separator, well, separator.
  union all select id_of('pvUnitNode', 'separator', f, 'lift'), id_of('pvUnitNode', 'well', w, 'lift'),
    greatest(pop, if(move_i > 0, day_of(move_i), pop)), null, true from comp where lift = 'Gas Lift' and x = 0
  union all select id_of('pvUnitNode', 'separator', f_before, 'lift'), id_of('pvUnitNode', 'well', w, 'lift'), pop,
    day_of(move_i) - 1, true from comp where lift = 'Gas Lift' and x = 0 and move_i > 0 and pop_i < move_i
  -- Batteries to the sales point; the first one's product goes through twelve stations.
  union all select id_of('pvUnitNode', 'battery', f, 'sale'),
    id_of('pvUnitNode', 'external', if(f = 0, 10, 0), 'inlet'), first_day() - 3650, null, false from facility
  union all select id_of('pvUnitNode', 'external', x, 'outlet'),
    id_of('pvUnitNode', 'external', if(x = 21, 0, x + 1), 'inlet'), first_day() - 3650, null, false from external_unit
    where x >= 10
  union all select id_of('pvUnitNode', 'battery', f, 'transfer'), id_of('pvUnitNode', 'battery', f - 1, 'receipts'),
    first_day() - 1000, null, false from facility where f % 4 = 1
  union all select id_of('pvUnitNode', 'battery', f, 'water'), id_of('pvUnitNode', 'external', 1, 'inlet'),
    first_day() - 3650, null, false from facility
  union all select id_of('pvUnitNode', 'battery', f, 'flood'), id_of('pvUnitNode', 'external', 2, 'inlet'),
    first_day() - 3650, null, false from facility where floods
  union all select id_of('pvUnitNode', 'external', 3, 'outlet'), id_of('pvUnitNode', 'well', w, 'injection'), pop, null,
    false from comp where role = 'Injector' and x = 0
  -- The island: three units that are joined to nothing else.
  union all select id_of('pvUnitNode', 'external', 4, 'outlet'), id_of('pvUnitNode', 'external', 5, 'inlet'),
    first_day() - 900, null, false
  union all select id_of('pvUnitNode', 'external', 5, 'outlet'), id_of('pvUnitNode', 'external', 6, 'inlet'),
    first_day() - 900, null, false
)
select outlet, inlet, since, until, again, (row_number() over (order by outlet, inlet, since) - 1)::integer as n
from ends;
