-- Meters: gas sales at every battery and at one well in 16, oil at every second battery, water at every third, fuel gas
-- by displacement at one in 16.
create table meter as
select id_of('pvUnitMeterOrifice', 'battery', f) as id, 'gas' as kind, battery_id as unit_id,
  id_of('pvUnitNode', 'battery', f, 'sale') as node_id, replace(name, 'facility', 'gas meter') as name, f,
  null::integer as c, 'Gas' as product from facility
union all select id_of('pvUnitMeterOrifice', 'well', c), 'gas', unit_id, id_of('pvUnitNode', 'well', w),
  name || ' gas meter', f, c, 'Gas' from comp where w % 16 = 4 and x = 0 and role = 'Producer'
union all select id_of('pvUnitMeterPDGas', f), 'pd', battery_id, id_of('pvUnitNode', 'battery', f, 'fuel'),
  replace(name, 'facility', 'fuel meter'), f, null, 'Gas' from facility where f % 16 = 0
union all select id_of('pvUnitMeterLiquid', f, 'oil'), 'liquid', battery_id, id_of('pvUnitNode', 'battery', f, 'sale'),
  replace(name, 'facility', 'oil meter'), f, null, 'Oil' from facility where f % 2 = 0
union all select id_of('pvUnitMeterLiquid', f, 'water'), 'liquid', battery_id,
  id_of('pvUnitNode', 'battery', f, 'water'), replace(name, 'facility', 'water meter'), f, null, 'Water' from facility
  where f % 3 = 0;

create table measured as
select n, i, case m.product when 'Oil' then out_hcliq when 'Water' then out_water
  else if(kind = 'pd', fuel, sold_gas) end as volume
from facility_day r join (select *, row_number() over (order by id) - 1 as n from meter) m using (f) where m.c is null
union all
select n, i, gas from comp_day r join (select *, row_number() over (order by id) - 1 as n from meter) m using (c)
order by n, i;
create view metered as
select m.*, r.i, r.volume, fa.heat_factor, fa.density_api from measured r
join (select *, row_number() over (order by id) - 1 as n from meter) m using (n) join facility fa on fa.f = m.f;

create view base.gas_meters as
select id as id_rec, unit_id as id_rec_parent, network() as id_flownet, node_id,
  case when f % 9 = 8 then null else unit_id end as data_entry_unit_id, name as meter_name,
  'psi' as static_pressure_units, 'inH2O' as differential_pressure_units,
  'degF' as temperature_units, 'in' as orifice_size_units,
  coalesce((select id from comp where comp.c = meter.c), unit_id) as operating_hours_source_id,
  if(c is null, 'pvUnit', 'pvUnitComp') as operating_hours_source_table,
  if(f % 2 = 0, 'true', 'false') as estimate_missing_days
from meter where kind = 'gas';

create view base.gas_meter_readings as
select id_of('pvUnitMeterOrificeEntry', id, serial(i)) as id_rec, id as id_rec_parent, network() as id_flownet,
  day_of(i)::timestamp as reading_date, 24.0 as calculated_duration_hours,
  80 + 2.5 * nth(16, 'static', n, i) as static_pressure_raw,
  20 + 2.5 * nth(16, 'differential', n, i) as differential_pressure_raw,
  70 + 2.0 * nth(16, 'temperature', n, i) as temperature_raw,
  80 + 2.5 * nth(16, 'static', n, i) as calculated_static_pressure_psi,
  (20 + 2.5 * nth(16, 'differential', n, i)) * 0.0361 as calculated_differential_pressure_psi,
  70 + 2.0 * nth(16, 'temperature', n, i) as calculated_temperature_f,
  1.25 as orifice_size, volume as uncorrected_gas_volume_mcf, volume as calculated_gas_volume_mcf,
  case when nth(4, 'entered', n, i) = 0 then volume end as entered_gas_volume_mcf,
  1.0 + nth(2, 'source', n, i) as source_volume_calculation,
  volume * heat_factor / 1000 as calculated_heat_mmbtu, heat_factor as calculated_heat_factor_btu_per_ft3
from metered where kind = 'gas';
comment on view base.gas_meter_readings is 'in order';

create view base.gas_pd_meters as
select id as id_rec, unit_id as id_rec_parent, network() as id_flownet, node_id, unit_id as data_entry_unit_id,
  name as meter_name, 'mcf' as reading_units, 1000000.0 as reading_rollover_value
from meter where kind = 'pd';
create view base.gas_pd_meter_readings as
select id_of('pvUnitMeterPDGasEntry', id, serial(i)) as id_rec, id as id_rec_parent, network() as id_flownet,
  day_of(i)::timestamp as reading_date,
  sum(volume) over (partition by n order by i) % 1000000 as reading_value, volume as calculated_gas_volume_mcf,
  volume * heat_factor / 1000 as heat_mmbtu, heat_factor as heat_factor_btu_per_ft3
from metered where kind = 'pd';

create view base.liquid_meters as
select id as id_rec, unit_id as id_rec_parent, network() as id_flownet, node_id as unit_node_id,
  unit_id as data_entry_unit_id, name as meter_name, if(product = 'Oil', 'LACT', 'Turbine') as meter_type,
  'bbl' as volume_unit_of_measure,
  product as product_name, if(f % 2 = 0, 1.0, 0.0) as rezero_start_value, 1000000.0 as reading_rollover_value,
  if(f % 4 = 0, 'true', 'false') as estimate_missing_days
from meter where kind = 'liquid';
create view base.liquid_meter_readings as
select id_of('pvUnitMeterLiquidEntry', id, serial(i)) as id_rec, id as id_rec_parent, network() as id_flownet,
  day_of(i)::timestamp as reading_date, 0.0 as reading_start, total as reading_end,
  100 * (total - oil) / nullif(total, 0) as basic_sediment_water_pct, total as uncorrected_total_volume_bbl,
  oil as uncorrected_hcliq_volume_bbl, total as corrected_total_volume_bbl, oil as corrected_hcliq_volume_bbl,
  total as total_volume_bbl, oil as hcliq_volume_bbl, oil * 0.75 as hcliq_gas_equivalent_mcf,
  total - oil as water_volume_bbl, 0.0 as sand_volume_bbl, 100 * (total - oil) / nullif(total, 0) as final_bsw_pct,
  0.0 as final_sand_cut_pct,
  density_api as sample_density_60f_api
from (select *, if(product = 'Oil', volume * 1.015625, volume) as total, if(product = 'Oil', volume, 0) as oil
  from metered where kind = 'liquid');
comment on view base.liquid_meter_readings is 'in order';

create view base.other_measurement_points as
select id_of('pvUnitMeasPt', f) as id_rec, battery_id as id_rec_parent, network() as id_flownet,
  'Synthetic point ' || (f + 1) as measurement_name,
  if(f % 4 = 0, id_of('pvUnitTank', f, 0), battery_id) as measurement_location_id,
  if(f % 4 = 0, 'pvUnitTank', 'pvUnit') as measurement_location_table,
  one_of(['psi', 'degF', 'kWh'], 'unit', f) as reading_unit_of_measure,'Synthetic group ' || (1 + f % 3) as group_name
from facility where f % 2 = 0;
create view base.other_measurement_point_entries as
select id_of('pvUnitMeasPtEntry', f, serial(i)) as id_rec, id_of('pvUnitMeasPt', f) as id_rec_parent,
  network() as id_flownet, day_of(i) + interval 8 hour as measurement_date,
  50 + 0.5 * nth(100, 'point', f, i) as reading_value
from (select f, unnest(range(f % 7, getvariable('days')::integer, 7))::integer as i from facility where f % 2 = 0);
