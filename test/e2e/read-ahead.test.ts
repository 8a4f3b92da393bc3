import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import { Forbidden } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { ask, built } from '../support/execute.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { type Answer, startGateway } from '../support/gateway.js';
import { startOnSnowflake, type WarehouseGateway } from '../support/snowflake/gateway.js';

// Deeper levels of a document beside the level above. The rows have what may go wrong: ids that another network has too,
// units without a facility, facilities that are not there, and a second route.
const PARENTS = 1_000;
const field = aField({ units: PARENTS, days: 1, tests: 2 });
const units = (field.stg_prodview__units ?? []).map((unit, at) => ({
  ...unit,
  id_rec: String(unit.id_rec),
  current_route_id: at % 2 === 0 ? 'R1' : 'R2',
  current_facility_id: [null, 'F1', 'F2', 'GONE'][at % 4] ?? null,
}));
const twins = <R extends object>(rows: readonly R[] = []) =>
  rows.slice(0, 20).map((row) => ({ ...row, id_flownet: 'N2' }));
const folder = writeFolder({
  ...field,
  stg_prodview__networks: [...(field.stg_prodview__networks ?? []), { id_flownet: 'N2', flow_network_name: 'Beta' }],
  stg_prodview__routes: [
    ...(field.stg_prodview__routes ?? []),
    { id_flownet: 'N1', id_rec: 'R2', route_name: 'Route 2' },
  ],
  stg_prodview__facilities: [
    { id_flownet: 'N1', id_rec: 'F1', facility_name: 'Battery 1' },
    { id_flownet: 'N1', id_rec: 'F2', facility_name: 'Battery 2' },
  ],
  stg_prodview__units: [...units, ...twins(units)],
  stg_prodview__completions: [...(field.stg_prodview__completions ?? []), ...twins(field.stg_prodview__completions)],
  stg_prodview__tanks: [...(field.stg_prodview__tanks ?? []), ...twins(field.stg_prodview__tanks)],
});

const NONE = { RESIDENT_VIEWS: 'none', CHANGES_SECONDS: '1', CONCURRENT_REQUESTS: '0', LOG_LEVEL: 'silent' };
let on: WarehouseGateway;
let off: WarehouseGateway;
beforeAll(async () => {
  on = await startOnSnowflake(folder, NONE);
  off = await startOnSnowflake(folder, { ...NONE, READ_AHEAD: 'off' });
}, 120_000);
afterAll(async () => {
  expect([...on.double.statements.refused, ...off.double.statements.refused]).toEqual([]);
  await Promise.all([on.close(), off.close()]);
});

const COMPLETIONS = `completions(orderBy: [ID_REC_ASC]) { totalCount pageInfo { hasNextPage } nodes { idRec idFlownet
  currentStatus { status } productionTests(first: 1) { nodes { effectiveDate } } } }`;
const DOCUMENTS: Record<string, string> = {
  'four levels': `query ($n: Int!) { networks(orderBy: [ID_FLOWNET_ASC]) { nodes { idFlownet
    units(first: $n, orderBy: [ID_REC_ASC]) { nodes { idRec ${COMPLETIONS} } } } } }`,
  'single links, some of them to nothing': `query ($n: Int!) { units(first: $n, orderBy: [UNIT_NAME_DESC]) { nodes { idRec idFlownet
    currentFacility { facilityName units(first: 2, orderBy: [ID_REC_ASC]) { nodes { idRec } } } currentRoute { idRec } } } }`,
  filters: `query ($n: Int!) { units(first: $n, where: { unitName: { contains: "7" } }) { nodes { idRec
    completions(first: 1, where: { completionName: { contains: "b" } }) { nodes { completionName
      productionTests(first: 5, from: "2024-01-02") { nodes { effectiveDate } } } } } } }`,
  'counts and measures': `query ($n: Int!) { units(first: $n, orderBy: [ID_REC_ASC]) { nodes { idRec
    tanks { totalCount nodes { idRec readings { totalCount } } }
    completions { aggregates { count } nodes { dailyAllocations { aggregates { count sum { downtimeHours } } } } } } } }`,
  'the same list under other names': `query ($n: Int!) { units(first: $n, orderBy: [ID_REC_DESC]) { nodes { ...all
    one: completions(first: 1) { nodes { idRec statuses(first: 1) { nodes { status } } } }
    two: completions(first: 2) { edges { cursor node { idRec statuses(first: 2) { nodes { status } } } } } } } }
    fragment all on Unit { completions { nodes { idRec } } completions { nodes { completionName currentStatus { status } } } }`,
};
/** Nothing that was answered before holds any more. */
const forget = async (gateway: WarehouseGateway) => {
  for (const view of Object.keys(field)) gateway.double.changes.bump(view);
  const { changes } = gateway.double.counts;
  await expect
    .poll(
      async () => {
        await gateway.ask('{ networks { totalCount } }');
        return gateway.double.counts.changes;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(changes);
  gateway.spent();
};
const documents = Object.entries(DOCUMENTS).flatMap(([name, query]) =>
  [1, 10, PARENTS].map((n) => ({ name, query, n })),
);

test.each(documents)('$name beneath $n: the same answer, by fewer statements or as many', async ({ query, n }) => {
  await Promise.all([on, off].map(forget));
  const [ahead, levelwise] = [await on.ask(query, { n }), await off.ask(query, { n })];
  expect(levelwise.errors).toBeUndefined();
  expect(ahead.errors).toBeUndefined();
  expect(ahead.data).toEqual(levelwise.data);
  const spent = on.spent();
  expect(spent).toBeLessThanOrEqual(off.spent());
  expect(spent).toBeLessThanOrEqual(2);
  await on.ask(query, { n });
  expect(on.spent()).toBe(0);
});

describe('at a time', () => {
  let fresh: WarehouseGateway;
  const began = (from: number) => fresh.double.statements.log.slice(from).map(({ what }) => what);
  const start = async (env: Record<string, string>) => {
    fresh = await startOnSnowflake(folder, env);
    fresh.double.faults.latencyMs = 1_500; // a busy machine takes its time for what is held in memory
  };
  const spentBy = async (question: string) => {
    const from = fresh.double.statements.log.length;
    expect((await fresh.ask(question)).errors).toBeUndefined();
    return began(from);
  };
  const side = ['began', 'began', 'ended', 'ended'];

  test('all levels are asked before the first is answered, of lists, a row that is looked up, and a node', async () => {
    await start(NONE);
    expect(await spentBy(`{ routes { nodes { routeName units(first: 3) { nodes { ${COMPLETIONS} } } } } }`)).toEqual(
      side,
    );
    expect(await spentBy(`{ unitByApi(api10: "4200000004") { unitName ${COMPLETIONS} } }`)).toEqual(side);
    const view = built.bindings.views.get('Unit');
    const id = view && globalId(view, { id_rec: 'U8', id_flownet: 'N1' });
    expect(await spentBy(`{ node(id: "${id}") { ... on Unit { unitName ${COMPLETIONS} } } }`)).toEqual(side);
    expect(await spentBy(`{ networks { nodes { flowNetworkName } } }`)).toEqual(['began', 'ended']);
    await fresh.close();
  });

  test('what is held in memory tells the keys: the store is asked by them', async () => {
    await start({ CHANGES_SECONDS: '86400', LOG_LEVEL: 'silent' });
    const warm = '{ units(first: 1) { nodes { completions { nodes { idRec } } currentRoute { idRec } } } }';
    await expect
      .poll(
        async () => {
          fresh.spent();
          await fresh.ask(warm);
          return fresh.spent();
        },
        { timeout: 20_000 },
      )
      .toBe(0);
    const tanks = 'tanks(first: 3) { nodes { tankName latestReading { readingDate } } }';
    expect(await spentBy(`{ units(first: 5) { nodes { ${tanks} } } }`)).toEqual(side);
    // What is near does not wait for its neighbour that is far.
    const days = 'dailyAllocations(first: 31) { nodes { allocationDate } }';
    const both = `completions { nodes { ${days} } } tanks { nodes { idRec } }`;
    expect(await spentBy(`{ units(first: 9) { nodes { ${both} } } }`)).toEqual(side);
    const deeper = `completions { nodes { ${days} } } gasMeters { nodes { latestReading { readingDate } } }`;
    expect(await spentBy(`{ units(first: 12) { nodes { ${deeper} } } }`)).toEqual(side);
    // The name of a route is a person's data, so that it is not held: the rest of its row is.
    expect(await spentBy(`{ routes { nodes { routeName units(first: 3) { nodes { ${COMPLETIONS} } } } } }`)).toEqual(
      side,
    );
    const [, tests] = fresh.double.statements.asked.slice(-2).map(({ sqlText }) => sqlText);
    expect(tests).toContain('flatten');
    expect(tests).not.toContain('STG_PRODVIEW__UNITS');
    await fresh.close();
  });
});

const LEVELS = `{ networks { nodes { units(first: 1000, orderBy: [ID_REC_ASC]) { nodes { idRec
  completions { nodes { idRec currentStatus { status } } } } } } } }`;

describe('whoever asks', () => {
  const keys = units.flatMap(({ id_rec, current_route_id }) => (current_route_id === 'R1' ? [[id_rec, 'N1']] : []));
  const scope: ViewerScope = {
    kind: 'keys',
    id: 'route 1',
    keys: { UNIT: keys, FACILITY: [['F1', 'N1']], ROUTE: [['R1', 'N1']], NETWORK: [['N1']] },
  };

  test('sees of a scope what it holds: the store is asked for no more, beneath rows and for them', async () => {
    const before = on.double.statements.asked.length;
    const ahead = await ask(on.warehouse.source, LEVELS, {}, scope);
    const levelwise = await ask(off.warehouse.source, LEVELS, {}, scope);
    expect(levelwise.errors).toBeUndefined();
    expect(ahead).toEqual(levelwise);
    const statements = on.double.statements.asked.slice(before);
    expect(statements).toHaveLength(2);
    const ids = (await Promise.all(statements.map(({ answer }) => answer))).flatMap(({ rows }) => rows.flat());
    expect(ids).toContain('U0a');
    expect(ids.filter((id) => /^U\d*[13579]([ab]|$)/.test(String(id)))).toEqual([]);
    expect(await ask(on.warehouse.source, LEVELS)).toEqual(await ask(off.warehouse.source, LEVELS));
  });

  test('who may not ask so causes no statement', async () => {
    on.spent();
    const question = `{ units(where: { audit: { createdBy: { eq: "pat.doe" } } }) { nodes { idRec
      tanks { nodes { idRec } } } } }`;
    const { errors } = await ask(on.warehouse.source, question, {}, { kind: 'everything' }, 'hidden');
    expect(errors?.map(({ originalError }) => originalError)).toEqual([expect.any(Forbidden)]);
    expect(on.spent()).toBe(0);
  });
});

describe('what goes wrong', () => {
  const question = (name: string) =>
    LEVELS.replace('networks', `networks(where: { flowNetworkName: { ne: "${name}" } })`);

  test('while reading ahead is asked again by its keys', async () => {
    const broken: RowSource = { ...on.warehouse.source, ahead: () => Promise.reject(new Error('out of order')) };
    const [answer, levelwise] = [await ask(broken, question('a')), await ask(off.warehouse.source, question('a'))];
    expect(answer.errors).toBeUndefined();
    expect(answer).toEqual(levelwise);
  });

  test('with too many rows is told in the same words', async () => {
    const env = { MAX_ROWS: '1000', LOG_LEVEL: 'silent' };
    const over = ({ warehouse }: WarehouseGateway) =>
      startGateway({ env, prodview: { ...warehouse.source, close: async () => {} } });
    const told = (answer?: Answer) => answer?.errors?.map(({ message, path }) => ({ message, path }));
    const gateways = await Promise.all([over(on), over(off)]);
    const [ahead, levelwise] = await Promise.all(gateways.map((gateway) => gateway.ask(question('b'))));
    expect(levelwise?.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 1000 });
    expect([ahead?.data, told(ahead)]).toEqual([levelwise?.data, told(levelwise)]);
    await Promise.all(gateways.map((gateway) => gateway.close()));
  });

  test('a client that leaves takes both statements with it', async () => {
    const { statements, faults } = on.double;
    const before = statements.asked.length;
    faults.latencyMs = 3_000;
    const leaving = new AbortController();
    const body = JSON.stringify({ query: question('c') });
    const headers = { 'content-type': 'application/json' };
    const left = fetch(`${on.url}/graphql`, { method: 'POST', headers, body, signal: leaving.signal }).catch(
      () => 'left',
    );
    await expect.poll(() => statements.asked.length - before, { timeout: 20_000 }).toBe(2);
    leaving.abort();
    expect(await left).toBe('left');
    await expect.poll(() => statements.asked.slice(before).map(({ cancelled }) => cancelled)).toEqual([true, true]);
    faults.latencyMs = 0;
  });
});
