import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { SHAPES } from '../support/shapes.js';
import { startOnSnowflake, type WarehouseGateway } from '../support/snowflake/gateway.js';

const folder = writeFolder(aField({ units: 10 }));
let gateway: WarehouseGateway;
const start = async (env: Record<string, string> = {}) => {
  gateway = await startOnSnowflake(folder, env);
  return gateway;
};
const stop = async () => {
  const { refused } = gateway.double.statements;
  await gateway.close();
  expect(refused).toEqual([]);
};
/** Asks again until that costs nothing any more: a machine that is busy may not have answered in time to be waited for. */
const untilFree = async (asked: WarehouseGateway, document: string) => {
  let answer = await asked.ask(document, {}, REPORT);
  const again = async () => {
    asked.spent();
    answer = await asked.ask(document, {}, REPORT);
    expect(answer.errors).toBeUndefined();
    return asked.spent();
  };
  await expect.poll(again, { timeout: 20_000 }).toBe(0);
  return answer;
};
const warm = async (...documents: string[]) => {
  for (const document of documents) await untilFree(gateway, document);
};
const REPORT = { 'x-report': '1' };
const costOf = (answer: { extensions?: Record<string, unknown> }) => (answer.extensions as any).report.sources.PRODVIEW;
const shapes = Object.entries(SHAPES);

describe('shapes of questions', () => {
  let files: RunningGateway;
  let warehouse: WarehouseGateway;
  beforeAll(async () => {
    // The same words for people from both.
    const env = { PSEUDONYM_SECRET: 'the same secret in both of these' };
    files = await startGateway({ folder, env });
    warehouse = await startOnSnowflake(folder, env);
  });
  afterAll(async () => {
    expect(warehouse.double.statements.refused).toEqual([]);
    await Promise.all([files.close(), warehouse.close()]);
  });

  test.each(shapes)(
    '%s is answered as from the same rows in a folder, and costs nothing the second time',
    async (_, document) => {
      const first = await warehouse.ask(document);
      expect(first.errors).toBeUndefined();
      expect(first.data).toEqual((await files.ask(document)).data);
      warehouse.spent();
      const second = await warehouse.ask(document, {}, REPORT);
      expect(second.data).toEqual(first.data);
      expect(warehouse.spent()).toBe(0);
      expect(costOf(second).statements).toBe(0);
      if (costOf(second).hits > 0) expect(costOf(second).dataAsOf).toMatch(/Z$/);
    },
  );
});

const TWO_VIEWS = `{ completions(first: 3) { nodes {
  currentStatus { status } productionTests(first: 1) { nodes { oilCondRateBblPerDay } } } } }`;

describe('changes', () => {
  afterEach(stop);
  test('after one view changes only that view is read again', async () => {
    await start({ CHANGES_SECONDS: '1' });
    await warm(TWO_VIEWS);
    gateway.double.changes.bump('stg_prodview__status');
    await expect
      .poll(() => gateway.ask(TWO_VIEWS).then(() => gateway.read()), { timeout: 20_000 })
      .toEqual(['stg_prodview__status']);
    await gateway.ask(TWO_VIEWS);
    expect(gateway.read()).toEqual([]);
  });

  test('a view held in memory is read whole again when it has changed, once for all who ask', async () => {
    await start({ CHANGES_SECONDS: '1' });
    const question = '{ units(first: 2) { nodes { unitName } } }';
    const ask = () => gateway.ask(question);
    await warm(question);
    gateway.double.changes.bump('stg_prodview__units');
    await expect
      .poll(() => Promise.all([ask(), ask(), ask()]).then(() => gateway.spent()), { timeout: 20_000 })
      .toBe(1);
    await ask();
    expect(gateway.spent()).toBe(0);
  });

  test('asking whether views have changed is one statement for all of them, and wakes no warehouse', async () => {
    await start();
    await warm(TWO_VIEWS, SHAPES['shape-1-hierarchy']);
    expect(gateway.double.counts.changes).toBe(1);
    expect(gateway.warehouse.changes()).toEqual({ told: 67 });
  });

  test('where the role may not ask, the newest row tells; where rows are not dated, time does: which is visible', async () => {
    const { stg_prodview__status: statuses = [], ...others } = aField({ units: 1 });
    const dated = statuses.map((row) => ({ ...row, _fivetran_synced: '2026-01-01T00:00:00Z' }));
    gateway = await startOnSnowflake(writeFolder({ ...others, stg_prodview__status: dated }), {
      RESIDENT_VIEWS: 'none',
    });
    gateway.double.changes.hidden = new Set(['stg_prodview__status', 'stg_prodview__production_tests']);
    await warm(TWO_VIEWS);
    expect(gateway.warehouse.changes()).toEqual({ told: 65, newest: 1, timer: 1 });
  });
});

test('of a query four levels deep, what is held in memory costs nothing: one round trip is left', async () => {
  const levels = (inner: string) =>
    `{ networks { nodes { units { nodes { unitName completions { nodes { completionName ${inner} } } } } } } }`;
  await start();
  await warm(levels(''));
  const inner = 'currentStatus { status } productionTests(first: 1) { nodes { effectiveDate } }';
  const { errors, data } = await gateway.ask(levels(inner));
  expect(errors).toBeUndefined();
  expect(data.networks.nodes[0].units.nodes[0].completions.nodes[0].currentStatus.status).toBe('Shut in');
  expect(gateway.spent()).toBe(1);
  await stop();
});

describe('crowds', () => {
  afterEach(stop);
  test('100 clients that ask the same at once cost one statement', async () => {
    await start({ CONCURRENT_REQUESTS: '0' });
    await warm('{ units(first: 1) { nodes { idRec } } }');
    gateway.double.faults.latencyMs = 100;
    const question = '{ productionTests(first: 5) { nodes { effectiveDate } } }';
    const answers = await Promise.all(Array.from({ length: 100 }, () => gateway.ask(question)));
    expect(new Set(answers.map(({ errors }) => JSON.stringify(errors)))).toEqual(new Set([undefined]));
    expect(new Set(answers.map(({ data }) => data.productionTests.nodes.length))).toEqual(new Set([5]));
    expect(gateway.spent()).toBe(1);
  });

  test('of a list with many parents only those are asked for that nobody has asked for yet', async () => {
    await start();
    const of = (first: number) =>
      `{ completions(first: ${first}, orderBy: [ID_REC_ASC]) { nodes { productionTests(first: 1) { nodes { effectiveDate } } } } }`;
    await warm(of(3));
    await gateway.ask(of(4));
    const binds = gateway.double.statements.asked.at(-1)?.bindings ?? {};
    expect(Object.values(binds).map(({ value }) => JSON.parse(String(value)).length)).toEqual([1]);
    expect(gateway.spent()).toBe(1);
    await gateway.ask(of(2));
    expect(gateway.spent()).toBe(0);
  });

  test('a client that leaves stops the statement only where nobody else waits for it', async () => {
    await start();
    await warm(TWO_VIEWS);
    gateway.double.faults.latencyMs = 1_500;
    const question = '{ productionTests(first: 7) { nodes { effectiveDate } } }';
    const leaving = new AbortController();
    const body = JSON.stringify({ query: question });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: leaving.signal };
    gateway.spent();
    const left = fetch(`${gateway.url}/graphql`, init).catch(() => 'left');
    const stays = gateway.ask(question);
    await expect
      .poll(() => gateway.double.statements.asked.at(-1)?.sqlText)
      .toContain('"STG_PRODVIEW__PRODUCTION_TESTS"');
    leaving.abort();
    expect(await left).toBe('left');
    expect((await stays).data.productionTests.nodes).toHaveLength(7);
    expect(gateway.spent()).toBe(1);
    const alone = new AbortController();
    const other = JSON.stringify({ query: question.replace('7', '8') });
    const gone = fetch(`${gateway.url}/graphql`, { ...init, body: other, signal: alone.signal }).catch(() => 'left');
    await expect.poll(() => gateway.spent()).toBe(1);
    alone.abort();
    await gone;
    await expect.poll(() => gateway.double.statements.asked.at(-1)?.cancelled).toBe(true);
  });
});

describe('a warehouse out of order', () => {
  afterEach(stop);
  test('costs what it feeds and nothing else', async () => {
    await start({ CHANGES_SECONDS: '86400' });
    await warm(TWO_VIEWS, '{ units(first: 1) { nodes { unitName } } }');
    gateway.double.faults.always('query', 503);
    const { data, errors } = await gateway.ask(`{ units(first: 1) { nodes { unitName } }
      completions(first: 3) { nodes { currentStatus { status } productionTests(first: 1) { nodes { oilCondRateBblPerDay } } dailyAllocations { nodes { downtimeHours } } } } }`);
    expect(data.units.nodes).toHaveLength(1);
    for (const completion of data.completions.nodes) {
      expect(completion.currentStatus.status).toBe('Shut in');
      expect(completion.productionTests.nodes).toHaveLength(1);
      expect(completion.dailyAllocations).toBeNull();
    }
    expect(
      new Set(errors?.map(({ extensions, path }) => `${extensions.code} ${extensions.source} ${path?.[3]}`)),
    ).toEqual(new Set(['SOURCE_UNAVAILABLE PRODVIEW dailyAllocations']));
  });

  test('that hangs is given up at its deadline and told so, and what is in memory is answered', async () => {
    await start({ CHANGES_SECONDS: '86400', SNOWFLAKE_TIMEOUT_MS: '2000' });
    await warm(TWO_VIEWS, '{ units(first: 1) { nodes { unitName } } }');
    const { abort } = gateway.double.counts; // a statement of the start may have taken too long as well
    gateway.double.faults.always('query', 'hang');
    const { data, errors } = await gateway.ask(
      '{ units(first: 1) { nodes { unitName } } productionTests(first: 9) { nodes { effectiveDate } } }',
    );
    expect(data.units.nodes).toHaveLength(1);
    expect(data.productionTests).toBeNull();
    expect(errors?.map(({ extensions, path }) => [extensions.code, extensions.source, path?.[0]])).toEqual([
      ['SOURCE_TIMEOUT', 'PRODVIEW', 'productionTests'],
    ]);
    await expect.poll(() => gateway.double.counts.abort, { timeout: 20_000 }).toBeGreaterThan(abort);
  });

  test('an older copy stands in where that is allowed, and says how old it is', async () => {
    await start({ CHANGES_SECONDS: '1', STALE_IF_ERROR_SECONDS: '3600' });
    await warm(TWO_VIEWS);
    const fresh = await gateway.ask(TWO_VIEWS);
    expect(fresh.extensions?.stale).toBeUndefined();
    gateway.double.faults.always('query', 503);
    await expect.poll(async () => (await gateway.ask(TWO_VIEWS)).extensions?.stale, { timeout: 20_000 }).toBeDefined();
    const { data, errors, extensions } = await gateway.ask(TWO_VIEWS);
    expect(errors).toBeUndefined();
    expect(data).toEqual(fresh.data);
    expect(extensions?.stale).toEqual({
      PRODVIEW: { dataAsOf: expect.stringMatching(/Z$/), ageSeconds: expect.any(Number) },
    });
  });

  test('without that it is SOURCE_UNAVAILABLE', async () => {
    await start({ CHANGES_SECONDS: '1' });
    await warm(TWO_VIEWS);
    gateway.double.faults.always('query', 503);
    await expect
      .poll(async () => (await gateway.ask(TWO_VIEWS)).errors?.[0]?.extensions.code, { timeout: 20_000 })
      .toBe('SOURCE_UNAVAILABLE');
  });
});
