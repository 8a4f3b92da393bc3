import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, openEmbedded } from '../../src/database/embedded.js';
import { lockFolder } from '../../src/database/folder-lock.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import type { Engine } from '../support/postgres.js';

/** The rows of the last of these statements, all in one session. */
async function ask(embedded: Pick<Embedded, 'stream'>, ...texts: string[]) {
  const client = new pg.Client({ user: 'postgres', database: 'postgres', stream: embedded.stream });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const text of texts) ({ rows } = await client.query(text));
    return rows;
  } finally {
    await client.end();
  }
}

/** What only the embedded engine has to promise: sessions over one backend, and faults that do not spread. */
export function embeddedContract(engine: () => Engine): void {
  const stream = () => engine().embedded?.stream() as never;
  beforeAll(() => ask({ stream }, 'create table marts.numbers as select generate_series(1, 1000000) as n'));
  afterAll(() => ask({ stream }, 'drop table marts.numbers'));

  test('a session knows nothing of the one before, and finds nothing that it left open', async () => {
    await ask(
      { stream },
      "set timezone = 'Asia/Tokyo'",
      'create temp table mine ()',
      'begin',
      'drop table marts.numbers',
    );
    const seen =
      "select current_setting('timezone') = 'Asia/Tokyo' as tokyo, to_regclass('mine') as mine, to_regclass('marts.numbers')::text as numbers";
    expect(await ask({ stream }, seen)).toEqual([{ tokyo: false, mine: null, numbers: 'marts.numbers' }]);
  });

  test('sessions that are opened side by side come one after the other', async () => {
    const one = [
      'begin',
      'insert into marts.numbers values (0)',
      'select count(*)::int from marts.numbers where n = 0',
    ];
    const counts = await Promise.all([1, 2, 3].map(() => ask({ stream }, ...one)));
    expect(counts).toEqual([[{ count: 1 }], [{ count: 1 }], [{ count: 1 }]]);
  });

  test('five thousand errors leave it as it was', async () => {
    const client = new pg.Client({ user: 'postgres', database: 'postgres', stream });
    await client.connect();
    const codes = new Set();
    for (let time = 0; time < 5000; time++)
      await client.query('select 1 / $1::int', [0]).catch(({ code }) => codes.add(code));
    expect([...codes]).toEqual(['22012']);
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  test('what is nested too deep is refused, and the next statement is answered', async () => {
    const deep = `select '${'['.repeat(100_000)}${']'.repeat(100_000)}'::jsonb`;
    await expect(ask({ stream }, deep)).rejects.toThrow('stack depth limit exceeded');
    expect(await ask({ stream }, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a reader who gives up is let go at once; the statement runs to its end before the next one', async () => {
    const source = postgresSource(engine().open(), 'GIS');
    const numbers = { label: 'numbers', view: 'numbers', scope: { kind: 'everything' }, rowLimit: 10 } as const;
    const column = { name: 'n', kind: 'integer' } as const;
    const slow = { ...numbers, groupBy: [], measures: [{ as: 'd', of: 'distinct', column }] } as const;
    const leaving = new AbortController();
    const reading = source.aggregate(slow, leaving.signal);
    setTimeout(() => leaving.abort(new Error('the reader left')), 20);
    const started = performance.now();
    await expect(reading).rejects.toThrow('the reader left');
    expect(performance.now() - started).toBeLessThan(200);
    expect(await source.select({ ...numbers, columns: [column], order: [], limit: 1 })).toHaveLength(1);
    await source.close();
  });
}

/** What a packed database and a folder keep. Begins with an open engine that it packs and closes. */
export function keptContract(engine: () => Engine): void {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  const [packed, data] = [join(folder, 'packed.tar.gz'), join(folder, 'data')];
  const COUNT = 'select count(*)::int from core.field_areas';
  afterAll(() => rmSync(folder, { recursive: true }));
  const inFolder = async (...texts: string[]) => {
    const embedded = await openEmbedded({ packed, folder: data });
    const rows = await ask(embedded, ...texts);
    await embedded.close();
    return { rows, embedded };
  };

  test('a packed database is filled into a folder once; what is written there stays', async () => {
    const { embedded } = engine();
    if (embedded) writeFileSync(packed, await embedded.pack());
    await engine().close();
    expect(
      (await inFolder("delete from core.field_areas where area_type = 'field' and name <> 'TROLL'", COUNT)).rows,
    ).toEqual([{ count: 1 }]);
    const { rows, embedded: ended } = await inFolder(COUNT);
    expect(rows).toEqual([{ count: 1 }]);
    await expect(ask(ended, 'select 1')).rejects.toThrow('the embedded database has ended');
  });

  test('a folder that is open is refused; when it is closed it is not', async () => {
    const unlock = await lockFolder(join(data, 'wellgraph-postgres.lock'));
    await expect(openEmbedded({ packed, folder: data })).rejects.toThrow('this process has this folder already');
    await unlock();
    expect((await inFolder(COUNT)).rows).toEqual([{ count: 1 }]);
  });

  test('a folder that was left half filled is filled again', async () => {
    for (const name of readdirSync(data).filter((name) => name.endsWith('.ready'))) rmSync(join(data, name));
    expect((await inFolder(COUNT)).rows).toEqual([{ count: 106 }]);
  });

  test('a packed file that is none, or not there, is an error and leaves no folder that looks filled', async () => {
    writeFileSync(packed, 'no database');
    const broken = join(folder, 'broken');
    await expect(openEmbedded({ packed, folder: broken })).rejects.toThrow();
    await expect(openEmbedded({ packed: join(folder, 'nowhere') })).rejects.toThrow('ENOENT');
    expect(existsSync(join(broken, 'wellgraph-postgres.ready'))).toBe(false);
  });
}
