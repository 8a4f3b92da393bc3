-- A shape of more corners than any map shows would hold up every question that meets it: it is refused like one that is
-- nowhere. The largest shape of the sample has some 7,300.
alter function staging.geometry_of(jsonb) rename to geometry_on_earth;

create function staging.geometry_of(feature jsonb) returns geometry language plpgsql as $$
declare
  most constant integer := 100000;
  corners bigint;
begin
  if jsonb_typeof(feature #> '{geometry,coordinates}') = 'array' then
    -- A position is an array that begins with a number.
    select count(*) into corners
    from jsonb_path_query(feature #> '{geometry,coordinates}', 'strict $.** ? (@.type() == "array" && @[0].type() == "number")');
    if corners > most then
      raise exception 'The geometry has % corners; % are the most', corners, most;
    end if;
  end if;
  return staging.geometry_on_earth(feature);
end
$$;

-- The point of a label, by the name that lines and outlines have it by.
create or replace view marts.facility_sites_public as
select id::text as id, source, source_id, name, site_type, kind, status, capacity_m3_per_day, operator, basin, state,
  water_depth_m, start_date, prodview_flownet_id, prodview_facility_id, api_10, updated_at, geom, geom as centroid
from core.facility_sites
where status in ('active', 'under_construction', 'retired') and (
  (select ops.sees_everything())
  or (prodview_flownet_id, prodview_facility_id) in (select flownet, facility from ops.visible_facilities()));

create or replace view marts.well_locations_public as
select id::text as id, source, source_id, name, status, operator, basin, state, field_name, water_depth_m, api_10,
  prodview_flownet_id, prodview_unit_id, updated_at, geom, geom as centroid
from core.well_locations
where (status is null or status not in ('permitted', 'cancelled')) and (
  (select ops.sees_everything())
  or (prodview_flownet_id, prodview_unit_id) in (select flownet, unit from ops.visible_units()));
