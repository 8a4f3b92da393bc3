create view base.facilities as
select id as id_rec, network() as id_flownet, name as facility_name,
  case when f % 3 <> 2 then format('SYNF-{:05d}', f + 1) end as facility_eid, battery_id as primary_unit_id_rec,
  one_of(['Battery', 'Lease', 'Gathering group'], 'kind', f) as facility_type_1,
  (first_day() - 3650)::timestamp as start_date, case when f % 8 = 1
    then (until_day() + 900)::timestamp end as end_date,false as is_revenue_hidden, false as is_hcliq_treated_as_gas
from facility;

-- The balance of a facility over the rows that are named: opening + in = out + closing, but for the planted leak.
create macro balanced(rows) as table
select r.f, r.i, fa.id as facility_id, network() as id_flownet,
  a_hcliq as produced_hcliq_bbl, a_gas as produced_gas_mcf, a_gas + a_hcliq * 0.75 as produced_gas_plus_gas_eq_mcf,
  a_water as produced_water_bbl, 0.0 as produced_sand_bbl,
  hcliq as gathered_comp_hcliq_bbl, gas as gathered_comp_gas_mcf,
  gas + hcliq * 0.75 as gathered_comp_gas_plus_gas_eq_mcf, water as gathered_comp_water_bbl,
  0.0 as gathered_comp_sand_bbl,
  a_hcliq / nullif(hcliq, 0) as proration_factor_hcliq, a_gas / nullif(gas, 0) as proration_factor_gas,
  (a_gas + a_hcliq * 0.75) / nullif(gas + hcliq * 0.75, 0) as proration_factor_gas_plus_gas_eq,
  a_water / nullif(water, 0) as proration_factor_water, 1.0 as proration_factor_sand,
  0.0 as volume_balance_hcliq_bbl, leak as volume_balance_gas_mcf, leak as volume_balance_gas_plus_gas_eq_mcf,
  0.0 as volume_balance_water_bbl, 0.0 as volume_balance_sand_bbl,
  leak = 0 as all_products_balanced, true as hcliq_balanced, leak = 0 as gas_balanced,
  leak = 0 as gas_plus_gas_eq_balanced, true as water_balanced, true as sand_balanced,
  0.0 as recovered_load_hcliq_bbl, lift as recovered_lift_gas_mcf, lift as recovered_lift_gas_plus_gas_eq_mcf,
  load as recovered_load_water_bbl, 0.0 as recovered_load_sand_bbl,
  0.0 as receipts_in_hcliq_bbl, received as receipts_in_gas_mcf, received as receipts_in_gas_plus_gas_eq_mcf,
  0.0 as receipts_in_water_bbl, 0.0 as receipts_in_sand_bbl,
  0.0 as consumed_hcliq_bbl, fuel as consumed_gas_mcf, fuel as consumed_gas_plus_gas_eq_mcf, 0.0 as consumed_water_bbl,
  0.0 as consumed_sand_bbl,
  0.0 as injected_load_hcliq_bbl, lift as injected_lift_gas_mcf, lift as injected_lift_gas_plus_gas_eq_mcf,
  0.0 as injected_load_water_bbl, 0.0 as injected_sand_bbl,
  out_hcliq as dispositions_out_hcliq_bbl, sold_gas + flare + vent + sent as dispositions_out_gas_mcf,
  sold_gas + flare + vent + sent + out_hcliq * 0.75 as dispositions_out_gas_plus_gas_eq_mcf,
  out_water + flooded as dispositions_out_water_bbl, 0.0 as dispositions_out_sand_bbl,
  0.0 as opening_remaining_load_hcliq_bbl, 0.0 as opening_remaining_lift_gas_mcf,
  0.0 as opening_remaining_lift_gas_plus_gas_eq_mcf, 0.0 as opening_remaining_load_water_bbl,
  0.0 as opening_remaining_sand_bbl,
  0.0 as closing_remaining_load_hcliq_bbl, 0.0 as closing_remaining_lift_gas_mcf,
  0.0 as closing_remaining_lift_gas_plus_gas_eq_mcf, 0.0 as closing_remaining_load_water_bbl,
  0.0 as closing_remaining_sand_bbl,
  open_hcliq as opening_inventory_hcliq_bbl, open_hcliq * 0.75 as opening_inventory_gas_equivalent_hcliq_mcf,
  open_water as opening_inventory_water_bbl, 0.0 as opening_inventory_sand_bbl,
  close_hcliq as closing_inventory_hcliq_bbl, close_hcliq * 0.75 as closing_inventory_gas_equiv_hcliq_mcf,
  close_water as closing_inventory_water_bbl, 0.0 as closing_inventory_sand_bbl,
  close_hcliq - open_hcliq as change_in_inventory_hcliq_bbl,
  (close_hcliq - open_hcliq) * 0.75 as change_in_inventory_gas_equivalent_hcliq_mcf,
  close_water - open_water as change_in_inventory_water_bbl, 0.0 as change_in_inventory_sand_bbl,
  vent as stv_gas_mcf,
  if(is_wet, a_gas / 4096, 0) as produced_propane_m3, if(is_wet, a_gas / 8192, 0) as produced_butane_m3,
  0.0 as receipts_in_propane_m3, 0.0 as receipts_in_butane_m3,
  if(is_wet, a_gas / 4096, 0) as dispositions_out_propane_m3, if(is_wet, a_gas / 8192, 0) as dispositions_out_butane_m3,
  0.0 as opening_inventory_propane_m3, 0.0 as opening_inventory_butane_m3, 0.0 as closing_inventory_propane_m3,
  0.0 as closing_inventory_butane_m3, 0.0 as change_in_inventory_propane_m3, 0.0 as change_in_inventory_butane_m3
from query_table(rows) r join facility fa using (f);

create view base.facility_monthly_volumes as
select *, id_of('pvFacilityMonthCalc', f, month_index(i)) as id_rec, facility_id as id_rec_parent,
  date_trunc('month', day_of(i))::timestamp as period_start_date, last_day(day_of(i))::timestamp as period_end_date
from balanced('facility_month');
comment on view base.facility_monthly_volumes is 'in order';

create view base.facility_daily_volumes as
select *, id_of('pvFacilityMonthDayCalc', f, serial(i)) as id_rec,
  id_of('pvFacilityMonthCalc', f, month_index(i)) as id_rec_parent, day_of(i)::timestamp as calculation_date
from balanced('facility_day');
comment on view base.facility_daily_volumes is 'in order';

-- Gas from one facility in four to its neighbour.
create view base.facility_daily_receipts as
select id_of('pvFacRecDispCalc', r.f, serial(r.i)) as id_rec, network() as id_flownet,
  day_of(r.i)::timestamp as transaction_date,
  s.battery_id as sending_unit_id, id_of('pvUnitNode', 'battery', r.f, 'transfer') as sending_unit_node_id,
  s.id as sending_facility_id, network() as sending_flow_network_id,
  t.battery_id as receiving_unit_id, id_of('pvUnitNode', 'battery', t.f, 'receipts') as receiving_unit_node_id,
  t.id as receiving_facility_id, network() as receiving_flow_network_id,
  0.0 as hcliq_volume_bbl, sent as gas_volume_mcf, sent as gas_plus_gas_equivalent_mcf, 0.0 as water_volume_bbl,
  0.0 as sand_volume_bbl
from facility_day r join facility s using (f) join facility t on t.f = r.f - 1
where r.f % 4 = 1;
comment on view base.facility_daily_receipts is 'in order';
