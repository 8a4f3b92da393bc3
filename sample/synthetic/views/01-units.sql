-- Units, completions and what hangs on them. A few links are left out or lead nowhere, as in real exports:
-- one unit in 50 has no route, one in 97 a route that does not exist.
create view base.units as
with every_unit as (
  select unit_id as id_rec, name as unit_name, 'Well' as unit_type,
    case role when 'Injector' then 'Injection' when 'Planned' then 'Planned'
      else if(is_gas, 'Gas', 'Oil') end as unit_sub_type,
    f, w as n, role, (select min(pop) from comp where comp.w = well.w) as since,
    format('99{:08d}', case when w % 40 = 13 then w - 1 else w end) as api_10, (u('x', w) - 0.5) / 10 as east,
    (u('y', w) - 0.5) / 10 as north
  from well
  union all
  select battery_id, replace(name, 'facility', 'battery'), 'Facility', 'Battery', f, f, 'Facility', first_day() - 3650,
    null, 0, 0 from facility
  union all
  select separator_id, replace(name, 'facility', 'separator'), 'Vessel', 'Separator', f, f, 'Facility',
    first_day() - 3650, null, 0.002, 0 from facility
  union all
  select id, name, kind, sub_kind, 0, x, 'External', first_day() - 3650, null, 0.5 + x / 50, 0.5 from external_unit
), status_now as (
  select w, max(id_of('pvUnitCompStatus', c, s)) filter (x = 0) as status_id, max(status) filter (x = 0) as status,
    max(lift) filter (x = 0) as lift
  from (select distinct on (c) c, s, status from status_period order by c, s desc) p join comp using (c)
  group by w
)
select
  u.id_rec, network() as id_flownet, unit_name, replace(unit_name, 'Synthetic', 'Syn') as unit_display_name, unit_type,
  unit_sub_type, since::timestamp as start_display_date, 0.0 as ground_elevation_ft,
  fa.latitude + north as surface_latitude, fa.longitude + east as surface_longitude,
  500000 + 96000.0 * (fa.longitude + east + 93) as utm_easting, 110800.0 * (fa.latitude + north) as utm_northing,
  '15' as utm_grid_zone,
  role <> 'External' and u.n % 9 <> 8 as is_operated,
  if(u.n % 9 <> 8, 'Made-up Operator', 'Made-up Partner') as operator_name,
  unit_type = 'External Out' as is_purchaser,
  case when role = 'External' or n % 50 = 14 then null when n % 97 = 9 then id_of('nowhere', n)
    else ro.id end as current_route_id,
  ro.name as route, fa.name as facility_name, case when role <> 'External' or u.n = 0
    then fa.id end as current_facility_id,
  st.status_id as current_completion_status_id, st.status as completion_status, st.lift as producing_method,
  api_10, case when role not in ('Facility', 'External') then 'SYN-' || lpad(n::varchar, 6, '0') end as property_eid,
  'Made-up Country' as country, 'Open water' as state_province, 'Synthetic area ' || (1 + fa.f % 4) as county,
  'Synthetic division' as division, 'Synthetic district ' || (1 + fa.f % 2) as district,
  'Synthetic asset ' || (1 + fa.r % 3) as asset_company,
  'Synthetic area ' || (1 + fa.r % 5) as foreman_area, 'Synthetic field ' || (1 + fa.f % 6) as regulatory_field_name,
  'Synthetic pad ' || (1 + u.n // 4) as pad_name, 'Synthetic lease ' || (1 + u.n // 3) as lease_name,
  if(fa.r % 4 = 3, 'America/Denver', 'America/Chicago') as timezone
from every_unit u
join facility fa using (f)
join route ro using (r)
left join status_now st on st.w = u.n and u.unit_type = 'Well';

create view base.completions as
select
  comp.id as id_rec, unit_id as id_rec_parent, network() as id_flownet,
  comp.name || if(x = 1, ' upper', ' lower') as completion_name, comp.name as well_name,
  comp.name || ' legal' as legal_well_name, day_of(start_i)::timestamp as start_allocating_date,
  case when role = 'Shut in' then (until_day() + 300)::timestamp end as expiry_date,
  pop::timestamp as pop_date, (pop + 3)::timestamp as first_sale_date, (pop - 120)::timestamp as spud_date,
  (pop - 60)::timestamp as rig_release_date,
  case when role in ('Producer', 'Shut in') then last_day::timestamp end as last_produced_date,
  case when role in ('Producer', 'Shut in') and not is_gas then last_day::timestamp end as last_produced_oil_date,
  case when role in ('Producer', 'Shut in') then last_day::timestamp end as last_produced_gas_date,
  case when is_young then pop::timestamp end as flowback_start_date,
  case when is_young then (pop + 14)::timestamp end as flowback_end_date,
  (pop - 200)::timestamp as completion_license_date,
  case when role = 'Shut in' and w % 3 = 1 then last_day::timestamp end as abandon_date,
  format('99{:08d}', case when w % 40 = 13 then w - 1 else w end) as api_10, 'SYN-' || lpad(w::varchar, 6, '0') as eid,
  (w + 1)::varchar as well_number,
  fa.latitude + (u('y', w) - 0.5) / 10 + 0.01 as bottomhole_latitude,
  fa.longitude + (u('x', w) - 0.5) / 10 + 0.01 as bottomhole_longitude,
  one_of(['Synthetic sand A', 'Synthetic sand B', 'Synthetic lime'], 'formation', w) as producing_formation,
  -- Numbers as text in ProdView, floats here: account and lease numbers lose leading zeros.
  (100000 + w)::double as purchaser_ctb_lease_id, (200000 + w)::double as purchaser_well_lease_id
from comp
join facility fa using (f)
left join (select c, day_of(max(i)) as last_day from comp_day where hcliq > 0 group by c) using (c);

create view base.status as
select
  id_of('pvUnitCompStatus', c, s) as id_rec, comp.id as id_rec_parent, network() as id_flownet,
  day_of(from_i)::timestamp as status_date, p.status,
  case when role = 'Injector' then 'Water' when is_gas then 'Gas' else 'Oil' end as primary_fluid_type,
  if(role = 'Injector', 'Injection', 'Production') as flow_direction,
  if(is_gas, 'Condensate', 'Oil') as oil_or_condensate,
  lift as production_method, if(x = 1, 'Multiple', 'Single') as completion_type, 'No' as commingled,
  -- Flags as text.
  if(is_on, 'true', 'false') as calc_lost_production, if(x = 0, 'true', 'false') as include_in_well_count
from status_period p join comp using (c);

create view base.completion_downtimes as
select
  id_of('pvUnitCompDownTm', c, serial(first_i)) as id_rec, comp.id as id_rec_parent, network() as id_flownet,
  day_of(first_i) as first_day, first_hours as hours_down,
  case when last_i is not null then day_of(last_i) end as last_day,
  last_hours as downtime_last_day_hours,
  case when last_i is not null then first_hours + coalesce(last_hours, 0) + 24.0 * greatest(0,
    last_i - first_i - 1) end as total_downtime_hours,
  if(is_long, 'Shut in', 'Downtime') as downtime_type, 'All' as product, code in (1, 2) as is_failure,
  ['Shut in', 'Lift', 'Surface', 'Weather', 'Power', 'Market'][1 + code] as downtime_code_1,
  ['Planned', 'Rod part', 'Compressor', 'Storm', 'Outage', 'Line pressure'][1 + code] as downtime_code_2,
  if(code in (1, 2), 'Failure', 'Other') as downtime_code_3,
  case when is_long then day_of(first_i + 30)::timestamp end as planned_end_date,
  case when is_long then 720.0 end as planned_downtime_hours,
  ['Well', 'Well', 'Battery', 'Field', 'Field', 'Pipeline'][1 + code] as location
from downtime join comp using (c);

-- Every third day of a completion.
create view base.completion_parameters as
select
  id_of('pvUnitCompParam', c, serial(i)) as id_rec, comp.id as id_rec_parent, network() as id_flownet,
  day_of(i) + interval 7 hour as measurement_date,
  if(up = 0, 900, 150) + 12.5 * nth(16, 'tubing', c, i) as tubing_pressure_psi,
  if(up = 0, 950, 200) + 12.5 * nth(16, 'casing', c, i) as casing_pressure_psi,
  60 + 5.0 * nth(8, 'line', f_now, i) as line_pressure_psi,
  if(up = 0, 900, 180) + 12.5 * nth(16, 'wellhead', c, i) as wellhead_pressure_psi,
  case when up = 0 then 1100 + 25.0 * nth(8, 'static', c) end as shut_in_tubing_pressure_psi,
  case when up = 0 then 1150 + 25.0 * nth(8, 'static', c) end as shut_in_casing_pressure_psi,
  case when i_water > 0 then 1500 + 25.0 * nth(16, 'injection', c, i) end as injection_pressure_psi,
  70 + 2.0 * nth(8, 'wellhead temperature', c, i) as wellhead_temp_f,
  180 + 5.0 * nth(8, 'bottom', c) as bottomhole_temp_f,
  case when lift_name in ('Flowing', 'Plunger') then 20 + 2.0 * nth(8, 'choke', c) end as choke_size_64ths,
  case when lift_name = 'Plunger' then 8.0 + nth(8, 'cycles', c, i) end as cycles,
  case when lift_name = 'Plunger' then 7.0 + nth(8, 'cycles', c, i) end as arrivals,
  -- A local convention: pressures pushed through the formula for temperatures.
  (60 + 5 * nth(8, 'fluid', c, i)) * 1.8 + 32 as fluid_level_csg_pressure_f,
  (40 + 5 * nth(8, 'fluid', c, i)) * 1.8 + 32 as fluid_level_tbg_pressure_f,
  40 + 1.0 * nth(20, 'hertz', c) as ph_level
from (select r.*, r.f as f_now from comp_day r) r
join (select c, id, lift as lift_name from comp) comp using (c)
where (i + c) % 3 = 0;
comment on view base.completion_parameters is 'in order';

create view base.system_integrations as
select id_of('pvSysIntegration', kind, n) as id_rec, parent as id_rec_parent, network() as id_flownet,
  table_name as table_key_parent,
  product as product_description, 'Synthetic integrator' as integrator_description, '1.0' as integrator_version,
  entity as af_id_entity,
  id_of(product, n) as af_id_rec
from (
  select 'site' as kind, w as n, unit_id as parent, 'pvUnit' as table_name, 'SiteView' as product, 'svSite' as entity
  from well
  union all select 'well', w, unit_id, 'pvUnit', 'WellView', 'wvWellHeader' from well where w % 5 < 3
  union all select 'completion', c, id, 'pvUnitComp', 'WellView', 'wvWellbore' from comp where w % 5 < 3
  -- One that points at a unit that is gone.
  union all select 'gone', 1, id_of('nowhere', 1), 'pvUnit', 'SiteView', 'svSite'
);
