import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Column, RowSource, Selection } from '../../src/sources/row-source.js';
import type { SnowflakeOptions } from '../../src/sources/snowflake/open-snowflake.js';
import { writeFolder } from '../support/folder.js';
import type { Fault } from '../support/snowflake/faults.js';
import { keyPair, type Started, startSnowflake } from '../support/snowflake/start.js';

const COLUMNS: readonly Column[] = [
  { name: 'id', kind: 'text' },
  { name: 'oil', kind: 'float' },
  { name: 'note', kind: 'text' },
];
const ROWS = [1, 2, 3, 4, 5].map((id) => ({ id: String(id), oil: id, note: id === 3 ? 'n/a' : String(id) }));
const READ: Selection = {
  label: 'Query.readings',
  requestId: 'request-7',
  view: 'readings',
  scope: { kind: 'everything' },
  columns: COLUMNS,
  order: [{ column: COLUMNS[0] as Column, descending: false }],
  rowLimit: 100,
};

let started: Started;
let opened: RowSource[] = [];
beforeEach(async () => {
  started = await startSnowflake(writeFolder({ readings: ROWS }), new Map([['readings', COLUMNS]]), { pollMs: 50 });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const source of opened) await source.close();
  opened = [];
  await started.double.close();
});
const open = async (some: Partial<SnowflakeOptions> = {}) => {
  const found = await started.open({ retryAfterMs: 60_000, ...some });
  opened.push(found.source);
  return found;
};
const coded = (code: string) => expect.objectContaining({ code });
const statements = () => started.double.statements.asked;

describe('what the server and the network do', () => {
  test('a session that has expired is renewed, and nobody sees it', async () => {
    const { source } = await open();
    started.double.sessions.end('session');
    expect(await source.select(READ)).toHaveLength(5);
    expect(started.double.counts).toMatchObject({ renewal: 1, login: 1 });
  });

  test.each(['master', 'gone'] as const)(
    'a session that cannot be renewed (%s) is replaced, by one login for all who wait',
    async (how) => {
      const { source } = await open();
      started.double.sessions.end(how);
      const answers = await Promise.all(Array.from({ length: 8 }, () => source.select(READ)));
      expect(answers.map((rows) => rows.length)).toEqual(Array(8).fill(5));
      expect(started.double.counts.login).toBe(2);
    },
  );

  test('a session that ends while its statement runs costs one more statement', async () => {
    const { source } = await open();
    started.double.faults.latencyMs = 200;
    const reading = source.select(READ);
    await expect.poll(() => started.double.counts.result).toBeGreaterThan(0);
    started.double.sessions.end('gone');
    expect(await reading).toHaveLength(5);
    expect(started.double.counts.login).toBe(2);
  });

  test.each<[Fault]>([['reset'], ['cut'], ['page'], [503], [429], [{ code: '390104' }]])(
    '%j once is asked again and not seen',
    async (fault) => {
      const { source } = await open();
      started.double.faults.next('query', fault);
      expect(await source.select(READ)).toHaveLength(5);
      expect(started.double.counts.query - started.double.counts.check).toBe(2);
    },
  );

  test.each<[Fault]>([['reset'], ['cut'], ['page'], [503], [429]])(
    '%j for ever is SOURCE_UNAVAILABLE after two tries',
    async (fault) => {
      const { source } = await open();
      started.double.faults.always('query', fault);
      await expect(source.select(READ)).rejects.toEqual(coded('SOURCE_UNAVAILABLE'));
      expect(started.double.counts.query - started.double.counts.check).toBe(2);
    },
  );

  test.each<[Fault]>([['reset'], ['cut'], [503]])(
    'a chunk of a result that fails once (%j) is fetched again',
    async (fault) => {
      await started.double.close();
      started = await startSnowflake(writeFolder({ readings: ROWS }), new Map([['readings', COLUMNS]]), {
        chunkRows: 2,
      });
      const { source } = await open();
      started.double.faults.next('chunk', fault);
      expect(await source.select(READ)).toHaveLength(5);
    },
  );

  test('silence ends at the deadline, and the statement on the server', async () => {
    const { source } = await open({ timeoutMs: 300 });
    started.double.faults.always('query', 'hang');
    await expect(source.select(READ)).rejects.toEqual(coded('SOURCE_TIMEOUT'));
    await expect.poll(() => started.double.counts.abort).toBe(1);
  });

  test('a statement that takes too long is cancelled on the server', async () => {
    const { source } = await open({ timeoutMs: 300 });
    started.double.faults.latencyMs = 60_000;
    await expect(source.select(READ)).rejects.toEqual(coded('SOURCE_TIMEOUT'));
    await expect.poll(() => statements()[0]?.cancelled).toBe(true);
  });

  test('a warehouse that takes a while to wake is waited for', async () => {
    const { source } = await open();
    started.double.statements.suspend(400);
    expect(await source.select(READ)).toHaveLength(5);
    expect(started.double.counts.result).toBeGreaterThan(1);
    expect(statements()).toHaveLength(1);
  });

  test('a client that leaves stops its statement', async () => {
    const { source } = await open();
    started.double.faults.latencyMs = 60_000;
    const leaving = new AbortController();
    const reading = source.select(READ, leaving.signal);
    await expect.poll(() => statements().length).toBe(1);
    leaving.abort(new Error('the client left'));
    await expect(reading).rejects.toThrow('the client left');
    await expect.poll(() => statements()[0]?.cancelled).toBe(true);
  });

  test('a view that is gone is SOURCE_SCHEMA, and no outage', async () => {
    const { source, status } = await open();
    for (let again = 0; again < 6; again++)
      await expect(source.select({ ...READ, view: 'nowhere' })).rejects.toEqual(coded('SOURCE_SCHEMA'));
    expect(status()).toBe('up');
  });
});

describe('the breaker', () => {
  test('opens after five failures, asks nothing while it is open, and closes when one read has come through', async () => {
    const { source, status } = await open({ retryAfterMs: 200 });
    started.double.faults.always('query', 503);
    for (let again = 0; again < 5; again++) await source.select(READ).catch(() => {});
    expect(status()).toBe('down');
    const asked = started.double.counts.query;
    await expect(source.select(READ)).rejects.toEqual(coded('SOURCE_UNAVAILABLE'));
    expect(started.double.counts.query).toBe(asked);
    started.double.faults.clear();
    await expect
      .poll(() =>
        source.select(READ).then(
          (rows) => rows.length,
          () => 0,
        ),
      )
      .toBe(5);
    expect(status()).toBe('up');
  });

  test('lets one read find out, while the others are refused at once', async () => {
    const { source } = await open({ retryAfterMs: 50 });
    started.double.faults.always('query', 503);
    for (let again = 0; again < 5; again++) await source.select(READ).catch(() => {});
    started.double.faults.clear();
    started.double.faults.latencyMs = 200;
    const asked = started.double.counts.query;
    await new Promise((resolve) => setTimeout(resolve, 100));
    const settled = await Promise.allSettled(Array.from({ length: 5 }, () => source.select(READ)));
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', ...Array(4).fill('rejected')]);
    expect(started.double.counts.query - asked).toBe(1);
  });
});

describe('who may ask', () => {
  test.each<[string, Partial<SnowflakeOptions>, RegExp]>([
    ['another key', { privateKey: keyPair().privateKey }, /^SNOWFLAKE_USER and SNOWFLAKE_PRIVATE_KEY: /],
    ['no key', { privateKey: 'no key' }, /^SNOWFLAKE_PRIVATE_KEY: /],
    ['another user', { user: 'nobody' }, /^SNOWFLAKE_USER/],
    ['another token', { token: 'stolen' }, /^SNOWFLAKE_TOKEN: /],
    ['a role that was not granted', { role: 'owner' }, /^SNOWFLAKE_ROLE: /],
    ['a warehouse that is not there', { warehouse: 'huge' }, /^SNOWFLAKE_WAREHOUSE: /],
    ['a database that is not there', { database: 'finance' }, /^SNOWFLAKE_DATABASE: /],
    ['a schema that is not there', { schema: 'marts' }, /^SNOWFLAKE_SCHEMA: /],
  ])('%s is one line at start that names the setting', async (_, some, line) => {
    const fault = await open(some).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(fault).toMatch(line);
    expect(fault).not.toContain('\n');
  });

  test('an OAuth token lets in', async () => {
    started.double.options.account.token = 'a token';
    expect(await (await open({ token: 'a token' })).source.select(READ)).toHaveLength(5);
  });

  test('an account that does not answer does not stop the start', async () => {
    started.double.faults.next('login', 503);
    expect(await (await open()).source.select(READ)).toHaveLength(5);
  });

  test('a key that was rotated away is refused without hammering the account, until the new one is there', async () => {
    const { source } = await open();
    const { publicKey } = started.double.options.account;
    started.double.options.account.publicKey = keyPair().publicKey;
    started.double.sessions.end('gone');
    const { login } = started.double.counts;
    for (let again = 0; again < 3; again++)
      await expect(source.select(READ)).rejects.toEqual(coded('SOURCE_UNAVAILABLE'));
    expect(started.double.counts.login).toBe(login + 1);
    started.double.options.account.publicKey = publicKey ?? '';
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16_000 });
    expect(await source.select(READ)).toHaveLength(5);
  });
});

test('a text in a number column reads as null, with a warning that counts it', async () => {
  const { source } = await open();
  const note: Column = { name: 'note', kind: 'float' };
  const rows = await source.select({ ...READ, columns: [note] });
  expect(rows.map((row) => row.note)).toEqual([1, 2, null, 4, 5]);
  expect(started.warned).toEqual([expect.objectContaining({ label: 'Query.readings', misfits: 1 })]);
});

test('a result stops at its limit and one row more says so', async () => {
  const { source } = await open();
  expect(await source.select({ ...READ, rowLimit: 2 })).toHaveLength(3);
});

test('the statement carries its label, and its tag who asked', async () => {
  const { source } = await open();
  await source.select(READ);
  expect(statements()[0]?.sqlText).toMatch(/^\/\* wellgraph Query.readings \*\/ select /);
  expect(JSON.parse(String(statements()[0]?.parameters?.QUERY_TAG))).toEqual({
    app: 'wellgraph',
    label: 'Query.readings',
    requestId: 'request-7',
  });
});

test('requests take turns, and beyond what may wait is OVERLOADED', async () => {
  const { source } = await open({ concurrent: 1, waiting: 4 });
  started.double.faults.latencyMs = 50;
  const order: string[] = [];
  const ask = (requestId: string) =>
    source.select({ ...READ, requestId }).then(
      () => order.push(requestId),
      (error) => order.push(error.code),
    );
  await Promise.all(['a', 'a', 'a', 'a', 'b', 'c'].map(ask));
  expect(order).toEqual(['OVERLOADED', 'a', 'a', 'b', 'a', 'a']);
});
