-- The views of the catalog, both networks in each.
create table stg_prodview__networks as
select * from (values
  ('US-GULF-MC', 'US Gulf, Mississippi Canyon', 'Offshore',
   'Source: Bureau of Safety and Environmental Enforcement, US Department of the Interior. Daily volumes, downtimes, the links of some pressure surveys, routes and platform totals are derived: daily volumes are monthly reports spread over the days on production, which are taken as the first days of the month.',
   timestamptz '2025-05-04 00:00:00+00'),
  ('NO-NORTH-SEA', 'Norway, North Sea', 'Offshore',
   'Contains data under the Norwegian licence for Open Government data (NLOD) distributed by the Norwegian Offshore Directorate (Sodir), https://factpages.sodir.no, data of 2022-03-16 (wellbores, production) and 2024-11 (facilities, fields). A field reports as a whole, so it is a unit of its own; volumes are converted from standard cubic metres.',
   timestamptz '2024-11-05 00:00:00+00')
) as network(id_flownet, flow_network_name, flow_network_type, comments, _fivetran_synced);
create table stg_prodview__units as select * from gulf_units union all by name select * from norway_units;
create table stg_prodview__completions as select * from gulf_completion_rows union all by name select * from norway_completions;
create table stg_prodview__status as select * from gulf_status_rows union all by name select * from norway_status;
create table stg_prodview__completion_downtimes as from downtimes;
create table stg_prodview__completion_parameters as from gulf_parameters;
create table stg_prodview__monthly_allocations as select * from gulf_monthly union all by name select * from norway_monthly;
create table stg_prodview__daily_allocations as from gulf_daily;
create table stg_prodview__facilities as select * from gulf_facilities union all by name select * from norway_facilities;
create table stg_prodview__facility_monthly_volumes as from gulf_facility_months;
create table stg_prodview__routes as
select distinct current_route_id as id_rec, id_flownet, route || ' field' as route_name,
  'Derived: one route a field; no field run is published, and no person is named.' as notes, max(_fivetran_synced) as _fivetran_synced
from stg_prodview__units
where current_route_id is not null
group by all;
create table stg_prodview__system_integrations as
select 'SI-' || id_rec as id_rec, id_rec as id_rec_parent, id_flownet, 'pvUnit' as table_key_parent,
  case id_flownet when 'US-GULF-MC' then 'BSEE' else 'Sodir FactPages' end as product_description,
  case when id_flownet = 'US-GULF-MC' then 'Borehole' when unit_type = 'Field' then unit_sub_type else 'Wellbore' end as af_id_entity,
  regulatory_id as af_id_rec, _fivetran_synced
from stg_prodview__units;
