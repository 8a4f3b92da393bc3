-- A second wall: the gateway says on its connection what its viewer may see, and the database shows it no other rows,
-- whatever condition a statement of the gateway lacks. Settings of a session:
--   wellgraph.scope       everything, keys or nothing; unset is nothing
--   wellgraph.units, wellgraph.facilities, wellgraph.routes
--                         JSON lists of [id, flow network], for the scope keys
-- Map software, dbt and loads are not behind the wall. It keeps a statement from showing too much by mistake, not a role
-- from its own settings. So the views carry their condition without being security barriers: a barrier would keep the
-- indexes from conditions on shapes, whose operators PostgreSQL does not trust.

-- Whether this role is the gateway's: by name, or as a login that has its rights and no wider ones.
create function ops.is_gateway() returns boolean language sql stable
begin atomic
  select current_user = 'wellgraph_gateway' or (
    pg_has_role(current_user, 'wellgraph_gateway', 'usage')
    and not pg_has_role(current_user, 'role_gis_ro', 'usage')
    and not pg_has_role(current_user, 'role_dbt', 'usage'));
end;

create function ops.sees_everything() returns boolean language sql stable
begin atomic
  select coalesce(current_setting('wellgraph.scope', true), '') = 'everything' or not ops.is_gateway();
end;

-- The keys of one of the settings; none unless the scope is made of keys.
create function ops.scope_keys(setting text) returns json language sql stable
begin atomic
  select case
    when current_setting('wellgraph.scope', true) = 'keys' then coalesce(nullif(current_setting(setting, true), ''), '[]')::json
    else '[]'::json
  end;
end;

-- For conditions on many rows: `(select ops.sees_everything()) or (network, unit) in (select flownet, unit from
-- ops.visible_units())` is worked out once a statement and looked up for each row.
create function ops.visible_units() returns table (flownet text, unit text) language sql stable
begin atomic
  select key ->> 1, key ->> 0 from json_array_elements(ops.scope_keys('wellgraph.units')) key;
end;
create function ops.visible_facilities() returns table (flownet text, facility text) language sql stable
begin atomic
  select key ->> 1, key ->> 0 from json_array_elements(ops.scope_keys('wellgraph.facilities')) key;
end;
create function ops.visible_routes() returns table (flownet text, route text) language sql stable
begin atomic
  select key ->> 1, key ->> 0 from json_array_elements(ops.scope_keys('wellgraph.routes')) key;
end;

-- For one row at a time: each call reads the list.
create function ops.sees_unit(flownet text, unit text) returns boolean language sql stable
begin atomic
  select ops.sees_everything() or exists (
    select from ops.visible_units() seen where seen.flownet = sees_unit.flownet and seen.unit = sees_unit.unit);
end;
create function ops.sees_facility(flownet text, facility text) returns boolean language sql stable
begin atomic
  select ops.sees_everything() or exists (
    select from ops.visible_facilities() seen
    where seen.flownet = sees_facility.flownet and seen.facility = sees_facility.facility);
end;

-- Puts a table behind the wall, for reading and writing alike: its rows are those of a unit or a facility that is visible.
-- Give the names of the columns. Its owner stays in front of the wall, so the gateway must not own it.
create function ops.keep_to_scope(
  layer regclass, flownet text, units text[] default '{}', facilities text[] default '{}', otherwise text default null
) returns void language plpgsql as $$
declare
  ways text[] := array['(select ops.sees_everything())'];
  id text;
begin
  if cardinality(units || facilities) = 0 then
    raise exception '% names neither a unit nor a facility', layer;
  end if;
  foreach id in array units loop
    ways := ways || format('(%I, %I) in (select flownet, unit from ops.visible_units())', flownet, id);
  end loop;
  foreach id in array facilities loop
    ways := ways || format('(%I, %I) in (select flownet, facility from ops.visible_facilities())', flownet, id);
  end loop;
  if otherwise is not null then
    ways := ways || otherwise;
  end if;
  execute format('alter table %s enable row level security', layer);
  execute format('drop policy if exists in_scope on %s', layer);
  execute format('create policy in_scope on %s using (%2$s) with check (%2$s)', layer, array_to_string(ways, ' or '));
end
$$;
revoke execute on function ops.keep_to_scope from public;

-- The views, as they were, with their condition: whose each row is, as the schema of the graph says.
create or replace view marts.facility_sites_public as
select id::text as id, source, source_id, name, site_type, kind, status, capacity_m3_per_day, operator, basin, state,
  water_depth_m, start_date, prodview_flownet_id, prodview_facility_id, api_10, updated_at, geom
from core.facility_sites
where status in ('active', 'under_construction', 'retired') and (
  (select ops.sees_everything())
  or (prodview_flownet_id, prodview_facility_id) in (select flownet, facility from ops.visible_facilities()));

create or replace view marts.pipelines_public as
select id::text as id, source, source_id, name, status, commodity, diameter_in, length_m, max_pressure_psi, operator,
  basin, state, installed_date, from_name, to_name, prodview_flownet_id, from_facility_id, to_facility_id,
  prodview_connection_id, updated_at, geom,
  ST_Length(geom::geography) / 1000 as length_km, ST_PointOnSurface(geom) as centroid
from core.pipelines
where status <> 'proposed' and (
  (select ops.sees_everything())
  or (prodview_flownet_id, from_facility_id) in (select flownet, facility from ops.visible_facilities())
  or (prodview_flownet_id, to_facility_id) in (select flownet, facility from ops.visible_facilities()));

create or replace view marts.well_locations_public as
select id::text as id, source, source_id, name, status, operator, basin, state, field_name, water_depth_m, api_10,
  prodview_flownet_id, prodview_unit_id, updated_at, geom
from core.well_locations
where (status is null or status not in ('permitted', 'cancelled')) and (
  (select ops.sees_everything())
  or (prodview_flownet_id, prodview_unit_id) in (select flownet, unit from ops.visible_units()));

-- The well decides: an area is visible with any well in it that is.
create or replace view marts.field_wells_public as
select area.id::text as field_area_id, well.id as well_location_id, well.prodview_flownet_id, well.prodview_unit_id
from core.field_areas area
join marts.well_locations_public well on ST_Intersects(area.geom, well.geom)
where area.status <> 'relinquished';

create or replace view marts.field_areas_public as
select id::text as id, source, source_id, name, area_type, status, hydrocarbons, discovery_year, operator, basin, state,
  prodview_flownet_id, prodview_unit_id, prodview_route_id, updated_at, geom,
  ST_Area(geom::geography) / 1000000 as area_km2, ST_PointOnSurface(geom) as centroid
from core.field_areas
where status <> 'relinquished' and (
  (select ops.sees_everything())
  or (prodview_flownet_id, prodview_unit_id) in (select flownet, unit from ops.visible_units())
  or (prodview_flownet_id, prodview_route_id) in (select flownet, route from ops.visible_routes())
  or id::text in (select field_area_id from marts.field_wells_public));

-- The same on the tables, for views that others than their owner make over them.
select ops.keep_to_scope('core.facility_sites', 'prodview_flownet_id', facilities => '{prodview_facility_id}');
select ops.keep_to_scope('core.pipelines', 'prodview_flownet_id', facilities => '{from_facility_id,to_facility_id}');
select ops.keep_to_scope('core.well_locations', 'prodview_flownet_id', '{prodview_unit_id}');
select ops.keep_to_scope('core.field_areas', 'prodview_flownet_id', '{prodview_unit_id}', otherwise =>
  '(prodview_flownet_id, prodview_route_id) in (select flownet, route from ops.visible_routes())'
  ' or id::text in (select field_area_id from marts.field_wells_public)');
grant usage on schema ops to wellgraph_gateway;
