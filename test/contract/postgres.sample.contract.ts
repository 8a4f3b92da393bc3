import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import { LAYERS, type Layer, type Loaded, loadFolder } from '../../src/database/load-layers.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import type { Column } from '../../src/sources/row-source.js';
import type { Engine } from '../support/postgres.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Values of a column of a view of the ProdView sample. */
async function prodview(view: string, column: string): Promise<Set<unknown>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const path = pathOf(`../../sample/prodview/stg_prodview__${view}.parquet`);
  const rows = (await connection.runAndReadAll(`select distinct ${column} from read_parquet('${path}')`)).getRows();
  return new Set(rows.map(([value]) => value));
}

/** The sample as it is loaded: how much of it there is, and that what it points at is in the ProdView sample. */
export function sampleContract(engine: () => Engine): void {
  let loaded: ReadonlyMap<Layer, Loaded>;
  const rowsOf = (text: string) => engine().asOwner(async (client) => (await client.query(text)).rows);
  beforeAll(async () => {
    loaded = await engine().asOwner(async (client) => {
      await client.query(`truncate ${LAYERS.map((layer) => `core.${layer}`).join(', ')}`);
      return loadFolder(client, pathOf('../../sample/gis'));
    });
  });

  test('all published features are loaded; four outlines are mended', () => {
    expect(Object.fromEntries(loaded)).toEqual({
      facility_sites: { loaded: 1022, repaired: 0, rejected: 0 },
      pipelines: { loaded: 298, repaired: 0, rejected: 0 },
      well_locations: { loaded: 7130, repaired: 0, rejected: 0 },
      field_areas: { loaded: 106, repaired: 4, rejected: 0 },
    });
  });

  test('marts leave out what is only planned, proposed, permitted or was never drilled', async () => {
    const counts = LAYERS.map((layer) => `(select count(*)::int from marts.${layer}_public) as ${layer}`);
    expect(await rowsOf(`select ${counts.join(', ')}`)).toEqual([
      { facility_sites: 957, pipelines: 249, well_locations: 7004, field_areas: 106 },
    ]);
    const states = await rowsOf('select distinct status from marts.pipelines_public order by 1');
    expect(states.map(({ status }) => status)).toEqual([
      'abandoned',
      'abandonment_proposed',
      'active',
      'decommissioned',
      'out_of_service',
      'removal_proposed',
      'removed',
    ]);
  });

  test.each<[Layer, string, string, string, number]>([
    ['facility_sites', 'prodview_facility_id', 'facilities', 'id_rec', 1022],
    ['facility_sites', 'api_10', 'units', 'api_10', 161],
    ['pipelines', 'from_facility_id', 'facilities', 'id_rec', 287],
    ['pipelines', 'to_facility_id', 'facilities', 'id_rec', 291],
    ['well_locations', 'prodview_unit_id', 'units', 'id_rec', 7130],
    ['well_locations', 'api_10', 'units', 'api_10', 2312],
    ['field_areas', 'prodview_unit_id', 'units', 'id_rec', 106],
    ['field_areas', 'prodview_route_id', 'routes', 'id_rec', 106],
  ])('%s.%s leads to a row of %s', async (layer, column, view, key, filled) => {
    const known = await prodview(view, key);
    const rows = await rowsOf(`select ${column} as value from core.${layer} where ${column} is not null`);
    expect(rows.filter(({ value }) => !known.has(value))).toEqual([]);
    expect(rows).toHaveLength(filled);
  });

  test('a well stands within its field', async () => {
    const [count] = await rowsOf(`select count(*)::int from marts.field_wells_public pair
      join marts.well_locations_public well on well.id = pair.well_location_id
      join marts.field_areas_public area on area.id = pair.field_area_id
      where well.field_name = area.name`);
    expect(count?.count).toBeGreaterThan(3000);
  });

  test.each([
    [
      'a box',
      'facility_sites_public',
      'ST_Intersects(geom, ST_MakeEnvelope(2, 60, 2.1, 60.1, 4326))',
      'facility_sites_geom',
    ],
    [
      'metres around a point',
      'well_locations_public',
      "ST_DWithin(geom::geography, 'POINT(2.8 60.4)', 500)",
      'well_locations_geography',
    ],
    ['an id', 'pipelines_public', "cast(id as text) = any('{a,b}')", 'pipelines_id_text'],
  ])('%s is found by an index', async (_, view, condition, index) => {
    const plan = await rowsOf(`explain select * from marts.${view} where ${condition}`);
    expect(JSON.stringify(plan)).toContain(index);
  });

  test('the gateway reads them as rows of a source, in the promised forms', async () => {
    const source = postgresSource(engine().open({ role: 'wellgraph_gateway' }), 'GIS');
    const column = (name: string, kind: Column['kind'] = 'text') => ({ name, kind });
    const facility = column('prodview_facility_id');
    const columns = [
      column('name'),
      column('start_date', 'date'),
      column('water_depth_m', 'float'),
      column('updated_at', 'instant'),
    ];
    const keys = { columns: [facility], tuples: [['NO-F-271273'], ['NO-F-271245'], ['nowhere']] };
    const order = [{ column: facility, descending: false }];
    const scope = { kind: 'everything' } as const;
    const rows = await source.select({
      label: 'sites',
      view: 'facility_sites_public',
      scope,
      rowLimit: 10,
      columns,
      keys,
      order,
    });
    const updated_at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect(rows).toEqual([
      {
        prodview_facility_id: 'NO-F-271245',
        name: 'OSEBERG A',
        start_date: '1988-12-01',
        water_depth_m: 109,
        updated_at,
      },
      {
        prodview_facility_id: 'NO-F-271273',
        name: 'STATFJORD A',
        start_date: '1979-11-24',
        water_depth_m: 145,
        updated_at,
      },
    ]);
    await source.close();
  });
}
