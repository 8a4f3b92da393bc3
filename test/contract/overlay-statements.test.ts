import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { SourceUnavailable } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import { ask, openStore } from '../support/execute.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { ALPHA, insertRecord, recordsOf } from '../support/operations.js';
import { ENGINES, type Engine } from '../support/postgres.js';
import { recorded } from '../support/recorded.js';

const [, openEngine] = ENGINES.at(-1) as (typeof ENGINES)[number];
const UNITS = [1, 10, 100];
const stores = new Map<number, Awaited<ReturnType<typeof openStore>>>();
let engine: Engine;
let ops: RowSource;

beforeAll(async () => {
  engine = await openEngine();
  await engine.asOwner(async (client) => {
    await migrate(client);
    for (const [table, row] of recordsOf(ALPHA)) {
      const dated = table === 'daily_production' ? { ...row, production_date: '2024-01-02', oil_volume_bbl: 11 } : row;
      await insertRecord(client, table, dated);
    }
  });
  ops = postgresSource(engine.open({ role: 'wellgraph_gateway' }), 'OPS');
  for (const units of UNITS) stores.set(units, await openStore(writeFolder(aField({ units }))));
}, 180_000);
afterAll(async () => {
  for (const { source } of stores.values()) await source.close();
  await ops?.close();
  await engine?.close();
});

const LISTS = {
  mergedDailyVolumes: 'day oilBbl',
  mergedDowntimes: 'firstDay downtimeHours hoursByDay { day hours }',
  mergedStatuses: 'at status',
  mergedTests: 'at oilRateBblPerDay isValid',
};
const documentOf = (list: string, fields: string) => `query ($units: Int) { completions(first: $units) { nodes {
  idRec ${list}(from: "2024-01-01", to: "2024-01-31") { complete nodes { origin match ${fields} } totals { counts { count both } } } } } }`;
const everything = `{ completions(first: 10) { nodes { ${Object.entries(LISTS)
  .map(
    ([list, fields]) => `${list}(from: "2024-01-01", to: "2024-01-31") { complete nodes { origin match ${fields} } }`,
  )
  .join(' ')} } } }`;
const source = (units: number) => (stores.get(units) as Awaited<ReturnType<typeof openStore>>).source;
const down = (name: string): RowSource => {
  const fails = () => Promise.reject(new SourceUnavailable(name, new Error('down')));
  return { select: fails, aggregate: fails, close: async () => {} };
};

describe.each(Object.entries(LISTS))('%s', (list, fields) => {
  test('is one statement of each store beside that of its parents, for 1, 10 and 100 units', async () => {
    for (const units of UNITS) {
      const [prodview, operations] = [recorded(source(units)), recorded(ops)];
      const answer = await ask(prodview, documentOf(list, fields), { units: 200 }, undefined, undefined, {
        OPS: operations,
      });
      expect(answer.errors).toBeUndefined();
      expect(answer.data.completions.nodes).toHaveLength(units * 2);
      expect([prodview.statements().length, operations.statements().length]).toEqual([2, 1]);
    }
  });
});

test('a facility’s days are one statement of each store, and the record that was synced last counts', async () => {
  const calculated = (id: string, synced: string, oil: number) => ({
    id_flownet: 'N1',
    id_rec: id,
    facility_id: 'F1',
    calculation_date: '2026-06-01 00:00:00',
    produced_hcliq_bbl: oil,
    _fivetran_synced: synced,
  });
  const folder = writeFolder({
    ...aField(),
    stg_prodview__facility_daily_volumes: [
      calculated('A', '2026-06-02T00:00:00Z', 100),
      calculated('B', '2026-06-03T00:00:00Z', 243),
    ],
  });
  const store = await openStore(folder);
  const [prodview, operations] = [recorded(store.source), recorded(ops)];
  const document = `{ facilities { nodes { mergedDailyVolumes(from: "2026-06-01", to: "2026-06-30") { complete
    nodes { day origin match oilBbl openingInventoryBbl dispositionsOilBbl prodview { idRec } operations { connectedWells } } totals { oilBbl counts { count } } } } } }`;
  const { data, errors } = await ask(prodview, document, {}, undefined, undefined, { OPS: operations });
  expect(errors).toBeUndefined();
  expect([prodview.statements().length, operations.statements().length]).toEqual([2, 1]);
  expect(data.facilities.nodes[0].mergedDailyVolumes).toEqual({
    complete: true,
    nodes: [
      {
        day: '2026-06-01',
        origin: 'BOTH',
        match: 'DIFFERS',
        oilBbl: 243,
        openingInventoryBbl: 100,
        dispositionsOilBbl: 190,
        prodview: { idRec: 'B' },
        operations: { connectedWells: 4 },
      },
    ],
    totals: { oilBbl: 243, counts: { count: 1 } },
  });
  await store.source.close();
});

test('readings of meters and tanks are one statement of each store a kind, told apart by their types', async () => {
  const read = (at: string, volume: number) => ({
    id_rec: `${at} ${volume}`,
    tank_id: 'U0tank1',
    flow_network_id: 'N1',
    reading_date: at,
    final_total_fluid_volume_bbl: volume,
  });
  const folder = writeFolder({
    ...aField({ units: 10 }),
    stg_prodview__tank_readings: [read('2026-06-01 06:00:00', 40), read('2026-06-01 12:30:00', 80.5)],
  });
  const store = await openStore(folder);
  const [prodview, operations] = [recorded(store.source), recorded(ops)];
  const list = (fields: string) => `mergedReadings(from: "2026-06-01", to: "2026-06-30") { complete ${fields} }`;
  const document = `{ tanks { nodes { idRec ${list(`nodes { at origin match volumeBbl netVolumeBbl operations { levelTopIn }
      prodview { __typename ... on TankReading { readingDate } } } totals { volumeBbl counts { count both } }`)} } }
    liquidMeters { nodes { ${list('nodes { day }')} } } gasMeters { nodes { ${list('nodes { day }')} } }
    pdGasMeters { nodes { ${list('nodes { day }')} } } }`;
  const { data, errors } = await ask(prodview, document, {}, undefined, undefined, { OPS: operations });
  expect(errors).toBeUndefined();
  const tank = data.tanks.nodes.find(({ idRec }: { idRec: string }) => idRec === 'U0tank1');
  const prodviewAt = (time: string) => ({ __typename: 'TankReading', readingDate: `2026-06-01T${time}` });
  expect(tank.mergedReadings).toEqual({
    complete: true,
    nodes: [
      {
        at: '2026-06-01T12:30:00Z',
        origin: 'BOTH',
        match: 'MATCHED',
        volumeBbl: 80.5,
        netVolumeBbl: 79,
        operations: { levelTopIn: 120 },
        prodview: prodviewAt('12:30:00'),
      },
      {
        at: '2026-06-01T06:00:00Z',
        origin: 'PRODVIEW',
        match: 'ONLY_IN_PRODVIEW',
        volumeBbl: 40,
        netVolumeBbl: null,
        operations: null,
        prodview: prodviewAt('06:00:00'),
      },
    ],
    totals: { volumeBbl: null, counts: { count: 2, both: 1 } },
  });
  for (const kind of ['liquidMeters', 'gasMeters', 'pdGasMeters'])
    for (const meter of data[kind].nodes) expect(meter.mergedReadings.complete).toBe(true);
  await store.source.close();
});

test('readings of a measurement point are those of both stores', async () => {
  const folder = writeFolder({
    ...aField({ units: 2 }),
    stg_prodview__other_measurement_points: [{ id_rec: 'P1', id_rec_parent: 'U0', id_flownet: 'N1' }],
    stg_prodview__other_measurement_point_entries: [
      {
        id_rec: 'E1',
        id_rec_parent: 'P1',
        id_flownet: 'N1',
        measurement_date: '2026-06-01 06:00:00',
        reading_value: 7.5,
      },
      {
        id_rec: 'E2',
        id_rec_parent: 'P1',
        id_flownet: 'N1',
        measurement_date: '2026-06-02 06:00:00',
        reading_value: 9,
      },
    ],
  });
  const readings = recordsOf(ALPHA).find(([table]) => table === 'meter_reading')?.[1];
  const LEFT_OUT = ['volume_uom', 'gross_volume', 'net_volume', 'level_top_in', 'original_values'];
  const row = Object.fromEntries(Object.entries(readings ?? {}).filter(([name]) => !LEFT_OUT.includes(name)));
  for (const [day, reading_end] of [
    [1, 7.5],
    [2, 12],
  ] as const)
    await engine.asOwner((client) =>
      insertRecord(client, 'meter_reading', {
        ...row,
        row_id: `00000000-0000-4000-8000-00000000000${day}`,
        meter_id: 'P1',
        meter_type: 'OTHER',
        read_at: `2026-06-0${day}T12:00:00Z`,
        reading_end,
      }),
    );
  const store = await openStore(folder);
  const [prodview, operations] = [recorded(store.source), recorded(ops)];
  const document = `{ measurementPoints { nodes { mergedReadings(from: "2026-06-01", to: "2026-06-30") { complete nodes {
    day origin match readingEnd prodview { __typename } differences { field operations } } } } } }`;
  const { data, errors } = await ask(prodview, document, {}, undefined, undefined, { OPS: operations });
  expect(errors).toBeUndefined();
  const both = { origin: 'BOTH', prodview: { __typename: 'MeasurementPointEntry' } };
  expect(data.measurementPoints.nodes).toEqual([
    {
      mergedReadings: {
        complete: true,
        nodes: [
          {
            ...both,
            day: '2026-06-02',
            match: 'DIFFERS',
            readingEnd: 9,
            differences: [{ field: 'readingEnd', operations: 12 }],
          },
          { ...both, day: '2026-06-01', match: 'MATCHED', readingEnd: 7.5, differences: [] },
        ],
      },
    },
  ]);
  await store.source.close();
});

describe('a store that does not answer', () => {
  const PRODVIEW = documentOf('mergedDailyVolumes', 'day oilBbl');

  test('is one error, however many parents ask; the rows of the other stay, and nothing is said of how they match', async () => {
    const { data, errors } = await ask(source(10), PRODVIEW, { units: 20 }, undefined, undefined, { OPS: down('OPS') });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'SOURCE_UNAVAILABLE', details: { source: 'OPS' } });
    for (const { mergedDailyVolumes: list } of data.completions.nodes) {
      expect(list.complete).toBe(false);
      expect(list.nodes).toHaveLength(3);
      for (const node of list.nodes) expect(node).toMatchObject({ origin: 'PRODVIEW', match: null });
    }
  });

  test('costs each list its own part', async () => {
    const { data, errors } = await ask(source(10), everything, {}, undefined, undefined, { OPS: down('OPS') });
    expect(errors?.map((error) => error.path?.at(-1)).sort()).toEqual(Object.keys(LISTS).sort());
    for (const list of Object.keys(LISTS)) expect(data.completions.nodes[0][list].complete).toBe(false);
  });

  test('and is not configured at all, is the same', async () => {
    const { data, errors } = await ask(source(1), PRODVIEW);
    expect(errors).toHaveLength(1);
    expect(data.completions.nodes[0].mergedDailyVolumes.nodes).toHaveLength(3);
  });
});

test('lists of one level share a statement of each store', async () => {
  const [prodview, operations] = [recorded(source(10)), recorded(ops)];
  const { data, errors } = await ask(prodview, everything, {}, undefined, undefined, { OPS: operations });
  expect(errors).toBeUndefined();
  expect(prodview.statements()).toHaveLength(2);
  const [first] = data.completions.nodes;
  expect(first.mergedDailyVolumes.nodes).toMatchObject([
    { day: '2024-01-03', origin: 'PRODVIEW' },
    { day: '2024-01-02', origin: 'BOTH', match: 'MATCHED', oilBbl: 11 },
    { day: '2024-01-01', origin: 'PRODVIEW' },
  ]);
  expect(first.mergedTests.nodes).toHaveLength(3);
});
