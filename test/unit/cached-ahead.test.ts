import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cached } from '../../src/sources/cache/cached.js';
import { Tokens } from '../../src/sources/cache/tokens.js';
import type { Deep } from '../../src/sources/beside.js';
import { openFolder } from '../../src/sources/duckdb/open-folder.js';
import type { Aggregation, Column, Row, RowSource, Selection } from '../../src/sources/row-source.js';
import { writeFolder } from '../support/folder.js';

const text = (name: string): Column => ({ name, kind: 'text' });
const [ID, NET, PARENT] = [text('id'), text('net'), text('parent')];
const views = new Map([
  ['wells', [ID, NET]],
  ['tanks', [ID, PARENT, NET]],
  ['readings', [ID, PARENT]],
]);
const folder = writeFolder({
  wells: [
    { id: 'W1', net: 'N1' },
    { id: 'W2', net: 'N1' },
    { id: 'W3', net: null },
    { id: 'W4', net: 'N2' },
  ],
  tanks: [
    { id: 'T1', parent: 'W1', net: 'N1' },
    { id: 'T2', parent: 'W1', net: 'N1' },
    { id: 'T3', parent: 'W1', net: 'N2' },
    { id: 'T4', parent: 'W4', net: 'N2' },
  ],
  readings: [
    { id: 'R1', parent: 'T1' },
    { id: 'R2', parent: 'T2' },
  ],
});

let store: RowSource;
beforeAll(async () => {
  store = (await openFolder({ folder, views, memoryMb: 256, threads: 1, connections: 2, waiting: 10 })).source;
});
afterAll(() => store.close());

type Read = Selection | Aggregation;
const read = (view: string, some: Partial<Selection> = {}): Selection => ({
  label: view,
  view,
  scope: { kind: 'everything' },
  rowLimit: 100,
  columns: views.get(view) ?? [],
  order: [{ column: ID, descending: false }],
  ...some,
});
const WELLS = read('wells', { where: { column: NET, is: 'ne', value: 'N2' } });
const LINK = [PARENT, NET];
const beneathWells = { columns: LINK, tuples: [], beneath: { ...WELLS, columns: [ID, NET] } };
const TANKS = read('tanks', { keys: beneathWells, limit: 2 });
const READINGS = read('readings', {
  keys: { columns: [PARENT], tuples: [], beneath: { ...TANKS, columns: [ID], limit: 1 } },
  limit: 2,
});
const tanksOf = (...tuples: string[][]): Selection => ({ ...TANKS, keys: { columns: LINK, tuples } });
const readingsOf = (...tuples: string[][]): Selection => ({ ...READINGS, keys: { columns: [PARENT], tuples } });
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

let statements: string[][];
let words: Map<string, number>;
let now: number;
let source: RowSource;
let before: () => Promise<void>;
beforeEach(() => {
  statements = [];
  words = new Map();
  now = 1_000_000;
  before = async () => {};
  const noted = async <T>(reads: readonly Read[], ask: () => Promise<T>) => {
    statements.push(reads.map(({ view, keys }) => (keys?.beneath ? `${view} beneath` : view)));
    await before();
    return ask();
  };
  const counting: RowSource = {
    ...store,
    select: (one, signal) => noted([one], () => store.select(one, signal)),
    aggregate: (one, signal) => noted([one], () => store.aggregate(one, signal)),
    readAll: (all, signal) => noted(all, async () => (await store.readAll?.(all, signal)) ?? []),
  };
  const told = async (all: readonly string[]) => all.map((view) => String(words.get(view) ?? 0));
  const tokens = new Tokens({ told }, [...views.keys()], { toldMs: 10, otherMs: 10, now: () => now });
  source = cached(counting, { tokens, bytes: 1_000_000, staleMs: 0, ahead: true, now: () => now });
});
const change = (view: string) => {
  words.set(view, (words.get(view) ?? 0) + 1);
  now += 10;
};
const ahead = (...deep: Deep[]) => source.ahead?.(deep);
const taken = () => statements.splice(0);

describe('what is read beneath rows that are still being read', () => {
  test('is known by their keys then, also where there is none', async () => {
    await ahead({ upper: WELLS, reads: [TANKS] });
    expect(taken()).toEqual([['tanks beneath', 'wells']]);
    expect(ids(await source.select(tanksOf(['W1', 'N1'])))).toEqual(['T1', 'T2']);
    expect(await source.select(tanksOf(['W2', 'N1']))).toEqual([]);
    expect(taken()).toEqual([]);
    // Above there is no such row: nobody has asked for it.
    expect(ids(await source.select(tanksOf(['W4', 'N2'])))).toEqual(['T4']);
    expect(taken()).toEqual([['tanks']]);
  });

  test('tells the keys of what lies beneath it by the same statement, cut as its page is', async () => {
    await ahead({ upper: WELLS, reads: [TANKS, READINGS] });
    expect(taken()).toEqual([['tanks beneath', 'readings beneath', 'wells']]);
    expect(ids(await source.select(readingsOf(['T1'])))).toEqual(['R1']);
    expect(taken()).toEqual([]);
    expect(ids(await source.select(readingsOf(['T2'])))).toEqual(['R2']);
    expect(taken()).toEqual([['readings']]);
  });

  test('is measured too', async () => {
    const { columns: _, order: __, limit: ___, ...rest } = TANKS;
    const counted: Aggregation = { ...rest, groupBy: [], measures: [{ as: 'n', of: 'count' }] };
    await ahead({ upper: WELLS, reads: [counted] });
    taken();
    const keys = {
      columns: LINK,
      tuples: [
        ['W1', 'N1'],
        ['W2', 'N1'],
      ],
    };
    expect((await source.aggregate({ ...counted, keys })).map(({ n }) => Number(n))).toEqual([2]);
    expect(taken()).toEqual([]);
  });

  test('costs nothing where the rows above are known', async () => {
    await source.select(WELLS);
    taken();
    await ahead({ upper: WELLS, reads: [TANKS] });
    expect(taken()).toEqual([]);
  });

  test('costs nothing twice, and what two ask for at once is one statement', async () => {
    await Promise.all([ahead({ upper: WELLS, reads: [TANKS] }), ahead({ upper: WELLS, reads: [TANKS] })]);
    await ahead({ upper: WELLS, reads: [TANKS] });
    expect(taken()).toHaveLength(1);
  });

  test('rests on its own view, not on the one above', async () => {
    await ahead({ upper: WELLS, reads: [TANKS] });
    change('wells');
    await source.select(tanksOf(['W1', 'N1']));
    expect(taken()).toHaveLength(1);
    change('tanks');
    await source.select(tanksOf(['W1', 'N1']));
    expect(taken()).toEqual([['tanks']]);
  });

  test('is not kept where there is more than a statement may bring', async () => {
    const most = { ...TANKS, rowLimit: 1 };
    await ahead({ upper: WELLS, reads: [most] });
    taken();
    expect(await source.select({ ...tanksOf(['W1', 'N1']), rowLimit: 1 })).toHaveLength(2);
    expect(taken()).toEqual([['tanks']]);
  });

  test('that fails says so, and leaves nothing behind', async () => {
    before = async () => {
      throw new Error('out of order');
    };
    await expect(ahead({ upper: WELLS, reads: [TANKS] })).rejects.toThrow('out of order');
    before = async () => {};
    expect(ids(await source.select(tanksOf(['W1', 'N1'])))).toEqual(['T1', 'T2']);
    expect(statements).toHaveLength(2);
  });

  test('is given up with the one who asked', async () => {
    const leaving = new AbortController();
    before = () => new Promise(() => {});
    const reading = source.ahead?.([{ upper: WELLS, reads: [TANKS] }], leaving.signal);
    leaving.abort(new Error('left'));
    await expect(reading).rejects.toThrow('left');
  });
});

test('who keeps no answers reads nothing ahead', () => {
  const tokens = new Tokens({}, [], { toldMs: 1, otherMs: 1 });
  expect(cached(store, { tokens, bytes: 0, staleMs: 0, ahead: true }).ahead).toBeUndefined();
  expect(cached(store, { tokens, bytes: 1, staleMs: 0 }).ahead).toBeUndefined();
});
