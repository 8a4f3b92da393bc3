import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { openServer } from '../../src/database/open-database.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import { type Engine, hasServer, OPTIONS, serverEngine } from '../support/postgres.js';

const READ = { label: 'naps', view: 'naps', scope: { kind: 'everything' }, rowLimit: 10 } as const;
const NAP = { ...READ, columns: [{ name: 'nap', kind: 'text' }], order: [], limit: 1 } as const;

/** What one backend cannot show: statements side by side, cancelled, cut off, and connections that are lost. */
describe.runIf(hasServer)('a PostgreSQL server', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await serverEngine();
    await engine.asOwner(async (client) => {
      await migrate(client);
      await client.query("create view marts.naps as select 'slept' || pg_sleep(30)::text as nap");
      await client.query("create view marts.quick as select 'awake' as nap");
    });
  });
  afterAll(() => engine.close());

  const napping = (pattern = '%naps%') =>
    engine.asOwner(async (client) => {
      const text =
        "select count(*)::int from pg_stat_activity where state = 'active' and query like $1 and pid <> pg_backend_pid()";
      return (await client.query(text, [pattern])).rows[0].count;
    });
  const until = async (reached: () => Promise<boolean>) => {
    for (const end = performance.now() + 5000; !(await reached()); await setTimeout(5))
      if (performance.now() > end) throw new Error('not reached in five seconds');
  };

  test('a statement is cancelled on the server within a second of its reader leaving, and the connection serves on', async () => {
    const source = postgresSource(engine.open({ connections: 1, statementTimeoutMs: 60_000 }), 'GIS');
    const leaving = new AbortController();
    const reading = source.select(NAP, leaving.signal);
    await until(async () => (await napping()) === 1);
    leaving.abort(new Error('the reader left'));
    const left = performance.now();
    await expect(reading).rejects.toThrow('the reader left');
    await until(async () => (await napping()) === 0);
    expect(performance.now() - left).toBeLessThan(1000);
    expect(await source.select({ ...NAP, view: 'quick' })).toEqual([{ nap: 'awake' }]);
    await source.close();
  });

  test('who leaves while waiting for a connection is let go, and nothing is run for them', async () => {
    const source = postgresSource(engine.open({ connections: 1 }), 'GIS');
    const [first, second] = [new AbortController(), new AbortController()];
    const reads = [first, second].map(({ signal }) => source.select(NAP, signal).catch((error) => error.message));
    await until(async () => (await napping()) === 1);
    second.abort(new Error('the second left'));
    expect(await reads[1]).toBe('the second left');
    first.abort(new Error('the first left'));
    expect(await reads[0]).toBe('the first left');
    expect(await source.select({ ...NAP, view: 'quick' })).toHaveLength(1);
    expect(await napping()).toBe(0);
    await source.close();
  });

  test('a statement that takes too long is SOURCE_TIMEOUT', async () => {
    const source = postgresSource(engine.open({ statementTimeoutMs: 100 }), 'GIS');
    await expect(source.select(NAP)).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT', details: { source: 'GIS' } });
    await source.close();
  });

  test('more statements than may wait are refused as overload, at once', async () => {
    const source = postgresSource(engine.open({ connections: 1, waiting: 1 }), 'GIS');
    const leaving = new AbortController();
    const reads = Array.from({ length: 3 }, () => source.select(NAP, leaving.signal).catch((error) => error));
    expect(await Promise.race(reads)).toMatchObject({ code: 'OVERLOADED' });
    leaving.abort(new Error('done'));
    await Promise.all(reads);
    await source.close();
  });

  test('connections that the server ends cost the statements they ran, and nothing after them', async () => {
    const database = engine.open();
    const source = postgresSource(database, 'GIS');
    await Promise.all([1, 2, 3].map(() => source.select({ ...NAP, view: 'quick' })));
    const reading = source.select(NAP).catch((error) => error);
    await until(async () => (await napping()) === 1);
    await engine.asOwner((client) =>
      client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      ),
    );
    expect(await reading).toMatchObject({ code: 'SOURCE_UNAVAILABLE', message: 'GIS does not answer' });
    await until(async () => database.pool.idleCount === 0);
    expect(await source.select({ ...NAP, view: 'quick' })).toEqual([{ nap: 'awake' }]);
    await source.close();
  });

  test('a server that is not there is SOURCE_UNAVAILABLE, and nothing of its address is told', async () => {
    const source = postgresSource(openServer('postgres://someone:secret@127.0.0.1:1/nowhere', OPTIONS), 'GIS');
    const error = await source.select(NAP).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', message: 'GIS does not answer' });
    await source.close();
  });

  test('a view without a grant is as one that is not there', async () => {
    await engine.asOwner((client) =>
      client.query('create view marts.hidden as select 1 as nap; revoke all on marts.hidden from wellgraph_gateway'),
    );
    const source = postgresSource(engine.open({ role: 'wellgraph_gateway' }), 'GIS');
    await expect(source.select({ ...NAP, view: 'hidden' })).rejects.toMatchObject({ code: 'SOURCE_SCHEMA' });
    await source.close();
  });

  test('who logs in with the role of the gateway reads marts, and cannot become anyone else', async () => {
    const login = `wellgraph_${randomUUID().slice(0, 8)}`;
    await engine.asOwner((client) =>
      client.query(`create role ${login} login noinherit; grant wellgraph_gateway to ${login}`),
    );
    try {
      const database = engine.open({ role: 'wellgraph_gateway', login });
      const client = await database.pool.connect();
      expect((await client.query('select session_user, current_user')).rows).toEqual([
        { session_user: login, current_user: 'wellgraph_gateway' },
      ]);
      expect((await client.query('select count(*)::int from marts.pipelines_public')).rows).toEqual([{ count: 0 }]);
      for (const text of ['set role role_dagster', 'select from core.pipelines', 'delete from marts.pipelines_public'])
        await expect(client.query(text)).rejects.toThrow(/permission denied/);
      await expect(client.query('reset role; select from marts.pipelines_public')).rejects.toThrow(/permission denied/);
      client.release();
      await database.close();
    } finally {
      await engine.asOwner((client) => client.query(`drop role ${login}`));
    }
  });

  test('databases of one server that are migrated side by side share its roles', async () => {
    const others = await Promise.all([serverEngine(), serverEngine(), serverEngine()]);
    const done = await Promise.all(others.map((other) => other.asOwner((client: pg.Client) => migrate(client))));
    const all = readdirSync(new URL('../../src/database/migrations', import.meta.url)).length;
    expect(done.map((names) => names.length)).toEqual([all, all, all]);
    await Promise.all(others.map((other) => other.close()));
  });
});
