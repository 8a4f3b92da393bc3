import { afterEach, expect, test } from 'vitest';
import { SourceSchema, SourceUnavailable } from '../../src/errors.js';
import { Resident } from '../../src/sources/cache/resident.js';
import { Tokens } from '../../src/sources/cache/tokens.js';
import { type MemoryTables, openMemoryTables } from '../../src/sources/duckdb/memory-tables.js';
import type { Column, RowSource, Selection } from '../../src/sources/row-source.js';
import { routed } from '../../src/sources/routed.js';
import { countingStore, listed, OWNER, owned } from '../support/counting-store.js';

const NUMBER: Column = { name: 'number', kind: 'integer' };
const FOREMAN: Column = { name: 'foreman', kind: 'text', personal: 'NAME' };
let tables: MemoryTables;
afterEach(() => tables.source.close());

/** Views a and b are held; c is not. */
async function aResident({ staleMs = 0, mostRows = 100 } = {}) {
  const { store, source: far } = countingStore();
  const words = new Map<string, number>();
  const clock = { now: 1_000_000 };
  const now = () => clock.now;
  const told = async (views: readonly string[]) => views.map((view) => String(words.get(view) ?? 0));
  const tokens = new Tokens({ told }, ['a', 'b', 'c'], { toldMs: 10, otherMs: 10, now });
  tables = await openMemoryTables({ source: 'PRODVIEW', memoryMb: 256, threads: 1, connections: 2, waiting: 10 });
  const refusals: string[] = [];
  const columns = [OWNER, NUMBER, FOREMAN];
  const resident = new Resident({
    views: new Map([
      ['a', columns],
      ['b', columns],
    ]),
    tables,
    source: far,
    tokens,
    mostRows,
    staleMs,
    onRefusal: (view) => void refusals.push(view),
    now,
  });
  const change = (view: string) => {
    words.set(view, (words.get(view) ?? 0) + 1);
    clock.now += 10;
  };
  const source: RowSource = routed(resident, far);
  return { store, clock, change, refusals, source, resident };
}

test('views that are held are read whole once, side by side, and then cost nothing', async () => {
  const { source, store } = await aResident();
  expect(await source.select(owned('a', 'A', 'X'))).toHaveLength(2);
  expect(await source.select(listed('b'))).toHaveLength(2);
  expect(await source.aggregate({ ...listed('a'), groupBy: [], measures: [{ as: 'count', of: 'count' }] })).toEqual([
    { count: 2 },
  ]);
  expect(store.take().sort()).toEqual([['a'], ['b']]);
});

test('only the one that has changed is read again, once for all who ask', async () => {
  const { source, store, change } = await aResident();
  await source.select(listed('a'));
  await source.select(listed('b'));
  store.take();
  change('a');
  await Promise.all([source.select(listed('a')), source.select(owned('a', 'A')), source.select(listed('b'))]);
  expect(store.take()).toEqual([['a']]);
});

test('of a wide statement only the parts that are not held are sent', async () => {
  const { source, store } = await aResident();
  await source.readAll?.([owned('a', 'A'), owned('b', 'A')]);
  store.take();
  const parts = await source.readAll?.([owned('c', 'A'), owned('a', 'A'), owned('c', 'B'), owned('b', 'A')]);
  expect(parts?.map((rows) => rows.map(({ owner }) => owner))).toEqual([
    ['A', 'A'],
    ['A', 'A'],
    ['B', 'B'],
    ['A', 'A'],
  ]);
  expect(store.take()).toEqual([['c A', 'c B']]);
});

test('what needs a person, a column or a view that is not held is asked of the store', async () => {
  const { source, store } = await aResident();
  await source.select(listed('a'));
  await source.select(listed('b'));
  store.take();
  const of = { view: 'c', columns: [OWNER], where: { column: OWNER, isNull: false } } as const;
  const reads: Selection[] = [
    { ...listed('a'), columns: [FOREMAN] },
    { ...listed('a'), where: { not: { column: FOREMAN, is: 'eq', value: 'x' } } },
    { ...listed('a'), columns: [{ name: 'other', kind: 'text' }] },
    { ...listed('a'), scope: { kind: 'where', condition: { columns: [OWNER], of } } },
  ];
  for (const read of reads) await source.select(read);
  expect(store.take()).toHaveLength(4);
  const held = { ...of, view: 'b' };
  expect(
    await source.select({ ...listed('a'), scope: { kind: 'where', condition: { columns: [OWNER], of: held } } }),
  ).toHaveLength(2);
  expect(await source.select({ ...listed('a'), scope: { kind: 'nothing' } })).toEqual([]);
  expect(store.take()).toEqual([]);
});

test('a view that is too large, or that the store lacks, is asked like any other until it changes', async () => {
  const { source, store, refusals, change } = await aResident({ mostRows: 1 });
  await source.select(owned('a', 'A'));
  await source.select(owned('a', 'A'));
  expect(store.take().filter(([read]) => read === 'a')).toHaveLength(1);
  store.before = async (views) => {
    if (views.includes('b')) throw new SourceSchema('PRODVIEW', 'no view b');
  };
  change('b');
  await expect(source.select(owned('b', 'A'))).rejects.toThrow('lacks a column or view');
  await expect(source.select(owned('b', 'A'))).rejects.toThrow('lacks a column or view');
  expect(store.take()).toEqual([['b'], ['b A'], ['b A']]);
  expect(refusals.sort()).toEqual(['a', 'b', 'b']);
});

test('where the store is out of order, what is held stands in for it as long as that is allowed', async () => {
  const { source, store, change, clock } = await aResident({ staleMs: 1_000 });
  await source.select(listed('a'));
  const read = clock.now;
  store.before = () => Promise.reject(new SourceUnavailable('PRODVIEW', 'down'));
  change('a');
  const notes = {};
  expect(await source.select({ ...listed('a'), notes })).toHaveLength(2);
  expect(notes).toMatchObject({ asOf: read, stale: true });
  clock.now += 1_000;
  await expect(source.select(listed('a'))).rejects.toThrow('does not answer');
});
