import { afterEach, beforeEach, expect, test } from 'vitest';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { startOnSnowflake, type WarehouseGateway } from '../support/snowflake/gateway.js';

const DAYS = 'stg_prodview__daily_allocations';
const folder = writeFolder(aField({ units: 3, days: 4 }));

let gateway: WarehouseGateway;
beforeEach(async () => {
  gateway = await startOnSnowflake(folder, { RESIDENT_VIEWS: 'stg_prodview__units' });
});
afterEach(async () => {
  expect(gateway.double.statements.refused).toEqual([]);
  await gateway.close();
});

/** A change of a view that nobody told the gateway of. */
async function change(view: string, sql: string): Promise<void> {
  const connection = await gateway.double.options.warehouse.instance.connect();
  await connection.run(`alter table "WELLS"."STAGING"."${view.toUpperCase()}" ${sql}`);
  connection.closeSync();
  gateway.double.changes.bump(view);
}

const SCHEMA = { code: 'SOURCE_SCHEMA', retryable: false, source: 'PRODVIEW', requestId: expect.any(String) };
const LIST = `{ completions(first: 2) { nodes { idRec dailyAllocations(first: 2) { nodes {
  idRec allocationDate downtimeHours allocated { oilBbl(in: M3) gasMcf } } } } } }`;

test('a column that is gone costs its field alone, with one error for all rows; the rest lives', async () => {
  await change(DAYS, 'drop column "ALLOCATED_OIL_BBL"');
  const { data, errors } = await gateway.ask(LIST);
  expect(errors).toEqual([
    {
      message: 'PRODVIEW lacks a column or view that this field is bound to',
      locations: expect.anything(),
      path: ['completions', 'nodes', 0, 'dailyAllocations', 'nodes', 0, 'allocated', 'oilBbl'],
      extensions: SCHEMA,
    },
  ]);
  const days = (data as any).completions.nodes.flatMap(({ dailyAllocations }: any) => dailyAllocations.nodes);
  expect(days).toHaveLength(4);
  for (const { allocationDate, downtimeHours, allocated } of days)
    expect([allocationDate, downtimeHours, allocated.oilBbl, allocated.gasMcf]).toEqual([
      expect.any(String),
      expect.any(Number),
      null,
      expect.any(Number),
    ]);
  expect(gateway.warehouse.missingColumns()).toEqual({ [DAYS]: ['allocated_oil_bbl'] });
});

test('a column that goes while the gateway runs is found by the statement that fails, and not asked for again', async () => {
  await gateway.ask('{ completions(first: 1) { nodes { dailyAllocations(first: 1) { nodes { idRec } } } } }');
  await expect.poll(() => gateway.double.counts.described).toBe(1);
  await change(DAYS, 'rename column "DOWNTIME_HOURS" to "HOURS_DOWN"');
  for (const described of [2, 2]) {
    gateway.spent();
    const { errors } = await gateway.ask(LIST);
    expect(errors?.map(({ path }) => path?.at(-1))).toEqual(['downtimeHours']);
    expect(gateway.double.counts.described).toBe(described);
  }
});

test.each([
  ['where: { allocated: { oilBbl: { gt: 1 } } }', '{ nodes { idRec } }', 'where.allocated.oilBbl'],
  ['orderBy: [ALLOCATED_OIL_BBL_DESC]', '{ nodes { idRec } }', 'orderBy'],
  ['first: 1', '{ aggregates { sum { allocated { oilBbl } } } }', 'allocated.oilBbl'],
])('what stands on a column that is gone is refused, and names the argument: %s', async (args, fields, argument) => {
  await change(DAYS, 'drop column "ALLOCATED_OIL_BBL"');
  const { data, errors } = await gateway.ask(
    `{ units(first: 1) { nodes { unitName } } completions(first: 1) { nodes { idRec dailyAllocations(${args}) ${fields} } } }`,
  );
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ ...SCHEMA, argument }]);
  expect((data as any).units.nodes).toHaveLength(1);
});

test('where a value may not be null the nearest that may is; what is worked out of the column fails with it', async () => {
  await change('stg_prodview__completions', 'drop column "COMPLETION_NAME"');
  const named = await gateway.ask('{ completions(first: 2) { nodes { idRec completionName } } }');
  expect(named.errors?.map(({ path }) => path)).toEqual([['completions', 'nodes', 0, 'completionName']]);
  expect((named.data as any).completions.nodes).toHaveLength(2);
  const { data, errors } = await gateway.ask('{ completions(first: 2) { nodes { label } } networks { totalCount } }');
  expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
    [['completions', 'nodes', 0, 'label'], SCHEMA],
  ]);
  expect(data).toEqual({ completions: null, networks: { totalCount: expect.any(Number) } });
});

test('of a view that is held in memory the column fails too, and by id', async () => {
  await change('stg_prodview__units', 'drop column "API_10"');
  await expect
    .poll(() => gateway.warehouse.learn().then(gateway.warehouse.missingColumns), { timeout: 20_000, interval: 500 })
    .toEqual({ stg_prodview__units: ['api_10'] });
  const { data, errors } = await gateway.ask('{ units(first: 2) { nodes { id idRec api10 unitName } } }');
  expect(errors?.map(({ path }) => path)).toEqual([['units', 'nodes', 0, 'api10']]);
  const [unit] = (data as any).units.nodes;
  expect(unit).toEqual({ id: unit.id, idRec: unit.idRec, api10: null, unitName: expect.any(String) });
  const one = await gateway.ask(`{ node(id: "${unit.id}") { ... on Unit { api10 unitName } } }`);
  expect(one.errors?.map(({ path }) => path)).toEqual([['node', 'api10']]);
  expect(one.data).toEqual({ node: { api10: null, unitName: unit.unitName } });
});
