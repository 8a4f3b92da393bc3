import { expect, test } from 'vitest';
import { type Layer, loadFeatures } from '../../src/database/load-layers.js';
import type { Engine } from '../support/postgres.js';

const WELL = { type: 'Point', coordinates: [5, 60] };
const feature = (source_id: string, geometry: unknown, some: object = {}) =>
  JSON.stringify({ type: 'Feature', properties: { source: 'test', source_id, name: source_id, ...some }, geometry });
const site = (source_id: string, geometry: unknown, some: object = {}) =>
  feature(source_id, geometry, { site_type: 'DSP', status: 'active', ...some });
const area = (source_id: string, ring: number[][]) =>
  feature(source_id, { type: 'Polygon', coordinates: [ring] }, { area_type: 'lease', status: 'producing' });

const CROSSING = [
  [0, 0],
  [1, 1],
  [1, 0],
  [0, 1],
  [0, 0],
];
const UNCLOSED = [
  [0, 0],
  [0, 1],
  [1, 1],
  [1, 0],
];
/** A square with a small one at its corner: the outline touches itself at a point. */
const TOUCHING = [
  [0, 0],
  [1, 0],
  [1, 1],
  [1.001, 1],
  [1.001, 1.001],
  [1, 1.001],
  [1, 1],
  [0, 1],
  [0, 0],
];

/** What a load takes, what it refuses, and what it writes down about both. */
export function loadingContract(engine: () => Engine): void {
  const load = (layer: Layer, lines: string[], repair = false) =>
    engine().asOwner(async (client) => {
      const counts = await loadFeatures(client, 'a test', layer, lines, repair);
      const run = await client.query('select * from ops.run_log order by started_at desc limit 1');
      const rejected = await client.query(
        'select source_id, reason, row from staging.rejected_rows where load_batch_id = $1 order by id',
        [run.rows[0].id],
      );
      const kept = await client.query(
        `select source_id, id, updated_at, ST_AsText(geom) as geom from core.${layer} where load_batch_id = $1 order by 1`,
        [run.rows[0].id],
      );
      return { counts, run: run.rows[0], rejected: rejected.rows, kept: kept.rows };
    });

  test.each<[string, Layer, string, RegExp]>([
    [
      'a latitude of 95',
      'facility_sites',
      site('bad', { type: 'Point', coordinates: [5, 95] }),
      /latitude is outside -90 to 90: 95/,
    ],
    [
      'a longitude of -181',
      'facility_sites',
      site('bad', { type: 'Point', coordinates: [-181, 5] }),
      /longitude is outside/,
    ],
    [
      'a coordinate that is a text',
      'facility_sites',
      site('bad', { type: 'Point', coordinates: ['5', 60] }),
      /not a number/,
    ],
    ['NaN', 'facility_sites', site('bad', WELL).replace('[5,60]', '[NaN,60]'), /json/],
    ['an infinite longitude', 'facility_sites', site('bad', WELL).replace('[5,60]', '[Infinity,60]'), /json/],
    [
      'a longitude beyond every number',
      'facility_sites',
      site('bad', WELL).replace('[5,60]', '[1e999,60]'),
      /longitude is outside|number|range/,
    ],
    [
      'more corners than any map shows',
      'field_areas',
      area('bad', [...Array.from({ length: 100_001 }, (_, index) => [index / 1e6, (index % 2) / 1e3]), [0, 0]]),
      /has 100002 corners; 100000 are the most/,
    ],
    [
      'another reference system',
      'facility_sites',
      site('bad', { ...WELL, crs: { type: 'name', properties: { name: 'EPSG:25832' } } }),
      /EPSG:25832, not/,
    ],
    ['no geometry', 'facility_sites', site('bad', null), /no geometry/],
    ['an empty geometry', 'facility_sites', site('bad', { type: 'Point', coordinates: [] }), /./],
    [
      'a line for a point',
      'facility_sites',
      site('bad', {
        type: 'LineString',
        coordinates: [
          [5, 60],
          [6, 60],
        ],
      }),
      /type/,
    ],
    ['a polygon that crosses itself', 'field_areas', area('bad', CROSSING), /not valid: Self-intersection/],
    [
      'a ring that does not close',
      'field_areas',
      area('bad', UNCLOSED),
      /ring does not close: it begins at \[0, 0\] and ends at \[1, 0\]/,
    ],
    [
      'a ring of three positions',
      'field_areas',
      area('bad', [
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      /fewer than four/,
    ],
    ['a status that there is not', 'facility_sites', site('bad', WELL, { status: 'lost' }), /facility_sites_status/],
    ['no name', 'facility_sites', site('bad', WELL, { name: null }), /null value in column "name"/],
    ['a column that there is not', 'facility_sites', site('bad', WELL, { capacity: 5 }), /no column capacity/],
    ['a capacity that is no number', 'facility_sites', site('bad', WELL, { capacity_m3_per_day: 'much' }), /numeric/],
    ['what is no JSON', 'facility_sites', '{"type": "Feat', /json/],
    [
      'JSON nested without end',
      'facility_sites',
      site('bad', WELL).replace('[5,60]', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      /stack depth/,
    ],
  ])('a row with %s is set aside with the reason, the others are kept', async (_, layer, bad, reason) => {
    const good =
      layer === 'field_areas'
        ? area('good', [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ])
        : site('good', WELL);
    const { counts, run, rejected, kept } = await load(layer, [good, bad, good.replaceAll('good', 'better')]);
    expect(counts).toEqual({ loaded: 2, repaired: 0, rejected: 1 });
    expect(run).toMatchObject({ status: 'succeeded', rows_read: '3', rows_loaded: '2', rows_rejected: '1' });
    expect(rejected).toEqual([expect.objectContaining({ reason: expect.stringMatching(reason), row: bad })]);
    expect(kept.map(({ source_id }) => source_id)).toEqual(['better', 'good']);
  });

  test('an outline that touches itself is mended where that is asked, one that crosses itself is not', async () => {
    const { counts, rejected, kept } = await load(
      'field_areas',
      [area('touching', TOUCHING), area('crossing', CROSSING)],
      true,
    );
    expect(counts).toEqual({ loaded: 1, repaired: 1, rejected: 1 });
    expect(rejected).toEqual([
      { source_id: 'crossing', reason: expect.stringMatching(/would change it/), row: expect.any(String) },
    ]);
    expect(kept[0].geom).toMatch(/^MULTIPOLYGON\(\(\(.*\)\),\(\(.*\)\)\)$/);
    expect((await load('field_areas', [area('touching', TOUCHING)])).counts.rejected).toBe(1);
  });

  test('a row that comes again keeps its id and takes the new values, and a third dimension is left out', async () => {
    const [first] = (await load('facility_sites', [site('again', WELL)])).kept;
    const [second] = (await load('facility_sites', [site('again', { type: 'Point', coordinates: [6, 61, 100] })])).kept;
    expect(second).toMatchObject({ id: first.id, geom: 'POINT(6 61)' });
    expect(second.updated_at.getTime()).toBeGreaterThan(first.updated_at.getTime());
  });

  test('a load that breaks off loads nothing and says so in the log', async () => {
    async function* broken() {
      yield* Array.from({ length: 600 }, (_, index) => site(`broken ${index}`, WELL));
      throw new Error('the file ends in the middle');
    }
    const [run, count] = await engine().asOwner(async (client) => {
      await expect(loadFeatures(client, 'a test', 'facility_sites', broken())).rejects.toThrow('in the middle');
      return [
        (await client.query('select * from ops.run_log order by started_at desc limit 1')).rows[0],
        (await client.query("select count(*)::int from core.facility_sites where source_id like 'broken%'")).rows[0],
      ];
    });
    expect(run).toMatchObject({ status: 'failed', message: 'the file ends in the middle', rows_loaded: '0' });
    expect(count).toEqual({ count: 0 });
  });

  test('a layer that there is not is an error of the load, not of its rows', async () => {
    await expect(load('wells; drop table core.pipelines' as Layer, [site('x', WELL)])).rejects.toThrow(
      'There is no layer',
    );
  });
}
