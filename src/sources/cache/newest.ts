import type { Aggregation, Column, Row, RowSource } from '../row-source.js';

/** When a row was last synchronised: the views' own watermark. */
const SYNCED: Column = { name: '_fivetran_synced', kind: 'instant' };

/**
 * A word for each view that changes with its newest row and, because rows also go, with their number; null where rows are
 * not dated. It costs one statement over all rows.
 */
export function newestOf(source: RowSource) {
  return async (views: readonly string[]): Promise<(string | null)[]> => {
    const reads = views.map(measured);
    const [first] = reads;
    if (!first) return [];
    if (reads.length > 1 && source.readAll) return (await source.readAll(reads)).map(wordOf);
    return Promise.all(reads.map(async (read) => wordOf(await source.aggregate(read))));
  };
}

const measured = (view: string): Aggregation => ({
  label: 'changes',
  view,
  scope: { kind: 'everything' },
  rowLimit: 1,
  groupBy: [],
  measures: [
    { as: 'newest', of: 'max', column: SYNCED },
    { as: 'rows_of', of: 'count' },
  ],
});

function wordOf([row]: readonly Row[]): string | null {
  const rows = Number(row?.rows_of ?? 0);
  return rows > 0 && row?.newest === null ? null : `${row?.newest ?? ''} ${rows}`;
}
