-- Nodes: a well's outlet, the separator, the battery and the ends. From an inlet the product goes on through the outlets
-- of the same unit; a connection leads from an outlet to the inlet of another unit.
create table node as
select id_of('pvUnitNode', 'well', w) as id, unit_id, f, 'well' as place, 'outlet' as part, 'Outlet' as node_type, 'Oil' as fluid, name || ' outlet' as name, w as n from well where role in ('Producer', 'Shut in', 'Planned')
union all select id_of('pvUnitNode', 'well', w, 'lift'), unit_id, f, 'well', 'lift', 'Inlet', 'Gas', name || ' lift gas', w from comp where lift = 'Gas Lift' and x = 0
union all select id_of('pvUnitNode', 'well', w, 'injection'), unit_id, f, 'well', 'injection', 'Inlet', 'Water', name || ' injection', w from well where role = 'Injector'
union all select id_of('pvUnitNode', 'separator', f, part), separator_id, f, 'separator', part, kind, fluid, replace(name, 'facility', 'separator') || ' ' || part, f
  from facility, (values ('inlet', 'Inlet', 'Oil'), ('oil', 'Outlet', 'Oil'), ('gas', 'Outlet', 'Gas'), ('lift', 'Outlet', 'Gas'), ('water', 'Outlet', 'Water')) t(part, kind, fluid)
union all select id_of('pvUnitNode', 'battery', f, part), battery_id, f, 'battery', part, kind, fluid, replace(name, 'facility', 'battery') || ' ' || part, f
  from facility, (values ('oil in', 'Inlet', 'Oil'), ('gas in', 'Inlet', 'Gas'), ('water in', 'Inlet', 'Water'), ('receipts', 'Inlet', 'Gas'), ('sale', 'Outlet', 'Oil'), ('transfer', 'Outlet', 'Gas'),
    ('fuel', 'Outlet', 'Gas'), ('flare', 'Outlet', 'Gas'), ('vent', 'Outlet', 'Gas'), ('water', 'Outlet', 'Water'), ('flood', 'Outlet', 'Water')) t(part, kind, fluid)
union all select id_of('pvUnitNode', 'external', x, part), id, 0, 'external', part, t.kind, if(sub_kind in ('Disposal', 'Injection', 'Supply'), 'Water', 'Oil'), name || ' ' || part, x
  from external_unit, (values ('inlet', 'Inlet'), ('outlet', 'Outlet')) t(part, kind)
  where external_unit.kind not like 'External%' or part = if(external_unit.kind = 'External Out', 'inlet', 'outlet');

-- One separator in four has an inlet that was taken out of use.
insert into node
select id_of('pvUnitNode', 'separator', f, 'old inlet'), separator_id, f, 'separator', 'old inlet', 'Inlet', 'Oil', replace(name, 'facility', 'separator') || ' old inlet', f from facility where f % 4 = 0;

-- (from outlet, to inlet), from one day until another.
create table link as
with ends as (
  -- A well to its separator; where it moved, to the earlier one until then.
  select id_of('pvUnitNode', 'well', w) as outlet, id_of('pvUnitNode', 'separator', f, 'inlet') as inlet, greatest(pop, if(move_i > 0, day_of(move_i), pop)) as since, null::date as until, false as again
    from comp where x = 0 and role <> 'Injector'
  union all select id_of('pvUnitNode', 'well', w), id_of('pvUnitNode', 'separator', f_before, 'inlet'), pop, day_of(move_i) - 1, false from comp where x = 0 and role <> 'Injector' and move_i > 0 and pop_i < move_i
  union all select id_of('pvUnitNode', 'separator', f, part), id_of('pvUnitNode', 'battery', f, part || ' in'), first_day() - 3650, null, false from facility, (values ('oil'), ('gas'), ('water')) t(part)
  -- Lift gas goes round: separator, well, separator.
  union all select id_of('pvUnitNode', 'separator', f, 'lift'), id_of('pvUnitNode', 'well', w, 'lift'), greatest(pop, if(move_i > 0, day_of(move_i), pop)), null, true from comp where lift = 'Gas Lift' and x = 0
  union all select id_of('pvUnitNode', 'separator', f_before, 'lift'), id_of('pvUnitNode', 'well', w, 'lift'), pop, day_of(move_i) - 1, true from comp where lift = 'Gas Lift' and x = 0 and move_i > 0 and pop_i < move_i
  -- Batteries to the sales point; the first one's product goes through twelve stations.
  union all select id_of('pvUnitNode', 'battery', f, 'sale'), id_of('pvUnitNode', 'external', if(f = 0, 10, 0), 'inlet'), first_day() - 3650, null, false from facility
  union all select id_of('pvUnitNode', 'external', x, 'outlet'), id_of('pvUnitNode', 'external', if(x = 21, 0, x + 1), 'inlet'), first_day() - 3650, null, false from external_unit where x >= 10
  union all select id_of('pvUnitNode', 'battery', f, 'transfer'), id_of('pvUnitNode', 'battery', f - 1, 'receipts'), first_day() - 1000, null, false from facility where f % 4 = 1
  union all select id_of('pvUnitNode', 'battery', f, 'water'), id_of('pvUnitNode', 'external', 1, 'inlet'), first_day() - 3650, null, false from facility
  union all select id_of('pvUnitNode', 'battery', f, 'flood'), id_of('pvUnitNode', 'external', 2, 'inlet'), first_day() - 3650, null, false from facility where floods
  union all select id_of('pvUnitNode', 'external', 3, 'outlet'), id_of('pvUnitNode', 'well', w, 'injection'), pop, null, false from comp where role = 'Injector' and x = 0
  -- The island: three units that are joined to nothing else.
  union all select id_of('pvUnitNode', 'external', 4, 'outlet'), id_of('pvUnitNode', 'external', 5, 'inlet'), first_day() - 900, null, false
  union all select id_of('pvUnitNode', 'external', 5, 'outlet'), id_of('pvUnitNode', 'external', 6, 'inlet'), first_day() - 900, null, false
)
select outlet, inlet, since, until, again, (row_number() over (order by outlet, inlet, since) - 1)::integer as n from ends;

-- What passes a node of a separator or battery, over the rows that are named (days or months of facilities).
create macro passing(rows) as table
select r.f, r.i, part.place, part.part, id_of('pvUnitNode', part.place, r.f, part.part) as node_id,
  case part.part when 'inlet' then a_hcliq when 'oil' then a_hcliq when 'oil in' then a_hcliq when 'sale' then out_hcliq else 0 end as hcliq_volume_bbl,
  case when part.part = 'inlet' then a_gas when part.part = 'gas' then a_gas - lift when part.part = 'lift' then lift when part.part = 'gas in' then a_gas - lift - leak
    when part.part = 'receipts' then received when part.part = 'sale' then sold_gas when part.part = 'transfer' then sent when part.part = 'fuel' then fuel
    when part.part = 'flare' then flare when part.part = 'vent' then vent else 0 end as gas_volume_mcf,
  case when part.part = 'inlet' or part.place = 'separator' and part.part = 'water' or part.part = 'water in' then a_water
    when part.part = 'water' then out_water when part.part = 'flood' then flooded else 0 end as water_volume_bbl
from query_table(rows) r,
  (values ('separator', 'inlet'), ('separator', 'oil'), ('separator', 'gas'), ('separator', 'lift'), ('separator', 'water'), ('battery', 'oil in'), ('battery', 'gas in'),
    ('battery', 'water in'), ('battery', 'receipts'), ('battery', 'sale'), ('battery', 'transfer'), ('battery', 'fuel'), ('battery', 'flare'), ('battery', 'vent'), ('battery', 'water'), ('battery', 'flood')) part(place, part);

create macro passing_anywhere(days_of_wells, days_of_facilities) as table
with battery as (from passing(days_of_facilities)), well_rows as (
  select w, r.i, r.a_hcliq, r.a_gas, r.a_water, r.lift as lift_gas, r.i_water, r.i_gas, r.f, comp.lift as lift_name, role
  from query_table(days_of_wells) r join comp using (c)
)
select f, i, node_id, hcliq_volume_bbl, gas_volume_mcf, water_volume_bbl from battery
union all
select max(f), i, id_of('pvUnitNode', 'well', w), sum(a_hcliq), sum(a_gas), sum(a_water) from well_rows where role <> 'Injector' group by w, i
union all
select f, i, id_of('pvUnitNode', 'well', w, 'lift'), 0, lift_gas, 0 from well_rows where lift_name = 'Gas Lift'
union all
select f, i, id_of('pvUnitNode', 'well', w, 'injection'), 0, i_gas, i_water from well_rows where role = 'Injector'
union all
select 0, i, id_of('pvUnitNode', 'external', 3, 'outlet'), 0, sum(i_gas), sum(i_water) from well_rows where role = 'Injector' group by i
union all
select 0, i, id_of('pvUnitNode', 'external', if(part = 'sale', 0, if(part = 'water', 1, 2)), 'inlet'), sum(hcliq_volume_bbl), sum(gas_volume_mcf), sum(water_volume_bbl)
from battery where place = 'battery' and part in ('sale', 'water', 'flood') group by i, part
union all
select 0, i, id_of('pvUnitNode', 'external', x, end_), hcliq_volume_bbl, gas_volume_mcf, water_volume_bbl
from battery, (select unnest(range(10, 22)) as x), (values ('inlet'), ('outlet')) e(end_)
where place = 'battery' and part = 'sale' and f = 0;

create view facility_calculated_day as from facility_day where day_of(i) >= calculated_from();
create table node_day as from passing_anywhere('calculated_day', 'facility_calculated_day') order by node_id, i;
create table node_month as
select max(f) as f, month_index(i) as m, max(i) as i, node_id, sum(hcliq_volume_bbl) as hcliq_volume_bbl, sum(gas_volume_mcf) as gas_volume_mcf, sum(water_volume_bbl) as water_volume_bbl
from passing_anywhere('comp_month', 'facility_month') group by node_id, month_index(i) order by node_id, m;

create view base.networks as
select network() as id_flownet, 'Synthetic network (made up)' as flow_network_name, 'Made up' as flow_network_type,
  (select battery_id from facility where f = 0) as primary_unit_id, (select id from facility where f = 0) as primary_facility_id,
  'Every record of this network is made up by a program from a seed; nothing in it is a real well, place, company or person.' as comments,
  true as report_gathered_calculations, true as report_allocations, true as report_dispositions, true as report_component_dispositions, true as report_node_calculations, false as track_downhole_inventory,
  (first_day() - 3650)::timestamp as start_date, null::timestamp as end_date, first_day()::timestamp as allocation_process_began_date,
  until_day() + interval 29 hour as last_allocation_process_date, 'operator.01' as last_allocation_process_user,
  until_day() + interval 29 hour as database_modified_at_utc, 'operator.01' as database_modified_by, until_day() - interval 60 day as master_lock_date_utc;

create view base.unit_nodes as
select node.id as id_rec, unit_id as id_rec_parent, network() as id_flownet, name as node_name, node_type, (first_day() - 3650)::timestamp as start_date, case when part = 'old inlet' then (first_day() - 500)::timestamp end as end_date,
  fluid as designated_fluid, fluid as fluid_base_restriction_type, fluid as facility_product_name, w.kind || ' general' as disposition_type_2, case when w.node = 'sale' then 'Sales oil' end as hcliq_disposition_type, fluid as component_phase, part as component_name, w.node is not null as disposition_point,
  w.kind as disposition_type_1, w.kind || ' ' || lower(fluid) as disposition_product_name, part = 'lift' as keep_whole, place = 'well' and part = 'outlet' as is_in_gathered,
  case when place = 'external' and n = 0 then 'Made-up purchaser' end as purchaser_name,n::double as flow_diagram_sort_order
from node left join way_out w on w.node = part and place = if(part = 'lift', 'separator', 'battery');

create view base.unit_node_connections as
select id_of('pvUnitNodeFlowTo', l.outlet, l.inlet, l.since) as id_rec, outlet as id_rec_parent, network() as id_flownet, since::timestamp as connection_start_date, until::timestamp as connection_end_date,
  inlet as inlet_id, i.unit_id as inlet_unit_id_calculated, outlet as outlet_id_calculated, o.unit_id as outlet_unit_id_calculated, again as is_recirculation_flow,
  (1 + l.n % 9)::double as sequence_number, case when until is not null then 'Synthetic note: moved to another facility.' end as comments
from link l join node i on i.id = inlet join node o on o.id = outlet;

create view base.node_monthly_volumes as
select *, id_of('pvUnitNodeMonthCalc', node_id, m) as id_rec, node_id as id_rec_parent, network() as id_flownet, month_day(m, 1)::timestamp as period_start_date, last_day(month_day(m, 1))::timestamp as period_end_date,
  fa.id as facility_id, hcliq_volume_bbl * 0.75 as hcliq_gas_equivalent_mcf, 0.0 as sand_volume_bbl, gas_volume_mcf * fa.heat_factor / 1000 as heat_content_mmbtu, fa.heat_factor as heat_factor_btu_per_ft3
from node_month join facility fa using (f);
comment on view base.node_monthly_volumes is 'in order';

create view base.node_daily_volumes as
select *, id_of('pvUnitNodeMonthDayCalc', node_id, serial(i)) as id_rec, id_of('pvUnitNodeMonthCalc', node_id, month_index(i)) as id_rec_parent, network() as id_flownet, day_of(i)::timestamp as calculation_date,
  fa.id as facility_id, hcliq_volume_bbl * 0.75 as hcliq_gas_equivalent_mcf, 0.0 as sand_volume_bbl, gas_volume_mcf * fa.heat_factor / 1000 as heat_content_mmbtu, fa.heat_factor as heat_factor_btu_per_ft3
from node_day join facility fa using (f);
comment on view base.node_daily_volumes is 'in order';

-- Statements of the sales nodes that differ from what was calculated: one in six months of a battery.
create view corrected as
select f, m, node_id, hcliq_volume_bbl, gas_volume_mcf, gas_volume_mcf / 64 as more_gas, hcliq_volume_bbl / 128 as more_hcliq
from node_month where node_id in (select id from node where place = 'battery' and part = 'sale') and (f + m) % 6 = 0;

create view base.node_monthly_corrections as
select id_of('pvUnitNodeCorr', node_id, m) as id_rec, node_id as id_rec_parent, network() as id_flownet, month_day(m, 1)::timestamp as correction_start_date, last_day(month_day(m, 1))::timestamp as correction_end_date,
  hcliq_volume_bbl + more_hcliq as final_corrected_hcliq_bbl, gas_volume_mcf + more_gas as final_gas_mcf, 0.0 as final_water_bbl, 0.0 as final_sand_bbl,
  hcliq_volume_bbl as estimated_volume_hcliq_bbl, gas_volume_mcf as estimated_gas_volume_mcf, more_gas as volume_difference_gas_mcf, more_hcliq as volume_difference_hcliq_bbl,
  100 * more_gas / nullif(gas_volume_mcf, 0) as gas_correction_pct, 100 * more_hcliq / nullif(hcliq_volume_bbl, 0) as hcliq_correction_pct, 100 * more_gas / nullif(gas_volume_mcf, 0) as heat_correction_pct,
  0.0 as estimated_volume_water_bbl, 0.0 as volume_difference_water_bbl, 0.0 as water_correction_pct, 0.0 as estimated_volume_sand_bbl, 0.0 as volume_difference_sand_bbl, 0.0 as sand_correction_pct,
  (gas_volume_mcf + more_gas) * heat_factor / 1000 as final_corrected_heat_mmbtu, heat_factor as final_corrected_heat_factor_btu_per_ft3, gas_volume_mcf * heat_factor / 1000 as estimated_heat_mmbtu,
  more_gas * heat_factor / 1000 as heat_difference_mmbtu, day(last_day(month_day(m, 1)))::double as actual_meter_time_days
from corrected join facility using (f);

create view base.node_daily_corrections as
select id_of('pvUnitNodeCorrDay', node_id, m, d) as id_rec, id_of('pvUnitNodeCorr', node_id, m) as id_rec_parent, network() as id_flownet, month_day(m, d)::timestamp as correction_date,
  (hcliq_volume_bbl + more_hcliq) / days as final_hcliq_bbl, (gas_volume_mcf + more_gas) / days as final_gas_mcf, 0.0 as final_water_bbl, 0.0 as final_sand_bbl,
  (gas_volume_mcf + more_gas) * heat_factor / 1000 / days as final_heat_mmbtu
from (select *, day(last_day(month_day(m, 1))) as days, unnest(range(1, day(last_day(month_day(m, 1))) + 1)) as d from corrected) join facility using (f);
