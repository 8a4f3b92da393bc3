-- A borehole is a unit; one route a field, because no field run is published and no person is named.
create table gulf_status_rows as
select
  'MC-S-' || completion_id || '-' || from_date as id_rec,
  'MC-C-' || completion_id as id_rec_parent,
  'US-GULF-MC' as id_flownet,
  from_date::timestamp as status_date,
  coalesce(status_description, status_code) as status,
  case when status_code in ('OSI', 'POW', 'GLO', 'GIO') then 'Oil' when status_code in ('GSI', 'PGW') then 'Gas'
       when status_code in ('WIW', 'WSW', 'WDW') then 'Water' when status_code = 'GIW' then 'Gas' end as primary_fluid_type,
  case when status_code in ('WIW', 'GIW', 'WDW') then 'Injection'
       when status_code in ('POW', 'PGW', 'GLO', 'WSW') then 'Production' end as flow_direction,
  case when status_code = 'GLO' then 'Gas lift' end as production_method,
  status_code as user_txt1,
  timestamptz '2025-05-04 00:00:00+00' as _fivetran_synced
from (select distinct on (completion_id, from_date) * from gulf_status order by completion_id, from_date, to_date desc nulls first);

create table newest_status as
select left(id_rec_parent, 17) as completion_unit, arg_max(id_rec, status_date) as status_id, arg_max(status, status_date) as status
from gulf_status_rows
group by all;

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
left join newest_status s on s.completion_unit = 'MC-C-' || w.api_well_number;
