-- What maps ask of a shape beside the shape itself. A column of a view costs nothing where it is not selected.
create or replace view marts.pipelines_public as
select id::text as id, source, source_id, name, status, commodity, diameter_in, length_m, max_pressure_psi, operator,
  basin, state, installed_date, from_name, to_name, prodview_flownet_id, from_facility_id, to_facility_id,
  prodview_connection_id, updated_at, geom,
  ST_Length(geom::geography) / 1000 as length_km, ST_PointOnSurface(geom) as centroid
from core.pipelines
where status <> 'proposed';

create or replace view marts.field_areas_public as
select id::text as id, source, source_id, name, area_type, status, hydrocarbons, discovery_year, operator, basin, state,
  prodview_flownet_id, prodview_unit_id, prodview_route_id, updated_at, geom,
  ST_Area(geom::geography) / 1000000 as area_km2, ST_PointOnSurface(geom) as centroid
from core.field_areas
where status <> 'relinquished';
