import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/** By layer: the view, the columns that its features have, written by hand, and its type in the graph. */
const LAYERS: Readonly<Record<string, readonly [view: string, columns: string, type: string]>> = {
  wellLocations: [
    'well_locations_public',
    `id, source, source_id, name, status, operator, basin, state, field_name, water_depth_m::float8, api_10,
     prodview_flownet_id, prodview_unit_id, updated_at::text`,
    'WellLocation',
  ],
  facilitySites: [
    'facility_sites_public',
    `id, source, source_id, name, site_type, kind, status, capacity_m3_per_day::float8, operator, basin, state,
     water_depth_m::float8, start_date::text, prodview_flownet_id, prodview_facility_id, api_10, updated_at::text`,
    'FacilitySite',
  ],
  pipelines: [
    'pipelines_public',
    `id, source, source_id, name, status, commodity, diameter_in::float8, length_m::float8, length_km,
     max_pressure_psi::float8, operator, basin, state, installed_date::text, from_name, to_name, prodview_flownet_id,
     from_facility_id, to_facility_id, prodview_connection_id, updated_at::text`,
    'Pipeline',
  ],
  fields: [
    'field_areas_public',
    `id, source, source_id, name, area_type, status, hydrocarbons, discovery_year, operator, basin, state,
     prodview_flownet_id, prodview_unit_id, prodview_route_id, area_km2, updated_at::text`,
    'FieldArea',
  ],
};

/** As PostGIS's own manual writes a tile; `ids` adds the graph's, so that a tile holds what the gateway's does. */
const tileSql = (layer: string, ids: boolean) => {
  const [view, own, type] = LAYERS[layer] ?? ['', '', ''];
  const id = `rtrim(replace(encode(convert_to('["${type}","' || id || '"]', 'UTF8'), 'base64'), E'\\n', ''), '=') as global_id`;
  const columns = ids ? `${own}, ${id}` : own;
  return `select ST_AsMVT(tile.*, '${layer}', 4096, 'shape') as tile from (
    select ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($1, $2, $3), 4096, 64) as shape, ${columns}
    from marts.${view}
    where geom && ST_Transform(ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096), 4326)) tile`;
};

const ITEMS = `select ST_AsGeoJSON(geom, 7) as geometry, ${LAYERS.wellLocations?.[1]}
  from marts.well_locations_public where ST_Intersects(geom, ST_MakeEnvelope($1, $2, $3, $4, 4326)) limit 10000`;

/** Hand-written statements behind a bare HTTP server: no scope, no filters, no ETag, no ids but the tables' own. */
export async function rawServer(connectionString: string) {
  const pool = new pg.Pool({ connectionString, max: 4, options: '-c jit=off' });
  const answer = async (path: string): Promise<Buffer | string> => {
    const [, layer, z, x, y, ids] = /^\/tiles\/(\w+)\/(\d+)\/(\d+)\/(\d+)\.mvt(\?ids)?$/.exec(path) ?? [];
    if (layer) return (await pool.query(tileSql(layer, ids !== undefined), [z, x, y])).rows[0].tile;
    const { rows } = await pool.query(ITEMS, path.slice(path.indexOf('=') + 1).split(','));
    const features = rows.map(({ geometry, id, ...properties }) => {
      return `{"type":"Feature","id":"${id}","geometry":${geometry},"properties":${JSON.stringify(properties)}}`;
    });
    return `{"type":"FeatureCollection","features":[${features.join(',')}]}`;
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '').then(
      (body) => response.end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await pool.end();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
