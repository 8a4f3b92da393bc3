import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { EventStore } from '../../src/events/event-store.js';
import { verify } from '../../src/events/verify.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import { changeOf, dayOf, openEvents, requestOf } from '../support/ops.js';
import { ENGINES, type Engine } from '../support/postgres.js';

// A migration gives a column another type while the gateway runs: what its connections have planned is of no use any more.

const READ = {
  label: 'levels',
  view: 'levels',
  scope: { kind: 'everything' },
  columns: [{ name: 'level', kind: 'text' }],
  order: [],
  limit: 1,
  rowLimit: 10,
  again: true,
} as const;

describe.each(ENGINES)('what is planned on %s', (name, open) => {
  const connections = name === 'PGlite' ? 1 : 8;
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
    await engine.asOwner(async (client) => {
      await migrate(client);
      await client.query('create table marts.levels (level int)');
      await client.query('insert into marts.levels values (7)');
      await client.query('grant select on marts.levels to wellgraph_gateway');
    });
  });
  afterAll(() => engine.close());

  const owner = (text: string) => engine.asOwner((client) => client.query(text));
  const planned = async (pool: { query: (text: string) => Promise<{ rows: unknown[] }> }) =>
    (await pool.query("select name from pg_prepared_statements where name like 'wellgraph_%'")).rows;
  const atOnce = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: connections }, work));

  test('of a table is planned again where the table is another, and no reader hears of it', async () => {
    const database = engine.open({ role: 'wellgraph_gateway', connections });
    const source = postgresSource(database, 'GIS');
    const levels = async () => (await atOnce(() => source.select(READ))).map(([row]) => row?.level);
    expect(new Set(await levels())).toEqual(new Set([7]));
    expect(await planned(database.pool as never)).not.toEqual([]);
    const retyped = [
      ['text using level::text', '7'],
      ["boolean using level = '7'", true],
      ['int using level::int', 1],
    ] as const;
    for (const [type, level] of retyped) {
      // The embedded database has one session: it is not the gateway's while it migrates.
      const owned = engine.embedded ? database.pool : undefined;
      const alter = `alter table marts.levels alter column level type ${type}`;
      if (owned) {
        await owned.query('reset role');
        await owned.query(alter);
        await owned.query('set role wellgraph_gateway');
      } else await owner(alter);
      expect(new Set(await levels())).toEqual(new Set([level]));
    }
    await source.close();
  });

  test('is kept of what asks for one key again and again, of nothing else', async () => {
    const database = engine.open({ role: 'wellgraph_gateway', connections: 1 });
    const source = postgresSource(database, 'GIS');
    const { again: _, ...read } = READ;
    const columns = [{ name: 'level', kind: 'text' }] as const;
    const asking = async (times: number, tuples: readonly [string][], more: object = {}) => {
      const before = await planned(database.pool as never);
      for (let each = 0; each < times; each++)
        await source.select({ ...read, label: `levels ${name} ${tuples.length}`, keys: { columns, tuples }, ...more });
      return (await planned(database.pool as never)).length - before.length;
    };
    await source.select(read); // whom it reads for, the connection is told by a name too
    expect(await asking(9, [['1']])).toBe(0);
    expect(await asking(2, [['2']])).toBe(1);
    expect(await asking(20, [['1'], ['2']])).toBe(0);
    expect(await asking(20, [['1']], { where: { column: columns[0], is: 'ne', value: '3' } })).toBe(0);
    await source.close();
  });

  test('of records is planned again as well, on however many connections, and nothing is lost or written twice', async () => {
    const { store, database, close } = openEvents(engine, connections);
    const write = dayOf();
    await store.commit(requestOf([write]));
    const read = () => store.read<any>('select * from ops.daily_production where row_id = $1', [write.rowId]);
    const all = () => atOnce(read);
    await all();
    const alter = 'alter table ops.daily_production add column meanwhile text';
    if (engine.embedded) {
      await database.pool.query('reset role');
      await database.pool.query(alter);
      await database.pool.query('set role wellgraph_gateway');
    } else await owner(alter);
    // One reader alone: the connections that wait beside its own know no more than that one.
    for (const [row] of [await read(), ...(await all())])
      expect(row).toMatchObject({ row_version: 1, meanwhile: null });
    const request = requestOf([changeOf(write.rowId, 1, { remark: 'after' })]);
    const answers = await atOnce(() => store.commit(request));
    expect(answers.filter(({ is }) => is === 'written')).toHaveLength(1);
    expect(answers.filter(({ is }) => is === 'replayed')).toHaveLength(connections - 1);
    // A copy that started before knows the columns that there were.
    expect((await store.commit(requestOf([dayOf()]))).is).toBe('written');
    expect((await new EventStore(database).commit(requestOf([dayOf()]))).is).toBe('written');
    expect(await verify(store, ['daily_production'])).toEqual([]);
    await close();
  });
});
