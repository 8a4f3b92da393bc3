-- The columns that every table of core has: id, source and source_id (unique together), created_at, updated_at,
-- load_batch_id. Geometry has no third dimension: the type refuses one.
create function core.keep_times() returns trigger language plpgsql as $$
begin
  new.id := old.id;
  new.created_at := old.created_at;
  new.updated_at := clock_timestamp();
  return new;
end
$$;

create table core.facility_sites (
  id uuid primary key default gen_random_uuid(),
  source text not null check (source <> ''),
  source_id text not null check (source_id <> ''),
  name text not null check (btrim(name) <> ''),
  site_type text not null check (site_type in (
    'DSP', 'TRE', 'YARD', 'OFFICE', 'CHEM', 'PLATFORM', 'BATTERY', 'COMPRESSOR', 'SWD', 'PLANT', 'SUBSEA')),
  kind text,
  status text not null check (status in ('active', 'planned', 'under_construction', 'retired')),
  source_status text,
  capacity_m3_per_day numeric check (capacity_m3_per_day >= 0 and capacity_m3_per_day < 'infinity'),
  operator text,
  basin text,
  state text,
  water_depth_m numeric,
  start_date date,
  prodview_flownet_id text,
  prodview_facility_id text,
  api_10 text,
  geom geometry(Point, 4326) not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  load_batch_id uuid references ops.run_log,
  constraint facility_sites_source unique (source, source_id),
  constraint facility_sites_geom_srid check (ST_SRID(geom) = 4326),
  constraint facility_sites_geom_valid check (ST_IsValid(geom) and not ST_IsEmpty(geom)),
  constraint facility_sites_geom_on_earth check (ST_X(geom) between -180 and 180 and ST_Y(geom) between -90 and 90)
);

create table core.pipelines (
  id uuid primary key default gen_random_uuid(),
  source text not null check (source <> ''),
  source_id text not null check (source_id <> ''),
  name text not null check (btrim(name) <> ''),
  status text not null check (status in (
    'proposed', 'approved', 'under_construction', 'active',
    'out_of_service', 'decommissioned', 'abandonment_proposed', 'removal_proposed', 'abandoned', 'removed')),
  source_status text,
  commodity text check (commodity in (
    'water', 'oil', 'gas', 'produced_water', 'recycle', 'condensate',
    'bulk_oil', 'bulk_gas', 'lift_gas', 'umbilical', 'service', 'casing', 'other')),
  source_product text,
  diameter_in numeric check (diameter_in > 0 and diameter_in < 'infinity'),
  length_m numeric check (length_m >= 0 and length_m < 'infinity'),
  max_pressure_psi numeric,
  operator text,
  basin text,
  state text,
  installed_date date,
  from_name text,
  to_name text,
  prodview_flownet_id text,
  from_facility_id text,
  to_facility_id text,
  prodview_connection_id text,
  geom geometry(Geometry, 4326) not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  load_batch_id uuid references ops.run_log,
  constraint pipelines_source unique (source, source_id),
  constraint pipelines_geom_is_line check (GeometryType(geom) in ('LINESTRING', 'MULTILINESTRING')),
  constraint pipelines_geom_srid check (ST_SRID(geom) = 4326),
  constraint pipelines_geom_valid check (ST_IsValid(geom) and not ST_IsEmpty(geom)),
  constraint pipelines_geom_on_earth check (
    ST_XMin(geom) >= -180 and ST_XMax(geom) <= 180 and ST_YMin(geom) >= -90 and ST_YMax(geom) <= 90)
);

create table core.well_locations (
  id uuid primary key default gen_random_uuid(),
  source text not null check (source <> ''),
  source_id text not null check (source_id <> ''),
  name text not null check (btrim(name) <> ''),
  status text check (status in (
    'permitted', 'drilling', 'completed', 'producing', 'injecting', 'shut_in', 'suspended',
    'temporarily_abandoned', 'plugged', 'abandoned', 'sidetracked', 'cancelled')),
  source_status text,
  operator text,
  basin text,
  state text,
  field_name text,
  water_depth_m numeric,
  api_10 text check (api_10 ~ '^[0-9]{10}$'),
  prodview_flownet_id text,
  prodview_unit_id text,
  geom geometry(Point, 4326) not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  load_batch_id uuid references ops.run_log,
  constraint well_locations_source unique (source, source_id),
  constraint well_locations_geom_srid check (ST_SRID(geom) = 4326),
  constraint well_locations_geom_valid check (ST_IsValid(geom) and not ST_IsEmpty(geom)),
  constraint well_locations_geom_on_earth check (ST_X(geom) between -180 and 180 and ST_Y(geom) between -90 and 90)
);

create table core.field_areas (
  id uuid primary key default gen_random_uuid(),
  source text not null check (source <> ''),
  source_id text not null check (source_id <> ''),
  name text not null check (btrim(name) <> ''),
  area_type text not null check (area_type in ('field', 'lease')),
  status text not null check (status in ('approved', 'producing', 'shut_down', 'relinquished')),
  source_status text,
  hydrocarbons text,
  discovery_year integer,
  operator text,
  basin text,
  state text,
  prodview_flownet_id text,
  prodview_unit_id text,
  prodview_route_id text,
  geom geometry(MultiPolygon, 4326) not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  load_batch_id uuid references ops.run_log,
  constraint field_areas_source unique (source, source_id),
  constraint field_areas_geom_srid check (ST_SRID(geom) = 4326),
  constraint field_areas_geom_valid check (ST_IsValid(geom) and not ST_IsEmpty(geom)),
  constraint field_areas_geom_on_earth check (
    ST_XMin(geom) >= -180 and ST_XMax(geom) <= 180 and ST_YMin(geom) >= -90 and ST_YMax(geom) <= 90)
);

-- On every table: the trigger, boxes in degrees, distances on the ellipsoid, and the id as the text that marts show.
do $$
declare
  layer text;
begin
  foreach layer in array array['facility_sites', 'pipelines', 'well_locations', 'field_areas'] loop
    execute format('create trigger keep_times before update on core.%I for each row execute function core.keep_times()', layer);
    execute format('create index %I on core.%I using gist (geom)', layer || '_geom', layer);
    execute format('create index %I on core.%I using gist ((geom::geography))', layer || '_geography', layer);
    execute format('create unique index %I on core.%I ((id::text))', layer || '_id_text', layer);
    execute format('create index %I on core.%I (load_batch_id)', layer || '_load_batch_id', layer);
    execute format('create index %I on core.%I using brin (created_at)', layer || '_created_at', layer);
  end loop;
end
$$;
create index facility_sites_prodview on core.facility_sites (prodview_facility_id, prodview_flownet_id);
create index pipelines_from on core.pipelines (from_facility_id, prodview_flownet_id);
create index pipelines_to on core.pipelines (to_facility_id, prodview_flownet_id);
create index pipelines_connection on core.pipelines (prodview_connection_id);
create index well_locations_prodview on core.well_locations (prodview_unit_id, prodview_flownet_id);
create index well_locations_api_10 on core.well_locations (api_10);
create index field_areas_prodview on core.field_areas (prodview_unit_id, prodview_flownet_id);
create index field_areas_route on core.field_areas (prodview_route_id);
