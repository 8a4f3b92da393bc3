import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../src/command-line.js';
import { parseConfig } from '../../src/config.js';
import { migrate } from '../../src/database/migrate.js';
import { openServer } from '../../src/database/open-database.js';
import { EventStore } from '../../src/events/event-store.js';
import type { Request } from '../../src/events/write.js';
import { inTransaction } from '../../src/events/transaction.js';
import { verify } from '../../src/events/verify.js';
import { cuttingProxy } from '../support/cutting-proxy.js';
import { changeOf, dayOf, openEvents, requestOf } from '../support/ops.js';
import { type Engine, hasServer, OPTIONS, serverEngine } from '../support/postgres.js';

/** What one backend cannot show: connections that are lost in the middle, answers that never come, many at once. */
describe.runIf(hasServer)('the event store on a server', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await serverEngine();
    await engine.asOwner((client) => migrate(client));
  });
  afterAll(() => engine.close());

  const count = (text: string, values: unknown[] = []) =>
    engine.asOwner(async (client) =>
      Number((await client.query(`select count(*) from ${text}`, values)).rows[0].count),
    );
  /** As a client that sends at least once: the same request, until it is told something. */
  const insist = async (store: EventStore, request: Request<unknown>): Promise<string> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return (await store.commit(request)).is;
      } catch (error) {
        expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', details: { source: 'OPS' } });
        if (tries === 50) throw error;
        await setTimeout(10);
      }
    }
  };

  test('connections that end in mid-transaction leave nothing half written, and no request lost or doubled', async () => {
    const { store, close } = openEvents(engine, 8);
    const requests = Array.from({ length: 300 }, (_, at) =>
      requestOf([dayOf({ remark: `kill ${at}` }), dayOf({ remark: `kill ${at}b` })]),
    );
    let answered = 0;
    let isOver = false;
    const killing = engine.asOwner(async (client) => {
      let killed = 0;
      const kill = `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
        order by random() limit 2`;
      while (!isOver) {
        killed += (await client.query(kill)).rowCount ?? 0;
        // By the work that is done, not by the clock: on a busy machine no connection would live long enough.
        const enough = answered + 10;
        while (answered < enough && !isOver) await setTimeout(2);
      }
      return killed;
    });
    const twice = requests.flatMap((request, at) => (at % 3 === 0 ? [request, request] : [request]));
    const answers = await Promise.all(
      twice.map(async (request) => {
        const is = await insist(store, request);
        answered += 1;
        return is;
      }),
    );
    isOver = true;
    expect(await killing).toBeGreaterThan(5);
    expect(answers.filter((is) => is === 'written')).toHaveLength(requests.length);
    expect(answers.filter((is) => is === 'replayed')).toHaveLength(twice.length - requests.length);
    expect(await count("ops.daily_production where remark like 'kill %'")).toBe(600);
    expect(await count("ops.event where patch ->> 'remark' like 'kill %'")).toBe(600);
    expect(await count('ops.outbox')).toBe(await count("ops.event where kind <> 'SEEDED'"));
    expect(await verify(store, ['daily_production'])).toEqual([]);
    await close();
  });

  test.each([
    ['one record', 1],
    ['two records', 2],
  ])('that %s was written is found again by the key where the answer never comes', async (_, records) => {
    const url = await engine.asOwner(async (client) => ({
      name: client.database ?? '',
      host: client.host,
      port: client.port,
    }));
    const proxy = await cuttingProxy(url.host, url.port);
    const through = `postgres://postgres@127.0.0.1:${proxy.port}/${url.name}`;
    const database = openServer(through, { ...OPTIONS, role: 'wellgraph_gateway' });
    const store = new EventStore(database);
    const request = requestOf(Array.from({ length: records }, () => dayOf()));
    await store.columns('daily_production');
    proxy.lose = 1;
    expect((await store.commit(request)).is).toBe('written');
    expect(proxy.lose).toBe(0);
    expect(await count('ops.event where client_request_id = $1', [request.clientRequestId])).toBe(records);
    expect((await store.commit(request)).is).toBe('replayed');
    await database.close();
    await proxy.close();
  });

  test('of requests together, one of which came twice, each is told as it was where the answer never comes', async () => {
    const { host, port, database: name } = await engine.asOwner(async (client) => client);
    const proxy = await cuttingProxy(host, port);
    const through = `postgres://postgres@127.0.0.1:${proxy.port}/${name}`;
    const database = openServer(through, { ...OPTIONS, role: 'wellgraph_gateway' });
    const store = new EventStore(database);
    const [one, other] = [requestOf([dayOf()]), requestOf([dayOf()])];
    await store.columns('daily_production');
    proxy.lose = 1;
    expect((await store.commitAll([one, other, one])).map(({ is }) => is)).toEqual(['written', 'written', 'replayed']);
    expect(proxy.lose).toBe(0);
    await database.close();
    await proxy.close();
  });

  test('of a hundred decisions over one record, sent at once by people who did not write it, one holds', async () => {
    const { store, close } = openEvents(engine, 10);
    const write = dayOf();
    await store.commit(requestOf([write]));
    const decide = (at: number) =>
      store.commit(
        requestOf([changeOf(write.rowId, 1, { remark: `d${at}` }, 'APPROVED')], {
          actor: `user:${at % 10 === 0 ? 'operator.01' : at}`,
        }),
      );
    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => decide(at)));
    expect(answers.filter(({ is }) => is === 'written')).toHaveLength(1);
    expect(answers.filter(({ is }) => is === 'stale' || is === 'refused')).toHaveLength(99);
    const rows = await store.read<{ actor: string }>(
      "select actor from ops.event where row_id = $1 and kind = 'APPROVED'",
      [write.rowId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.actor).not.toBe('user:operator.01');
    await close();
  });

  test('two requests that need each other’s records both come through', async () => {
    const { store, close } = openEvents(engine);
    const [a, b] = [dayOf(), dayOf()];
    await store.commit(requestOf([a, b]));
    const both = (first: string, second: string) =>
      store.commit(requestOf([changeOf(first, 1, { remark: 'x' }), changeOf(second, 1, { remark: 'x' })]));
    const answers = await Promise.all([both(a.rowId, b.rowId), both(b.rowId, a.rowId)]);
    expect(answers.map(({ is }) => is).sort()).toEqual(['stale', 'written']);
    await close();
  });

  test('is held against its tables on the command line', async () => {
    const { store, close } = openEvents(engine);
    const write = dayOf();
    await store.commit(requestOf([write]));
    await close();
    const POSTGRES_URL = await engine.asOwner(async (c) => `postgres://postgres@${c.host}:${c.port}/${c.database}`);
    const settings = { HOST: '127.0.0.1', PORT: 0, config: () => parseConfig({ POSTGRES_URL }) };
    expect(await runCommand('ops:verify', [], settings)).toMatch(/^16 tables are what their \d+ events lead to\.\n$/);
    const change = (oil: number) =>
      engine.asOwner((client) =>
        client.query('update ops.daily_production set oil_volume_bbl = $2 where row_id = $1', [write.rowId, oil]),
      );
    await change(77);
    await expect(runCommand('ops:verify', [], settings)).rejects.toThrow(`${write.rowId}: differs oil_volume_bbl`);
    await change(10);
  });

  test.each([
    ['off', 'on'],
    ['remote_apply', 'remote_apply'],
  ])('what is acknowledged has reached the disk where the database has synchronous_commit %s', async (given, holds) => {
    const configured = (to: string) =>
      engine.asOwner((client) => client.query(`alter database ${client.database} set synchronous_commit = ${to}`));
    await configured(given);
    const { store, close } = openEvents(engine);
    const shown = await inTransaction(store.database.pool, 'everything', async (client) => {
      const { rows } = await client.query('show synchronous_commit');
      return { keep: false, answer: rows[0].synchronous_commit };
    });
    expect(shown).toBe(holds);
    await close();
    await configured('default');
  });

  test('a database that only reads is unavailable to writes, which may be sent again; reads go on', async () => {
    await engine.asOwner((client) =>
      client.query(`alter database ${client.database} set default_transaction_read_only = on`),
    );
    const { store, close } = openEvents(engine);
    const request = requestOf([dayOf()]);
    await expect(store.commit(request)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(await store.recorded(request.actor, request.clientRequestId)).toBeUndefined();
    await close();
    await engine.asOwner(async (client) => {
      await client.query('set default_transaction_read_only = off');
      await client.query(`alter database ${client.database} reset default_transaction_read_only`);
    });
    const again = openEvents(engine);
    expect((await again.store.commit(request)).is).toBe('written');
    await again.close();
  });
});
