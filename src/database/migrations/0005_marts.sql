-- Columns and states that apps may see. What is only planned, proposed or permitted, and wells never drilled, stay in
-- core. The geometry is core's own column, not an expression of it, so that its indexes serve the views.
create view marts.facility_sites_public as
select id::text as id, source, source_id, name, site_type, kind, status, capacity_m3_per_day, operator, basin, state,
  water_depth_m, start_date, prodview_flownet_id, prodview_facility_id, api_10, updated_at, geom
from core.facility_sites
where status in ('active', 'under_construction', 'retired');

create view marts.pipelines_public as
select id::text as id, source, source_id, name, status, commodity, diameter_in, length_m, max_pressure_psi, operator,
  basin, state, installed_date, from_name, to_name, prodview_flownet_id, from_facility_id, to_facility_id,
  prodview_connection_id, updated_at, geom
from core.pipelines
where status <> 'proposed';

create view marts.well_locations_public as
select id::text as id, source, source_id, name, status, operator, basin, state, field_name, water_depth_m, api_10,
  prodview_flownet_id, prodview_unit_id, updated_at, geom
from core.well_locations
where status is null or status not in ('permitted', 'cancelled');

create view marts.field_areas_public as
select id::text as id, source, source_id, name, area_type, status, hydrocarbons, discovery_year, operator, basin, state,
  prodview_flownet_id, prodview_unit_id, prodview_route_id, updated_at, geom
from core.field_areas
where status <> 'relinquished';

-- Which wells stand within which area; a well on the boundary does.
create view marts.field_wells_public as
select area.id as field_area_id, well.id as well_location_id, well.prodview_flownet_id, well.prodview_unit_id
from marts.field_areas_public area
join marts.well_locations_public well on ST_Intersects(area.geom, well.geom);
