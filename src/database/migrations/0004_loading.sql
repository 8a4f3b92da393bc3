-- The geometry of a GeoJSON feature. PostGIS itself takes rings that do not close and coordinates that are nowhere, so
-- both are refused here, in words that tell the sender what is wrong.
create function staging.geometry_of(feature jsonb) returns geometry language plpgsql as $$
declare
  shape jsonb := feature -> 'geometry';
  crs text := coalesce(shape #>> '{crs,properties,name}', feature #>> '{crs,properties,name}');
  rings jsonpath := case shape ->> 'type' when 'Polygon' then 'strict $[*]' when 'MultiPolygon' then 'strict $[*][*]' end;
  ring jsonb;
  found geometry;
begin
  if jsonb_typeof(shape) is distinct from 'object' then
    raise exception 'There is no geometry';
  end if;
  if crs !~ '(CRS84|EPSG:+4326)$' then
    raise exception 'The coordinates are in %, not in longitude and latitude on WGS 84', crs;
  end if;
  if jsonb_path_exists(shape -> 'coordinates', 'strict $.** ? (@.type() != "number" && @.type() != "array")') then
    raise exception 'A coordinate is not a number';
  end if;
  for ring in select jsonb_path_query(shape -> 'coordinates', rings) where rings is not null loop
    if jsonb_array_length(ring) < 4 then
      raise exception 'A ring has fewer than four positions';
    elsif ring -> 0 <> ring -> -1 then
      raise exception 'A ring does not close: it begins at % and ends at %', ring -> 0, ring -> -1;
    end if;
  end loop;
  found := ST_Force2D(ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326));
  if ST_IsEmpty(found) then
    raise exception 'The geometry is empty';
  elsif not (ST_XMin(found) >= -180 and ST_XMax(found) <= 180) then
    raise exception 'A longitude is outside -180 to 180: % to %', ST_XMin(found), ST_XMax(found);
  elsif not (ST_YMin(found) >= -90 and ST_YMax(found) <= 90) then
    raise exception 'A latitude is outside -90 to 90: % to %', ST_YMin(found), ST_YMax(found);
  end if;
  return found;
end
$$;

-- The polygon as a valid one, where that changes no more than a ten-thousandth of its area.
create function staging.repaired(polygon geometry) returns geometry language plpgsql as $$
declare
  fixed geometry := ST_CollectionExtract(ST_MakeValid(polygon), 3);
begin
  if ST_IsEmpty(fixed) or abs(ST_Area(fixed) - ST_Area(polygon)) > ST_Area(polygon) / 10000 then
    raise exception 'The geometry is not valid, and mending it would change it: %', ST_IsValidReason(polygon);
  end if;
  return fixed;
end
$$;

-- Loads GeoJSON features, one a text, into a table of core: properties are its columns, the feature's own id is the
-- row's where it has one. A row that is there already, by source and source_id, is overwritten. A row that cannot be
-- taken goes to staging.rejected_rows with the reason and keeps no other row from being loaded.
create function staging.load_features(layer text, batch uuid, features text[], repair boolean default false)
returns table (loaded bigint, repaired bigint, rejected bigint) language plpgsql as $$
declare
  own constant text[] := array['id', 'created_at', 'updated_at', 'load_batch_id', 'geom'];
  given text[];
  upsert text;
  line text;
  feature jsonb;
  stranger text;
  shape geometry;
  mended boolean;
begin
  if layer not in ('facility_sites', 'pipelines', 'well_locations', 'field_areas') then
    raise exception 'There is no layer %', layer;
  end if;
  select array_agg(attname::text order by attnum) into given from pg_attribute
  where attrelid = format('core.%I', layer)::regclass and attnum > 0 and not attisdropped and attname <> all (own);
  select format(
    'insert into core.%1$I (id, load_batch_id, geom, %2$s) '
    'select coalesce(new.id, gen_random_uuid()), new.load_batch_id, new.geom, %3$s '
    'from jsonb_populate_record(null::core.%1$I, $1) new on conflict (source, source_id) do update '
    'set load_batch_id = excluded.load_batch_id, geom = excluded.geom, %4$s',
    layer,
    string_agg(format('%I', name), ', '),
    string_agg(format('new.%I', name), ', '),
    string_agg(format('%1$I = excluded.%1$I', name), ', ')
  ) into upsert from unnest(given) name;
  loaded := 0;
  repaired := 0;
  rejected := 0;
  foreach line in array features loop
    feature := null;
    begin
      feature := line::jsonb;
      if jsonb_typeof(feature -> 'properties') is distinct from 'object' then
        raise exception 'The row is not a GeoJSON feature with properties';
      end if;
      select key into stranger from jsonb_object_keys(feature -> 'properties') key where key <> all (given) limit 1;
      if found then
        raise exception 'core.% has no column % to load', layer, stranger;
      end if;
      shape := staging.geometry_of(feature);
      if layer = 'field_areas' then
        shape := ST_Multi(shape);
      end if;
      mended := not ST_IsValid(shape);
      if mended and repair and ST_Dimension(shape) = 2 then
        shape := ST_Multi(staging.repaired(shape));
      elsif mended then
        raise exception 'The geometry is not valid: %', ST_IsValidReason(shape);
      end if;
      execute upsert using feature -> 'properties'
        || jsonb_build_object('id', feature ->> 'id', 'load_batch_id', batch, 'geom', shape::text);
      loaded := loaded + 1;
      repaired := repaired + mended::int;
    -- Shapes that PostGIS cannot read arrive as XX000, values that a column refuses as 22 or 23.
    exception when sqlstate 'P0001' or internal_error or data_exception or integrity_constraint_violation or program_limit_exceeded then
      insert into staging.rejected_rows (load_batch_id, layer, source_id, reason, row)
      values (batch, load_features.layer, feature #>> '{properties,source_id}', sqlerrm, line);
      rejected := rejected + 1;
    end;
  end loop;
  update ops.run_log log set
    rows_read = log.rows_read + cardinality(features),
    rows_loaded = log.rows_loaded + load_features.loaded,
    rows_repaired = log.rows_repaired + load_features.repaired,
    rows_rejected = log.rows_rejected + load_features.rejected
  where log.id = batch;
  return next;
end
$$;
