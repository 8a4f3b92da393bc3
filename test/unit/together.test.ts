import { expect, test } from 'vitest';
import { SourceSchema, SourceUnavailable } from '../../src/errors.js';
import type { Aggregation, Row, RowSource, Selection } from '../../src/sources/row-source.js';
import { together } from '../../src/sources/together.js';

type Read = Selection | Aggregation;

const keyed = (view: string): Selection => ({
  label: view,
  view,
  scope: { kind: 'everything' },
  rowLimit: 9,
  keys: { columns: [{ name: 'owner', kind: 'text' }], tuples: [['A']] },
  columns: [],
  order: [],
});
const counted = (view: string): Aggregation => ({ ...keyed(view), groupBy: [], measures: [] });
const unkeyed = (view: string): Selection => {
  const { keys: _, ...rest } = keyed(view);
  return rest;
};

/** A store that answers each read with its view's name and writes down which views each statement read. */
function aStore(fails: (views: string[]) => Error | undefined = () => undefined) {
  const statements: string[][] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const answer = async (reads: readonly Read[], signal?: AbortSignal): Promise<Row[][]> => {
    statements.push(reads.map(({ view }) => view));
    signals.push(signal);
    const error = fails(reads.map(({ view }) => view));
    if (error) throw error;
    return reads.map(({ view }) => [{ view }]);
  };
  const one = async (read: Read, signal?: AbortSignal) => (await answer([read], signal))[0] ?? [];
  const store: RowSource = { select: one, aggregate: one, readAll: answer, close: async () => {} };
  return { statements, signals, source: together(store) };
}
const settled = async (reads: Promise<Row[]>[]) =>
  (await Promise.allSettled(reads)).map((each) => (each.status === 'fulfilled' ? each.value[0]?.view : each.reason));

test('what is asked on one tick is one statement, and each gets its own rows', async () => {
  const { source, statements } = aStore();
  const found = [source.select(keyed('a')), source.aggregate(counted('b'))];
  await Promise.resolve();
  found.push(new Promise((resolve) => process.nextTick(() => resolve(source.select(keyed('c'))))));
  expect(await settled(found)).toEqual(['a', 'b', 'c']);
  expect(statements).toEqual([['a', 'b', 'c']]);
});

test('what is asked later is a statement of its own', async () => {
  const { source, statements } = aStore();
  await source.select(keyed('a'));
  await source.select(keyed('b'));
  expect(statements).toEqual([['a'], ['b']]);
});

test('reads without keys are one statement where they say that they are parts of one question', async () => {
  const { source, statements } = aStore();
  const beside = (view: string): Selection => ({ ...unkeyed(view), beside: true });
  await settled([source.select(beside('a')), source.select(unkeyed('b')), source.select(beside('c'))]);
  expect(statements).toEqual([['b'], ['a', 'c']]);
});

test('reads without keys do not wait for others', async () => {
  const { source, statements } = aStore();
  await settled([source.select(unkeyed('a')), source.select(keyed('b')), source.select(unkeyed('c'))]);
  expect(statements).toEqual([['a'], ['c'], ['b']]);
});

test('only what is given up together shares a statement, and the signal goes with it', async () => {
  const [mine, yours] = [new AbortController().signal, new AbortController().signal];
  const { source, statements, signals } = aStore();
  const reads = [mine, yours, mine, yours].map((signal, at) => source.select(keyed(String(at)), signal));
  expect(await settled(reads)).toEqual(['0', '1', '2', '3']);
  expect(statements).toEqual([
    ['0', '2'],
    ['1', '3'],
  ]);
  expect(signals).toEqual([mine, yours]);
});

test('a statement has at most sixteen parts', async () => {
  const { source, statements } = aStore();
  const views = Array.from({ length: 33 }, (_, at) => String(at));
  expect(await settled(views.map((view) => source.select(keyed(view))))).toEqual(views);
  expect(statements.map(({ length }) => length)).toEqual([16, 16, 1]);
});

test('a part whose view is missing fails alone: all are asked once more, singly', async () => {
  const missing = new SourceSchema('PRODVIEW', new Error('no view b'));
  const { source, statements } = aStore((views) => (views.includes('b') ? missing : undefined));
  expect(await settled(['a', 'b', 'c'].map((view) => source.select(keyed(view))))).toEqual(['a', missing, 'c']);
  expect(statements).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
});

test('a store that is down is not asked again', async () => {
  const down = new SourceUnavailable('PRODVIEW', new Error('refused'));
  const { source, statements } = aStore(() => down);
  expect(await settled(['a', 'b'].map((view) => source.select(keyed(view))))).toEqual([down, down]);
  expect(statements).toEqual([['a', 'b']]);
});

test('a store that throws before it promises fails the reads, not the process', async () => {
  const fault = new TypeError('a fault');
  const thrower = () => {
    throw fault;
  };
  const source = together({ select: thrower, aggregate: thrower, readAll: thrower, close: async () => {} });
  expect(await settled([source.select(keyed('a'))])).toEqual([fault]);
  expect(await settled([source.select(keyed('a')), source.aggregate(counted('b'))])).toEqual([fault, fault]);
});

test('a store that takes no wide statements is left as it is', () => {
  const rows = async () => [];
  const store: RowSource = { select: rows, aggregate: rows, close: async () => {} };
  expect(together(store)).toBe(store);
});

test('what is answered sooner than its neighbours does not wait for them', async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const read = (view: string): Row[] => [{ view }];
  const store: RowSource = {
    select: async ({ view }) => read(view),
    aggregate: async ({ view }) => read(view),
    readAll: async (reads) => reads.map(({ view }) => read(view)),
    readEach: async (reads, _signal, tell) => {
      tell?.(0, { status: 'fulfilled', value: read(reads[0]?.view ?? '') });
      await slow;
      return reads.map(({ view }) => ({ status: 'fulfilled', value: read(view) }));
    },
    close: async () => {},
  };
  const source = together(store);
  const [near, far] = [source.select(keyed('near')), source.select(keyed('far'))];
  expect(await near).toEqual([{ view: 'near' }]);
  finish();
  expect(await far).toEqual([{ view: 'far' }]);
});
