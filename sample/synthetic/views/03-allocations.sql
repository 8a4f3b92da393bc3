-- The volumes of a day or of a month of days (the table that is named): all of them follow from the few that are kept, so a
-- month's are the sums of its days'.
create macro allocated(rows) as table
select
  r.*, comp.id as comp_id, comp.unit_id, comp.w, comp.lift as lift_name, comp.role, comp.start_i, comp.test_day, comp.pop, comp.shut_i, fa.id as facility_id,
  down as downtime_hours, up as operating_time_hours,
  hcliq as gathered_hcliq_bbl, gas as gathered_gas_mcf, water as gathered_water_bbl, if(is_sandy, water / 64, 0) as gathered_sand_bbl,
  a_hcliq as allocated_hcliq_bbl, if(is_gas, 0, a_hcliq - ngl) as allocated_oil_bbl, if(is_gas, a_hcliq - ngl, 0) as allocated_condensate_bbl,
  ngl as allocated_ngl_bbl, a_hcliq * 0.75 as allocated_gas_eq_hcliq_mcf, a_gas as allocated_gas_mcf, a_water as allocated_water_bbl,
  if(is_sandy, a_water / 64, 0) as allocated_sand_bbl,
  a_hcliq / nullif(hcliq, 0) as alloc_factor_hcliq, a_gas / nullif(gas, 0) as alloc_factor_gas, a_water / nullif(water, 0) as alloc_factor_water,
  case when is_sandy then a_water / nullif(water, 0) end as alloc_factor_sand,
  a_hcliq as new_prod_hcliq_bbl, if(is_gas, 0, a_hcliq - ngl) as new_prod_oil_bbl, if(is_gas, a_hcliq - ngl, 0) as new_prod_condensate_bbl, ngl as new_prod_ngl_bbl,
  a_hcliq * 0.75 as new_prod_hcliq_gas_eq_mcf, a_gas - r.lift as new_prod_gas_mcf, a_water - load as new_prod_water_bbl, if(is_sandy, a_water / 64, 0) as new_prod_sand_bbl,
  wi as wi_hcliq_pct, wi as wi_gas_pct, wi as wi_water_pct, wi as wi_sand_pct, nri as nri_hcliq_pct, nri as nri_gas_pct, nri as nri_water_pct, nri as nri_sand_pct,
  d_hcliq as deferred_hcliq_bbl, d_gas as deferred_gas_mcf, d_water as deferred_water_bbl, 0.0 as deferred_sand_bbl,
  a_hcliq - t_hcliq as diff_target_hcliq_bbl, if(is_gas, 0 * t_hcliq, a_hcliq - ngl - t_hcliq) as diff_target_oil_bbl, if(is_gas, a_hcliq - ngl - t_hcliq, 0 * t_hcliq) as diff_target_condensate_bbl,
  ngl + 0 * t_hcliq as diff_target_ngl_bbl, a_gas - t_gas as diff_target_gas_mcf, a_water - t_water as diff_target_water_bbl, 0 * t_hcliq as diff_target_sand_bbl,
  0.0 as starting_load_hcliq_bbl, 0.0 as starting_lift_gas_mcf, load_water - least(load_water, c_water / 4) + load as starting_load_water_bbl, 0.0 as starting_sand_bbl,
  0.0 as recovered_load_hcliq_bbl, r.lift as recovered_lift_gas_mcf, load as recovered_load_water_bbl, 0.0 as recovered_sand_bbl,
  r.lift as injected_lift_gas_mcf, 0.0 as injected_load_hcliq_bbl, 0.0 as injected_load_water_bbl, 0.0 as injected_sand_bbl,
  0.0 as remaining_load_hcliq_bbl, 0.0 as remaining_lift_gas_mcf, load_water - least(load_water, c_water / 4) as remaining_load_water_bbl, 0.0 as remaining_sand_bbl,
  -- What is made leaves on the same day; stocks show in tanks and facilities.
  stock as opening_inv_hcliq_bbl, stock * 0.75 as opening_inv_gas_eq_hcliq_mcf, stock / 4 as opening_inv_water_bbl, 0.0 as opening_inv_sand_bbl,
  stock as closing_inv_hcliq_bbl, stock * 0.75 as closing_inv_gas_eq_hcliq_mcf, stock / 4 as closing_inv_water_bbl, 0.0 as closing_inv_sand_bbl,
  0.0 as chg_inv_hcliq_bbl, 0.0 as chg_inv_gas_eq_hcliq_mcf, 0.0 as chg_inv_water_bbl, 0.0 as chg_inv_sand_bbl,
  a_hcliq as disp_sales_hcliq_bbl, if(is_gas, 0, a_hcliq - ngl) as disp_sales_oil_bbl, if(is_gas, a_hcliq - ngl, 0) as disp_sales_condensate_bbl, ngl as disp_sales_ngl_bbl,
  a_gas - fuel - flare - vent - r.lift as disp_sales_gas_mcf, fuel as disp_fuel_gas_mcf, flare as disp_flare_gas_mcf, 0.0 as disp_incineration_gas_mcf, vent as disp_vent_gas_mcf,
  r.lift as disp_injected_gas_mcf, if(floods, a_water / 2, 0) as disp_injected_water_bbl,
  0.0 as injection_well_hcliq_bbl, i_gas as injection_well_gas_mcf, i_water as injection_well_water_bbl, 0.0 as injection_well_sand_bbl,
  c_hcliq as cum_hcliq_bbl, if(is_gas, 0, c_hcliq - c_ngl) as cum_oil_bbl, if(is_gas, c_hcliq - c_ngl, 0) as cum_condensate_bbl, c_ngl as cum_ngl_bbl,
  c_gas as cum_gas_mcf, c_water as cum_water_bbl, if(is_sandy, c_water / 64, 0) as cum_sand_bbl,
  heat_factor as gathered_heat_factor_btu_per_ft3, heat_factor as allocated_heat_factor_btu_per_ft3,
  gas * heat as gathered_heat_mmbtu, a_gas * heat as allocated_heat_mmbtu, (a_gas - r.lift) * heat as new_prod_heat_mmbtu,
  (a_gas - fuel - flare - vent - r.lift) * heat as disp_sales_heat_mmbtu, fuel * heat as disp_fuel_heat_mmbtu, flare * heat as disp_flare_heat_mmbtu,
  vent * heat as disp_vent_heat_mmbtu, 0.0 as disp_incinerate_heat_mmbtu, density_api as allocated_density_api, density_api + 0.5 as sales_density_api,
  case when comp.lift = 'Rod Pump' then 70 + 2.5 * nth(8, 'pump', r.c) end as pump_efficiency_pct
from (
  select t.*, if(c.is_rich, a_hcliq / 32, 0) as ngl, if(c.is_rich, c_hcliq / 32, 0) as c_ngl, if(fa.burns_fuel, a_gas / 32, 0) as fuel, 8 + 0.5 * (t.c % 16) as stock, fa.heat_factor / 1000 as heat
  from query_table(rows) t join facility fa using (f) join (select c, is_rich from comp) c on c.c = t.c
) r
join comp using (c)
join facility fa on fa.f = r.f;

-- What a completion's day names: the last test, parameters and so on at or before it. Arithmetic, not look-ups.
create macro month_of_test(i, test_day) as if(day(day_of(i)) < test_day, month_index(i) - 1, month_index(i));
create macro last_test(c, m, test_day, pop) as
  case when month_day(m, test_day) >= greatest(pop + 6, first_day() - 40) then id_of('pvUnitCompTest', c, m::integer) end;
create macro every_so_often(kind, c, i, start_i, days) as
  case when i - (i + c) % days >= start_i then id_of(kind, c, serial(i - (i + c) % days)) end;

create macro linked(rows) as table
select *,
  id_of('pvUnitCompStatus', c, s) as id_rec_status, case when dt is not null then id_of('pvUnitCompDownTm', c, serial(dt)) end as id_rec_downtime,
  facility_id as id_rec_facility,
  case when role in ('Producer', 'Shut in') then last_test(c, month_of_test(least(i, coalesce(shut_i, i)), test_day), test_day, pop) end as id_rec_test,
  every_so_often('pvUnitCompParam', c, i, start_i, 3) as id_rec_param,
  case when lift_name = 'Rod Pump' then every_so_often('pvUnitCompFluidLevel', c, i, start_i, 90) end as id_rec_fluid_level,
  case lift_name when 'Rod Pump' then every_so_often('pvUnitCompPumpRodEntry', c, i, start_i, 30)
    when 'Plunger' then every_so_often('pvUnitCompPumpPlungerEntry', c, i, start_i, 10) end as id_rec_pump_entry,
  case when id_rec_pump_entry is null then null when lift_name = 'Rod Pump' then 'pvUnitCompPumpRodEntry' else 'pvUnitCompPumpPlungerEntry' end as id_rec_pump_entry_tk
from allocated(rows);

create view base.monthly_allocations as
select *, id_of('pvUnitAllocMonth', c, month_index(i)) as id_rec, unit_id as id_rec_parent, comp_id as id_rec_comp, network() as id_flownet,
  comp_id as completion_id, date_trunc('month', day_of(i))::timestamp as allocation_start_date, last_day(day_of(i))::timestamp as allocation_end_date
from linked('comp_month');
comment on view base.monthly_allocations is 'in order';

-- The records of a re-allocated day: the newer one holds; where both were synced at the same moment (every third pair) the
-- one with the lower id. The other has 15/16 of the volumes.
create view day_and_again as
select r.* replace (
    hcliq * part as hcliq, gas * part as gas, water * part as water, a_hcliq * part as a_hcliq, a_gas * part as a_gas, a_water * part as a_water,
    lift * part as lift, flare * part as flare, vent * part as vent
  ), turn
from (
  select *, unnest(if(a is null, [0], [0, 1]))::integer as turn, if(turn = 1, 0.9375, 1)::double as part
  from comp_day
) r;

create view base.daily_allocations as
select *,
  case when a is null then id_of('pvUnitAllocMonthDay', c, serial(i))
    when turn = 0 then least(id_of('pvUnitAllocMonthDay', c, serial(i)), id_of('pvUnitAllocMonthDay', c, serial(i), 'again'))
    else greatest(id_of('pvUnitAllocMonthDay', c, serial(i)), id_of('pvUnitAllocMonthDay', c, serial(i), 'again')) end as id_rec,
  id_of('pvUnitAllocMonth', c, month_index(i)) as id_rec_parent, network() as id_flownet, unit_id as id_rec_unit, comp_id as id_rec_comp,
  day_of(i)::timestamp as allocation_date,
  timezone('UTC', day_of(i) + interval 30 hour + to_minutes(nth(120, 'synced', c, i)) + if(a % 3 <> 0 and turn = 0, interval 5 day, interval 0 day)) as _fivetran_synced
from linked('day_and_again');
comment on view base.daily_allocations is 'in order';

-- Where a completion's product went: sold, disposed of, burned, and so on, each through a node of the battery. The records
-- of a day add up to what was allocated.
create table way_out as
select * from (values
  (0, 'sale', 'Sales'), (1, 'water', 'Disposal'), (2, 'fuel', 'Fuel'), (3, 'flare', 'Flare'), (4, 'vent', 'Vent'), (5, 'flood', 'Injection'), (6, 'lift', 'Lift gas')
) t(k, node, kind);

create macro disposed(rows) as table
select * from (
  select d.*, w.k, w.node,
    if(k = 0, allocated_hcliq_bbl, 0) as hcliq_volume_bbl, if(k = 0, allocated_gas_eq_hcliq_mcf, 0) as hcliq_gas_equivalent_mcf,
    case k when 0 then disp_sales_gas_mcf when 2 then disp_fuel_gas_mcf when 3 then disp_flare_gas_mcf when 4 then disp_vent_gas_mcf when 6 then disp_injected_gas_mcf else 0 end as gas_volume_mcf,
    case k when 1 then allocated_water_bbl - disp_injected_water_bbl when 5 then disp_injected_water_bbl else 0 end as water_volume_bbl,
    if(k = 1, allocated_sand_bbl, 0) as sand_volume_bbl, fa.battery_id, fa.separator_id, fa.is_wet
  from (select *, unnest(range(7)) as k_ from allocated(rows) where role in ('Producer', 'Shut in')) d
  join way_out w on w.k = d.k_
  join facility fa on fa.f = d.f
)
where hcliq_volume_bbl > 0 or gas_volume_mcf > 0 or water_volume_bbl > 0;

create macro sent_out(rows) as table
select *, network() as id_flownet, id_of('pvUnitNode', 'well', w) as outlet_send_id,
  case when node = 'lift' then id_of('pvUnitNode', 'separator', f, 'lift') else id_of('pvUnitNode', 'battery', f, node) end as disposition_unit_node_id,
  case when node = 'lift' then separator_id else battery_id end as disposition_unit_id, comp_id as completion_id,
  gas_volume_mcf * allocated_heat_factor_btu_per_ft3 / 1000 as heat_content_mmbtu
from disposed(rows);

create view base.monthly_dispositions as
select *, id_of('pvUnitDispMonth', c, month_index(i), k) as id_rec, unit_id as id_rec_parent,
  date_trunc('month', day_of(i))::timestamp as disposition_start_date, last_day(day_of(i))::timestamp as disposition_end_date
from sent_out('comp_month');
comment on view base.monthly_dispositions is 'in order';

create view base.daily_dispositions as
select *, id_of('pvUnitDispMonthDay', c, serial(i), k) as id_rec, id_of('pvUnitDispMonth', c, month_index(i), k) as id_rec_parent,
  day_of(i)::timestamp as disposition_date
from sent_out('comp_day');
comment on view base.daily_dispositions is 'in order';

-- The newest days, beside what the day before was.
create table calculated_day as
select *, lag(hcliq) over by_day as hcliq_0, lag(gas) over by_day as gas_0, lag(water) over by_day as water_0
from comp_day where day_of(i) >= calculated_from()
window by_day as (partition by c order by i)
order by c, i;
create view base.gathered_daily_volumes as
select *, id_of('pvUnitCompGathMonthDayCalc', c, serial(i)) as id_rec, id_of('pvUnitCompGathMonthCalc', c, month_index(i)) as id_rec_parent, network() as id_flownet,
  comp_id as completion_id, day_of(i)::timestamp as gathered_date, hcliq + water as total_liquid_bbl, hcliq as gathered_oil_condensate_bbl,
  hcliq as new_gathered_oil_condensate_bbl, gas as new_gathered_gas_mcf, water as new_gathered_water_bbl, hcliq as prorated_hcliq_bbl, gas as prorated_gas_mcf, water as prorated_water_bbl,
  gas / 16 as casing_gas_mcf, 0.0 as starting_load_oil_condensate_bbl, 0.0 as recovered_load_oil_condensate_bbl, 0.0 as injected_load_oil_condensate_bbl, 0.0 as remaining_load_oil_condensate_bbl,
  gas / nullif(hcliq, 0) as gas_oil_ratio_mcf_per_bbl, 24 * (hcliq + water) / nullif(up, 0) as rate_total_liquid_bbl_per_day,
  24 * hcliq / nullif(up, 0) as rate_oil_condensate_bbl_per_day, 24 * gas / nullif(up, 0) as gas_rate_mcf_per_day, 24 * water / nullif(up, 0) as water_rate_bbl_per_day, 0.0 as sand_rate_bbl_per_day, 0.0 as prorated_sand_bbl, 0.0 as new_gathered_sand_bbl,
  hcliq + water - hcliq_0 - water_0 as change_in_total_liquid_rate_bbl_per_day, hcliq - hcliq_0 as change_in_oil_condensate_rate_bbl_per_day, gas - gas_0 as change_in_gas_rate_mcf_per_day,
  water - water_0 as change_in_water_rate_bbl_per_day, 0.0 as change_in_sand_rate_bbl_per_day, 100 * (hcliq + water - hcliq_0 - water_0) / nullif(hcliq_0 + water_0, 0) as pct_change_total_liquid_rate_pct,
  100 * (hcliq - hcliq_0) / nullif(hcliq_0, 0) as pct_change_oil_condensate_rate_pct, 100 * (gas - gas_0) / nullif(gas_0, 0) as pct_change_gas_rate_pct,
  100 * (water - water_0) / nullif(water_0, 0) as pct_change_water_rate_pct, 0.0 as pct_change_sand_rate_pct,
  abs(hcliq - hcliq_0) <= hcliq_0 / 4 as oil_condensate_rate_within_tolerance, abs(gas - gas_0) <= gas_0 / 4 as gas_rate_within_tolerance, abs(water - water_0) <= water_0 / 4 as water_rate_within_tolerance,
  true as sand_rate_within_tolerance, oil_condensate_rate_within_tolerance and gas_rate_within_tolerance and water_rate_within_tolerance as all_products_rate_within_tolerance,
  d_hcliq as deferred_oil_condensate_production_bbl, d_gas as deferred_gas_production_mcf, d_water as deferred_water_production_bbl, 0.0 as deferred_sand_production_bbl, 0.0 as difference_from_target_sand_bbl,
  hcliq - t_hcliq as difference_from_target_oil_condensate_bbl, gas - t_gas as difference_from_target_gas_mcf, water - t_water as difference_from_target_water_bbl,
  0.0 as injection_well_oil_cond_bbl,
  id_rec_fluid_level as last_fluid_level_id, id_rec_test as last_test_id, id_rec_param as last_param_id, id_rec_downtime as downtime_id, id_rec_status as status_id,
  id_rec_pump_entry as last_pump_entry_id, id_rec_pump_entry_tk as last_pump_entry_table, facility_id as reporting_facility_id
from linked('calculated_day');
comment on view base.gathered_daily_volumes is 'in order';

create view base.unit_opening_inventories as
select id_of('pvOpenStateUnit', c) as id_rec, id_of('pvOpenState', 1) as parent_opening_inventory_id, network() as flow_network_id, fa.battery_id as unit_id,
  comp.unit_id as originating_unit_id, comp.id as originating_completion_id, first_day()::timestamp as inventory_date,
  8 + 0.5 * (c % 16) as oil_condensate_volume_bbl, 0.0 as gas_volume_mcf, 2 + 0.125 * (c % 16) as water_volume_bbl, 0.0 as sand_volume_bbl, false as is_keep_whole
from comp join facility fa using (f)
where start_i = 0;
