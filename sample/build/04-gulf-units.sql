-- A borehole is a unit; one route a field, because no field run is published and no person is named.
create table gulf_periods as
select
  'MC-S-' || completion_id || '-' || from_date || '-' || status_code as status_id,
  'MC-C-' || completion_id as completion_id,
  'MC-W-' || left(completion_id, 12) as unit_id,
  from_date::date as from_day,
  to_date::date as to_day,
  coalesce(status_description, status_code) as status,
  status_code
from gulf_status;

create table gulf_status_rows as
select
  status_id as id_rec,
  completion_id as id_rec_parent,
  'US-GULF-MC' as id_flownet,
  from_day::timestamp as status_date,
  status,
  case when status_code in ('OSI', 'POW', 'GLO', 'GIO') then 'Oil' when status_code in ('GSI', 'PGW', 'GIW') then 'Gas'
       when status_code in ('WIW', 'WSW', 'WDW') then 'Water' end as primary_fluid_type,
  case when status_code in ('WIW', 'GIW', 'WDW') then 'Injection'
       when status_code in ('POW', 'PGW', 'GLO', 'WSW') then 'Production' end as flow_direction,
  case when status_code = 'GLO' then 'Gas lift' end as production_method,
  'Published until ' || to_day as comments,
  status_code as user_txt1,
  timestamptz '2024-10-08 00:00:00+00' as _fivetran_synced
from gulf_periods;

-- The newest status among a unit's completions; of several begun on one day the one that lasts longest.
create table newest_status as
select distinct on (unit_id) unit_id, status_id, status
from gulf_periods
order by unit_id, from_day desc, to_day desc nulls first, status_id;

create table gulf_units as
select
  'MC-W-' || w.api_well_number as id_rec,
  'US-GULF-MC' as id_flownet,
  w.bottom_area_code || ' ' || w.bottom_block || ' ' || w.well_name
    || case when w.well_name_suffix = 'ST00BP00' then '' else ' ' || w.well_name_suffix end as unit_name,
  'Well' as unit_type,
  case w.well_type_code when 'E' then 'Exploration' when 'D' then 'Development' else w.well_type_code end as unit_sub_type,
  w.operator_name,
  w.surface_latitude::double as surface_latitude,
  w.surface_longitude::double as surface_longitude,
  'WGS 84' as latlong_datum,
  'Published, shifted from NAD27' as latlong_data_source,
  w.field_code as regulatory_field_name,
  'United States' as country,
  'Gulf of Mexico OCS' as state_province,
  f.facility_name,
  w.api_well_number as regulatory_id,
  left(w.api_well_number, 10) as api_10,
  w.bottom_lease as lease_number,
  'MC-R-' || w.field_code as current_route_id,
  w.field_code as route,
  f.id_rec as current_facility_id,
  s.status_id as current_completion_status_id,
  s.status as completion_status,
  w.borehole_status_code as user_txt1,
  'BSEE' as government_authority,
  timestamptz '2025-05-04 00:00:00+00' as _fivetran_synced
from wells w
left join unit_platform p using (api_well_number)
left join gulf_facilities f on f.permanent_facility_id = p.platform
left join newest_status s on s.unit_id = 'MC-W-' || w.api_well_number;
