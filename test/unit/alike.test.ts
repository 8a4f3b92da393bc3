import { expect, test } from 'vitest';
import { SourceUnavailable } from '../../src/errors.js';
import { alike } from '../../src/sources/alike.js';
import type { Row, RowSource, Selection } from '../../src/sources/row-source.js';

const ofOwner = (owner: string, more: Partial<Selection> = {}): Selection => ({
  label: 'days',
  view: 'days',
  scope: { kind: 'everything' },
  rowLimit: 5,
  keys: { columns: [{ name: 'owner', kind: 'text' }], tuples: [[owner]] },
  columns: [],
  order: [],
  ...more,
});

/** A store with two days of each owner that writes down of which owners each statement read. */
function aStore(error?: Error) {
  const statements: string[][] = [];
  const select = async ({ keys, rowLimit }: Selection): Promise<Row[]> => {
    const owners = (keys?.tuples ?? []).map(([owner]) => owner ?? '');
    statements.push(owners);
    if (error) throw error;
    const rows = [1, 2].flatMap((day) => owners.map((owner) => ({ owner, day })));
    return rows.slice(0, rowLimit + 1);
  };
  const source: RowSource = { select, aggregate: async () => [], close: async () => {} };
  return { statements, source: alike(source) };
}
const days = (owner: string) => [
  { owner, day: 1 },
  { owner, day: 2 },
];

test('reads that differ in their keys alone are one statement, and each gets the rows of its own', async () => {
  const { source, statements } = aStore();
  const found = await Promise.all(['a', 'b', 'a'].map((owner) => source.select(ofOwner(owner))));
  expect(found).toEqual([days('a'), days('b'), days('a')]);
  expect(statements).toEqual([['a', 'b']]);
});

test('reads that differ in more, or come later, are statements of their own', async () => {
  const { source, statements } = aStore();
  await Promise.all([source.select(ofOwner('a')), source.select(ofOwner('b', { view: 'weeks' }))]);
  await source.select(ofOwner('c'));
  expect(statements).toEqual([['a'], ['b'], ['c']]);
});

test('where there are more rows than a statement may bring, each is asked by itself', async () => {
  const { source, statements } = aStore();
  const found = await Promise.all(['a', 'b', 'c'].map((owner) => source.select(ofOwner(owner))));
  expect(found).toEqual(['a', 'b', 'c'].map(days));
  expect(statements).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
});

test('a statement that fails fails each of them', async () => {
  const { source } = aStore(new SourceUnavailable('OPS', new Error('away')));
  const found = await Promise.allSettled(['a', 'b'].map((owner) => source.select(ofOwner(owner))));
  expect(found.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
