-- A battery has a tank for oil and one for water, one in four has two for oil that fill alike. A tank holds water as
-- well:
-- 1/64 of the oil beside it.
create table tank as
with slots as (
  select f, battery_id, name, slot, if(slot = 1, 'Water', 'Oil') as product,
    if(slot <> 1 and f % 4 = 0, 0.5, 1)::double as share,
    if(slot = 1, load_water, load_hcliq) as load
  from facility join facility_load using (f), (values (0), (1), (2)) t(slot)
  where slot < 2 or f % 4 = 0
)
select (row_number() over (order by id_of('pvUnitTank', f, slot)) - 1)::integer as t,
  id_of('pvUnitTank', f, slot) as id, *,
  100 * ceil(share * load * 2.6 / 100) as capacity, 100 * ceil(share * load * 2.6 / 100) / 240 as bbl_per_inch
from slots;

-- The days of tanks, from the stocks of their facility.
create view tank_flow as
select t, i, if(product = 'Oil', open_hcliq, open_water) * share as opened,
  if(product = 'Oil', close_hcliq, close_water) * share as closed,
  if(product = 'Oil', out_hcliq, out_water) * share as hauled
from facility_day join tank using (f);
create table tank_day as from tank_flow order by t, i;
create table tank_month as
select t, max(i) as i, min_by(opened, i) as opened, max_by(closed, i) as closed from tank_day group by t,
  month_index(i) order by t, month_index(i);

create macro stocked(rows) as table
select r.t, r.i, tank.id as tank_ref, fa.id as current_facility_id, network() as id_flownet,
  opened + w_opened as opening_total_volume_bbl, if(is_oil, opened, 0) as opening_oil_condensate_volume_bbl,
  if(is_oil, opened * 0.75, 0) as opening_gas_equivalent_oil_cond_volume_mcf,
  if(is_oil, w_opened, opened) as opening_water_volume_bbl, 0.0 as opening_sand_volume_bbl,
  100 * if(is_oil, w_opened, opened) / nullif(opened + w_opened, 0) as opening_bsw_total_pct,
  0.0 as opening_sand_cut_total_pct,
  closed + w_closed as closing_total_volume_bbl, if(is_oil, closed, 0) as closing_oil_condensate_volume_bbl,
  if(is_oil, closed * 0.75, 0) as closing_gas_equivalent_oil_cond_volume_mcf,
  if(is_oil, w_closed, closed) as closing_water_volume_bbl, 0.0 as closing_sand_volume_bbl,
  100 * if(is_oil, w_closed, closed) / nullif(closed + w_closed, 0) as closing_bsw_total_pct,
  0.0 as closing_sand_cut_total_pct,
  closed + w_closed - opened - w_opened as change_total_volume_bbl,
  if(is_oil, closed - opened, 0) as change_oil_condensate_volume_bbl,
  if(is_oil, closed - opened, 0) * 0.75 as change_gas_equivalent_oil_cond_volume_mcf,
  if(is_oil, w_closed - w_opened, closed - opened) as change_water_volume_bbl, 0.0 as change_sand_volume_bbl
from (
  select q.*, product = 'Oil' as is_oil, if(product = 'Oil', opened / 64, 0) as w_opened,
    if(product = 'Oil', closed / 64, 0) as w_closed from query_table(rows) q join tank using (t)
) r
join tank using (t) join facility fa using (f);

create view base.tanks as
select id as id_rec, battery_id as id_rec_parent, network() as id_flownet,
  replace(name, 'facility', 'tank') || chr(65 + slot) as tank_name, product, product as facility_product,
  case when f % 7 = 3 then null else battery_id end as data_entry_unit_id, 'Gauge' as measurement_method,
  'in' as level_reading_unit, capacity as tank_capacity_bbl,
  capacity - closed as remaining_capacity_bbl, 100 * closed / capacity as capacity_percent_full,
  false as exclude_from_production, false as underground_tank, true as is_active,
  (first_day() - 2000)::timestamp as start_using_tank, null::timestamp as stop_using_tank
from tank left join (select t, max_by(closed, i) as closed from tank_day group by t) using (t)
union all by name
-- One battery in eight still has a tank on record that is out of use.
select id_of('pvUnitTank', f, 'old') as id_rec, battery_id as id_rec_parent, network() as id_flownet,
  replace(name, 'facility', 'tank') || 'X' as tank_name, 'Oil' as product, 'Oil' as facility_product,
  battery_id as data_entry_unit_id, 'Gauge' as measurement_method, 'in' as level_reading_unit,
  400.0 as tank_capacity_bbl, false as is_active,
  (first_day() - 2000)::timestamp as start_using_tank, (first_day() - 100)::timestamp as stop_using_tank
from facility where f % 8 = 0;

create view base.tank_monthly_volumes as
select *, id_of('pvUnitTankMonthCalc', t, month_index(i)) as id_rec, tank_ref as parent_tank_id,
  network() as flow_network_id, date_trunc('month', day_of(i))::timestamp as period_start_date,
  last_day(day_of(i))::timestamp as period_end_date
from stocked('tank_month');
comment on view base.tank_monthly_volumes is 'in order';

create view base.tank_daily_volumes as
select *, id_of('pvUnitTankMonthDayCalc', t, serial(i)) as id_rec,
  id_of('pvUnitTankMonthCalc', t, month_index(i)) as id_rec_parent, tank_ref as tank_id,
  day_of(i)::timestamp as tank_date
from stocked('tank_day');
comment on view base.tank_daily_volumes is 'in order';

-- Gauged every second day, and on days when a load left. The level is in inches, to the quarter.
create view base.tank_readings as
select id_of('pvUnitTankEntry', t, serial(i)) as id_rec, tank.id as tank_id, network() as flow_network_id,
  day_of(i) + interval 6 hour + to_minutes(nth(60, 'gauged', t, i)) as reading_date,
  round(4 * total / bbl_per_inch) / 4 as level_top,
  if(product = 'Oil', round(4 * closed / 64 / bbl_per_inch) / 4, 0) as water_bottom, 0.0 as level_sand,
  total as total_volume_uncorrected_bbl, oil as oil_condensate_volume_uncorrected_bbl, water as free_water_volume_bbl,
  0.0 as settled_sand_volume_bbl, total as final_total_fluid_volume_bbl, oil as final_hydrocarbon_liquid_volume_bbl,
  oil * 0.75 as final_gas_equivalent_oil_condensate_volume_mcf, water as final_water_volume_bbl,
  0.0 as final_sand_volume_bbl, (closed - opened) * if(product = 'Oil', 1.015625, 1) as change_in_total_volume_bbl,
  if(product = 'Oil', closed - opened, 0) as change_in_oil_condensate_volume_bbl,
  if(product = 'Oil', closed - opened, 0) * 0.75 as change_in_gas_equivalent_oil_cond_volume_mcf,
  if(product = 'Oil', (closed - opened) / 64, closed - opened) as change_in_water_volume_bbl,
  0.0 as change_in_sand_volume_bbl,
  100 * water / nullif(total, 0) as bsw_pct, 100 * water / nullif(total, 0) as bsw_uncorrected_pct,
  100 * water / nullif(total, 0) as final_bsw_pct,
  capacity - total as capacity_remaining_bbl
from (select r.*, closed * if(product = 'Oil', 1.015625, 1) as total, if(product = 'Oil', closed, 0) as oil,
  if(product = 'Oil', closed / 64, closed) as water, capacity, bbl_per_inch, product, id from tank_day r
  join tank using (t)) tank
where (i + t) % 2 = 0 or hauled > 0;
comment on view base.tank_readings is 'in order';

create view base.tank_starting_inventories as
select id_of('pvUnitTankStartInv', t) as id_rec, tank.id as tank_id, network() as flow_network_id,
  battery_id as originating_unit_id,
  (select min(id) from comp where comp.f = tank.f) as originating_completion_id,
  first_day()::timestamp as inventory_date, if(product = 'Oil', opened, 0) as hcliq_volume_bbl, 0.0 as gas_volume_mcf,
  if(product = 'Oil', 0, opened) as water_volume_bbl, 0.0 as sand_volume_bbl, false as is_keep_whole
from tank join (select t, min_by(opened, i) as opened from tank_day group by t) using (t);

create view base.tank_straps as
select id_of('pvUnitTankStrap', t) as id_rec, id as tank_id, network() as flow_network_id,
  (first_day() - 2000)::timestamp as effective_date, 'Synthetic strap' as strap_name, 'in' as increment_height_uom
from tank;

create view base.tank_strap_details as
select id_of('pvUnitTankStrapData', t, k) as id_rec, id_of('pvUnitTankStrap', t) as tank_strap_id,
  network() as flow_network_id, 30.0 * k as tank_level,
  bbl_per_inch as volume_factor_bbl, capacity * k / 8 as volume_calculated_bbl, 30.0 as increments_calculated,
  case when k = 8 and t % 16 = 0 then capacity - 2 end as volume_override_bbl, k::integer as sequence
from tank, range(9) r(k);
