import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boundColumns } from '../../src/binding/bound-columns.js';
import type { Database } from '../../src/database/open-database.js';
import { openViews } from '../../src/sources/postgres/open-views.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { ask, built } from '../support/execute.js';
import { ENGINES, type Engine } from '../support/postgres.js';

const idOf = (completion: string) => Buffer.from(JSON.stringify(['Completion', completion])).toString('base64url');

/** Ten days of each completion; what differs between them is what a hope could go wrong by. */
const ROWS = `
  create table stg_prodview__units as
    select 'u' || n as id_rec, 'net' as id_flownet, 'Unit ' || n as unit_name from generate_series(1, 30) n;
  create table stg_prodview__completions as
    select 'c' || n as id_rec, 'u' || n as id_rec_parent, 'net' as id_flownet, 'Completion ' || n as completion_name
    from generate_series(1, 30) n;
  create table stg_prodview__daily_allocations as
    select 'c' || n || ' ' || d as id_rec, 'net' as id_flownet, 'u' || n as id_rec_unit, 'c' || n as id_rec_comp,
      timestamp '2024-01-01' + d * interval '1 day' as allocation_date, n * 100.0 + d as allocated_oil_bbl,
      timestamptz '2024-02-01' as _fivetran_synced
    from generate_series(1, 30) n, generate_series(0, 9) d where n <> 4 or d <> 5;
  -- Of c2 and c6 a day that was allocated again, of c3 one that it has in two units; c4 lacks a day.
  insert into stg_prodview__daily_allocations values
    ('c2 again', 'net', 'u2', 'c2', '2024-01-04', 7777, '2024-02-09'),
    ('c3 there', 'net', 'u9', 'c3', '2024-01-04', 8888, '2024-02-01'),
    ('c6 later', 'net', 'u6', 'c6', '2024-01-04 12:00', 9999, '2024-02-03')`;

describe.each(ENGINES)('%s', (_name, start) => {
  let engine: Engine;
  let database: Database;
  let source: RowSource;
  const statements: string[] = [];
  beforeAll(async () => {
    engine = await start();
    await engine.asOwner((client) => client.query(ROWS));
    database = engine.open({ searchPath: 'public' });
  }, 60_000);
  beforeEach(async () => {
    const { pool } = database;
    const watched = {
      connect: async () => {
        const connection = await pool.connect();
        const query = (asked: { readonly text: string }) => {
          if (asked.text.includes('wellgraph')) statements.push(asked.text);
          return connection.query(asked as never);
        };
        return { query, release: (broken?: boolean) => connection.release(broken) };
      },
      waitingCount: 0,
    };
    const views = boundColumns(built.bindings, 'PRODVIEW');
    source = (await openViews({ ...database, pool: watched } as never, views, 'PRODVIEW')).source;
  });
  afterAll(async () => {
    await database?.close();
    await engine?.close();
  });

  /** The answer where facts are hoped to have one row each, held against the one of rows that are told apart. */
  async function hopefully(document: string) {
    const { writesJson: _, ...byRow } = source;
    const rows = await ask(byRow, document);
    statements.length = 0;
    const text = await ask(source, document);
    expect(rows.errors).toBeUndefined();
    expect(text).toEqual(rows);
    return { data: text.data, sent: statements.filter((each) => each.includes('daily_allocations')) };
  }

  const days = (completions: readonly string[], first = 10, more = '') => `{
    completions(where: { idRec: { in: ${JSON.stringify(completions)} } }, first: 30) { nodes { idRec
      dailyAllocations(from: "2024-01-01", to: "2024-01-10", first: ${first}${more}, orderBy: [ALLOCATION_DATE_ASC]) {
        pageInfo { hasNextPage } nodes { idRec allocationDate allocated { oilBbl } } } } } }`;
  const listOf = (data: any, completion: string) =>
    data.completions.nodes.find(({ idRec }: any) => idRec === completion).dailyAllocations;
  const some = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `c${from + at}`);

  test('days of which each is there once are one statement without telling facts apart', async () => {
    const { data, sent } = await hopefully(days(['c1', 'c4', 'c7']));
    expect(listOf(data, 'c1').nodes).toHaveLength(10);
    expect(listOf(data, 'c4').nodes).toHaveLength(9);
    expect(sent).toHaveLength(1);
    expect(sent[0]).not.toContain('wg_fact');
  });

  test('a day that was allocated again counts once, and only its completion is asked for again', async () => {
    const { data, sent } = await hopefully(days(['c2', ...some(7, 30)]));
    const oil = listOf(data, 'c2').nodes.map(({ allocated }: any) => allocated.oilBbl);
    expect(oil).toHaveLength(10);
    expect(oil).toContain(7777);
    expect(oil).not.toContain(203);
    expect(sent.map((each) => each.includes('wg_fact'))).toEqual([false, true]);
  });

  test('a day in two units stays two, and more rows than a page are cut', async () => {
    const { data } = await hopefully(days(['c3', 'c6', ...some(7, 30)]));
    expect(listOf(data, 'c3')).toMatchObject({ pageInfo: { hasNextPage: true } });
    expect(listOf(data, 'c6').nodes).toHaveLength(10);
    expect(listOf(data, 'c6').nodes[3].allocated.oilBbl).toBe(9999);
  });

  test.each([
    ['a page shorter than its window', days(['c1', 'c7'], 3)],
    ['a filter on more than the fact', days(['c2', 'c7'], 10, ', where: { allocated: { oilBbl: { lt: 5000 } } }')],
  ])('%s is not hoped for', async (_what, document) => {
    const { sent } = await hopefully(document);
    expect(sent.map((each) => each.includes('wg_fact'))).toEqual([true]);
  });

  test.each(['DAY', 'MONTH'])('a series by %s is hoped for too', async (bucket) => {
    const series = (completions: readonly string[]) => `{
      productionSeries(completions: ${JSON.stringify(completions.map(idOf))}, from: "2024-01-01", to: "2024-01-10", bucket: ${bucket}) {
        series { bucketsWithoutData points { at oilBbl } } } }`;
    const once = await hopefully(series(['c1', ...some(7, 30)]));
    expect(once.sent.filter((each) => each.includes('string_agg')).map((each) => each.includes('wg_fact'))).toEqual([
      false,
    ]);
    const { data, sent } = await hopefully(series(['c2', 'c3', ...some(7, 30)]));
    expect(sent.filter((each) => each.includes('wg_fact'))).toHaveLength(1);
    if (bucket !== 'DAY') return;
    expect(data.productionSeries.series[0].points[3].oilBbl).toBe(7777);
    expect(data.productionSeries.series[1].points[3].oilBbl).toBe(8888 + 303);
  });

  test('where many keys are hoped for in vain the list is read as it is from then on', async () => {
    const document = days(['c2', 'c6']);
    expect((await hopefully(document)).sent.length).toBe(2);
    const after = await hopefully(document);
    expect(after.sent.map((each) => each.includes('wg_fact'))).toEqual([true]);
  });
});
