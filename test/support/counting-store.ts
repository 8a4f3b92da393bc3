import type { Aggregation, Column, Row, RowSource, Selection } from '../../src/sources/row-source.js';

type Read = Selection | Aggregation;
export const OWNER: Column = { name: 'owner', kind: 'text' };

/** Reads of the rows that belong to these owners. */
export const owned = (view: string, ...owners: string[]): Selection => ({
  label: view,
  view,
  scope: { kind: 'everything' },
  rowLimit: 100,
  keys: { columns: [OWNER], tuples: owners.map((owner) => [owner]) },
  columns: [OWNER],
  order: [],
});
export const listed = (view: string): Selection => {
  const { keys: _, ...rest } = owned(view);
  return rest;
};

/** A store that writes down what each statement asked: the view, and for which owners. Each owner has two rows. */
export function countingStore() {
  const statements: string[][] = [];
  const store = {
    statements,
    /** What happens before a statement is answered; it may throw, or wait. */
    before: async (_views: string[], _signal?: AbortSignal): Promise<void> => {},
    take: () => statements.splice(0),
  };
  const answer = async (reads: readonly Read[], signal?: AbortSignal): Promise<Row[][]> => {
    statements.push(reads.map(({ view, keys }) => [view, ...(keys?.tuples.flat() ?? [])].join(' ')));
    await store.before(
      reads.map(({ view }) => view),
      signal,
    );
    return reads.map(({ keys }) =>
      (keys?.tuples ?? [['A']]).flatMap(([owner = '']) => [1, 2].map((number) => ({ owner, number }))),
    );
  };
  const one = async (read: Read, signal?: AbortSignal) => (await answer([read], signal))[0] ?? [];
  const source: RowSource = { select: one, aggregate: one, readAll: answer, close: async () => {} };
  return { ...store, store, source };
}
