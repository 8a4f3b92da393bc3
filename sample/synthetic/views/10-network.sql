create view base.networks as
select network() as id_flownet, 'Synthetic network (made up)' as flow_network_name, 'Made up' as flow_network_type,
  (select battery_id from facility where f = 0) as primary_unit_id,
  (select id from facility where f = 0) as primary_facility_id,
  'Every record of this network is made up by a program from a seed; nothing in it is a real well, place, company or person.' as comments,
  true as report_gathered_calculations, true as report_allocations, true as report_dispositions,
  true as report_component_dispositions, true as report_node_calculations, false as track_downhole_inventory,
  (first_day() - 3650)::timestamp as start_date, null::timestamp as end_date,
  first_day()::timestamp as allocation_process_began_date,
  until_day() + interval 29 hour as last_allocation_process_date, 'operator.01' as last_allocation_process_user,
  until_day() + interval 29 hour as database_modified_at_utc, 'operator.01' as database_modified_by,
  until_day() - interval 60 day as master_lock_date_utc;

create view base.unit_nodes as
select node.id as id_rec, unit_id as id_rec_parent, network() as id_flownet, name as node_name, node_type,
  (first_day() - 3650)::timestamp as start_date, case when part = 'old inlet'
    then (first_day() - 500)::timestamp end as end_date,
  fluid as designated_fluid, fluid as fluid_base_restriction_type, fluid as facility_product_name,
  w.kind || ' general' as disposition_type_2, case when w.node = 'sale' then 'Sales oil' end as hcliq_disposition_type,
  fluid as component_phase, part as component_name, w.node is not null as disposition_point,
  w.kind as disposition_type_1, w.kind || ' ' || lower(fluid) as disposition_product_name, part = 'lift' as keep_whole,
  place = 'well' and part = 'outlet' as is_in_gathered,
  case when place = 'external' and n = 0
    then 'Made-up purchaser' end as purchaser_name,n::double as flow_diagram_sort_order
from node left join way_out w on w.node = part and place = if(part = 'lift', 'separator', 'battery');

create view base.unit_node_connections as
select id_of('pvUnitNodeFlowTo', l.outlet, l.inlet, l.since) as id_rec, outlet as id_rec_parent,
  network() as id_flownet, since::timestamp as connection_start_date, until::timestamp as connection_end_date,
  inlet as inlet_id, i.unit_id as inlet_unit_id_calculated, outlet as outlet_id_calculated,
  o.unit_id as outlet_unit_id_calculated, again as is_recirculation_flow,
  (1 + l.n % 9)::double as sequence_number, case when until is not null
    then 'Synthetic note: moved to another facility.' end as comments
from link l join node i on i.id = inlet join node o on o.id = outlet;

create view base.node_monthly_volumes as
select *, id_of('pvUnitNodeMonthCalc', node_id, m) as id_rec, node_id as id_rec_parent, network() as id_flownet,
  month_day(m, 1)::timestamp as period_start_date, last_day(month_day(m, 1))::timestamp as period_end_date,
  fa.id as facility_id, hcliq_volume_bbl * 0.75 as hcliq_gas_equivalent_mcf, 0.0 as sand_volume_bbl,
  gas_volume_mcf * fa.heat_factor / 1000 as heat_content_mmbtu, fa.heat_factor as heat_factor_btu_per_ft3
from node_month join facility fa using (f);
comment on view base.node_monthly_volumes is 'in order';

create view base.node_daily_volumes as
select *, id_of('pvUnitNodeMonthDayCalc', node_id, serial(i)) as id_rec,
  id_of('pvUnitNodeMonthCalc', node_id, month_index(i)) as id_rec_parent, network() as id_flownet,
  day_of(i)::timestamp as calculation_date,
  fa.id as facility_id, hcliq_volume_bbl * 0.75 as hcliq_gas_equivalent_mcf, 0.0 as sand_volume_bbl,
  gas_volume_mcf * fa.heat_factor / 1000 as heat_content_mmbtu, fa.heat_factor as heat_factor_btu_per_ft3
from node_day join facility fa using (f);
comment on view base.node_daily_volumes is 'in order';

-- Statements of the sales nodes that differ from what was calculated: one in six months of a battery.
create view corrected as
select f, m, node_id, hcliq_volume_bbl, gas_volume_mcf, gas_volume_mcf / 64 as more_gas,
  hcliq_volume_bbl / 128 as more_hcliq
from node_month where node_id in (select id from node where place = 'battery' and part = 'sale') and (f + m) % 6 = 0;

create view base.node_monthly_corrections as
select id_of('pvUnitNodeCorr', node_id, m) as id_rec, node_id as id_rec_parent, network() as id_flownet,
  month_day(m, 1)::timestamp as correction_start_date, last_day(month_day(m, 1))::timestamp as correction_end_date,
  hcliq_volume_bbl + more_hcliq as final_corrected_hcliq_bbl, gas_volume_mcf + more_gas as final_gas_mcf,
  0.0 as final_water_bbl, 0.0 as final_sand_bbl,
  hcliq_volume_bbl as estimated_volume_hcliq_bbl, gas_volume_mcf as estimated_gas_volume_mcf,
  more_gas as volume_difference_gas_mcf, more_hcliq as volume_difference_hcliq_bbl,
  100 * more_gas / nullif(gas_volume_mcf, 0) as gas_correction_pct,
  100 * more_hcliq / nullif(hcliq_volume_bbl, 0) as hcliq_correction_pct,
  100 * more_gas / nullif(gas_volume_mcf, 0) as heat_correction_pct,
  0.0 as estimated_volume_water_bbl, 0.0 as volume_difference_water_bbl, 0.0 as water_correction_pct,
  0.0 as estimated_volume_sand_bbl, 0.0 as volume_difference_sand_bbl, 0.0 as sand_correction_pct,
  (gas_volume_mcf + more_gas) * heat_factor / 1000 as final_corrected_heat_mmbtu,
  heat_factor as final_corrected_heat_factor_btu_per_ft3, gas_volume_mcf * heat_factor / 1000 as estimated_heat_mmbtu,
  more_gas * heat_factor / 1000 as heat_difference_mmbtu,
  day(last_day(month_day(m, 1)))::double as actual_meter_time_days
from corrected join facility using (f);

create view base.node_daily_corrections as
select id_of('pvUnitNodeCorrDay', node_id, m, d) as id_rec, id_of('pvUnitNodeCorr', node_id, m) as id_rec_parent,
  network() as id_flownet, month_day(m, d)::timestamp as correction_date,
  (hcliq_volume_bbl + more_hcliq) / days as final_hcliq_bbl, (gas_volume_mcf + more_gas) / days as final_gas_mcf,
  0.0 as final_water_bbl, 0.0 as final_sand_bbl,
  (gas_volume_mcf + more_gas) * heat_factor / 1000 / days as final_heat_mmbtu
from (select *, day(last_day(month_day(m, 1))) as days, unnest(range(1, day(last_day(month_day(m, 1))) + 1)) as d
  from corrected) join facility using (f);
