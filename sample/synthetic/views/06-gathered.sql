-- The newest days, beside what the day before was.
create table calculated_day as
select *, lag(hcliq) over by_day as hcliq_0, lag(gas) over by_day as gas_0, lag(water) over by_day as water_0
from comp_day where day_of(i) >= calculated_from()
window by_day as (partition by c order by i)
order by c, i;
create view base.gathered_daily_volumes as
select *, id_of('pvUnitCompGathMonthDayCalc', c, serial(i)) as id_rec,
  id_of('pvUnitCompGathMonthCalc', c, month_index(i)) as id_rec_parent, network() as id_flownet,
  comp_id as completion_id, day_of(i)::timestamp as gathered_date, hcliq + water as total_liquid_bbl,
  hcliq as gathered_oil_condensate_bbl,
  hcliq as new_gathered_oil_condensate_bbl, gas as new_gathered_gas_mcf, water as new_gathered_water_bbl,
  hcliq as prorated_hcliq_bbl, gas as prorated_gas_mcf, water as prorated_water_bbl,
  gas / 16 as casing_gas_mcf, 0.0 as starting_load_oil_condensate_bbl, 0.0 as recovered_load_oil_condensate_bbl,
  0.0 as injected_load_oil_condensate_bbl, 0.0 as remaining_load_oil_condensate_bbl,
  gas / nullif(hcliq, 0) as gas_oil_ratio_mcf_per_bbl,
  24 * (hcliq + water) / nullif(up, 0) as rate_total_liquid_bbl_per_day,
  24 * hcliq / nullif(up, 0) as rate_oil_condensate_bbl_per_day, 24 * gas / nullif(up, 0) as gas_rate_mcf_per_day,
  24 * water / nullif(up, 0) as water_rate_bbl_per_day, 0.0 as sand_rate_bbl_per_day, 0.0 as prorated_sand_bbl,
  0.0 as new_gathered_sand_bbl,
  hcliq + water - hcliq_0 - water_0 as change_in_total_liquid_rate_bbl_per_day,
  hcliq - hcliq_0 as change_in_oil_condensate_rate_bbl_per_day, gas - gas_0 as change_in_gas_rate_mcf_per_day,
  water - water_0 as change_in_water_rate_bbl_per_day, 0.0 as change_in_sand_rate_bbl_per_day,
  100 * (hcliq + water - hcliq_0 - water_0) / nullif(hcliq_0 + water_0, 0) as pct_change_total_liquid_rate_pct,
  100 * (hcliq - hcliq_0) / nullif(hcliq_0, 0) as pct_change_oil_condensate_rate_pct,
  100 * (gas - gas_0) / nullif(gas_0, 0) as pct_change_gas_rate_pct,
  100 * (water - water_0) / nullif(water_0, 0) as pct_change_water_rate_pct, 0.0 as pct_change_sand_rate_pct,
  abs(hcliq - hcliq_0) <= hcliq_0 / 4 as oil_condensate_rate_within_tolerance,
  abs(gas - gas_0) <= gas_0 / 4 as gas_rate_within_tolerance,
  abs(water - water_0) <= water_0 / 4 as water_rate_within_tolerance,
  true as sand_rate_within_tolerance, oil_condensate_rate_within_tolerance and gas_rate_within_tolerance
    and water_rate_within_tolerance as all_products_rate_within_tolerance,
  d_hcliq as deferred_oil_condensate_production_bbl, d_gas as deferred_gas_production_mcf,
  d_water as deferred_water_production_bbl, 0.0 as deferred_sand_production_bbl, 0.0 as difference_from_target_sand_bbl,
  hcliq - t_hcliq as difference_from_target_oil_condensate_bbl, gas - t_gas as difference_from_target_gas_mcf,
  water - t_water as difference_from_target_water_bbl,
  0.0 as injection_well_oil_cond_bbl,
  id_rec_fluid_level as last_fluid_level_id, id_rec_test as last_test_id, id_rec_param as last_param_id,
  id_rec_downtime as downtime_id, id_rec_status as status_id,
  id_rec_pump_entry as last_pump_entry_id, id_rec_pump_entry_tk as last_pump_entry_table,
  facility_id as reporting_facility_id
from linked('calculated_day');
comment on view base.gathered_daily_volumes is 'in order';

create view base.unit_opening_inventories as
select id_of('pvOpenStateUnit', c) as id_rec, id_of('pvOpenState', 1) as parent_opening_inventory_id,
  network() as flow_network_id, fa.battery_id as unit_id,
  comp.unit_id as originating_unit_id, comp.id as originating_completion_id, first_day()::timestamp as inventory_date,
  8 + 0.5 * (c % 16) as oil_condensate_volume_bbl, 0.0 as gas_volume_mcf, 2 + 0.125 * (c % 16) as water_volume_bbl,
  0.0 as sand_volume_bbl, false as is_keep_whole
from comp join facility fa using (f)
where start_i = 0;
