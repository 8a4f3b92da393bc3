import type { Bindings, LinkField, ViewBinding } from '../binding/bindings.js';
import { inOrder } from '../loaders/in-order.js';
import type { Loaders } from '../loaders/loaders.js';
import type { Reads } from '../loaders/reads.js';
import type { JsonShape } from '../sources/json-shape.js';
import type { Aggregation, Column, Condition, Key, Row } from '../sources/row-source.js';
import { type Buckets, dayAt } from './buckets.js';
import type { PointPlan } from './point-fields.js';
import type { Subject } from './series-request.js';
import type { SeriesWindow } from './series-window.js';

/** Where a series reads: the view of its subject, and the daily allocations that the subject's link leads to. */
export interface SeriesSource {
  readonly label: string;
  readonly owner: ViewBinding;
  readonly daily: ViewBinding;
  readonly link: LinkField;
  /** The production day. */
  readonly day: Column;
}

/** The schema's own link to the daily allocations says which columns belong to the subject, and which one is the day. */
export function seriesSource({ type, label }: Subject, { views }: Bindings): SeriesSource {
  const owner = views.get(type);
  const link = owner?.fields.get('dailyAllocations');
  const daily = link?.kind === 'link' ? views.get(link.target) : undefined;
  if (!owner || link?.kind !== 'link' || !link.order || !daily) throw new Error(`${type} has no daily allocations`);
  return { label, owner, daily, link, day: { ...link.order, kind: 'date' } };
}

/** The newest day that the store has of anyone; null where it has none. Read once a request. */
export function newestDay({ label, daily, day }: SeriesSource, read: Reads, loaders: Loaders): Promise<string | null> {
  return loaders.batched('newest production day', [], async () => {
    const measures = [{ as: 'newest', of: 'max', column: day } as const];
    const rows = await read.aggregate(daily, { ...read.from(daily, `${label} newest day`), groupBy: [], measures });
    const newest = rows[0]?.newest;
    return [typeof newest === 'string' ? newest : null];
  });
}

/** What a row of a bucket calls its first day. */
export const AT = 'at';

/** The buckets that have rows, of every key in one statement, in the keys' order. */
export function rowsInWindow(
  source: SeriesSource,
  read: Reads,
  keys: readonly Key[],
  window: SeriesWindow,
  plan: PointPlan,
): Promise<Row[][]> {
  const { label } = source;
  return bucketRows(source, read, keys, window.buckets, plan, { label, where: within(source, window) });
}

const within = ({ day }: SeriesSource, { from, to }: SeriesWindow): Condition => ({
  all: [
    { column: day, is: 'gte', value: from },
    { column: day, is: 'lte', value: to },
  ],
});

/** The last bucket that has rows before the first of these, whole; none for a key without any. */
export function rowsBefore(
  source: SeriesSource,
  read: Reads,
  keys: readonly Key[],
  { buckets }: SeriesWindow,
  plan: PointPlan,
): Promise<Row[][]> {
  const where = { column: source.day, is: 'lt', value: dayAt(buckets.first, buckets.bucket) } as const;
  const last = {
    label: `${source.label} before the window`,
    where,
    rankedBy: [{ as: AT, descending: true }],
    limit: 1,
  };
  return bucketRows(source, read, keys, buckets, plan, last);
}

/** The same with the buckets of each key as the objects of a JSON list: one row a key that has any. */
export function writtenInWindow(
  source: SeriesSource,
  read: Reads,
  keys: readonly Key[],
  window: SeriesWindow,
  plan: PointPlan,
  asText: JsonShape,
): Promise<Row[][]> {
  const { label } = source;
  return bucketRows(source, read, keys, window.buckets, plan, { label, where: within(source, window), asText });
}

interface Which {
  readonly label: string;
  readonly where: Condition;
  readonly asText?: JsonShape;
  readonly rankedBy?: Aggregation['rankedBy'] & {};
  readonly limit?: number;
}

async function bucketRows(
  { daily, link, day }: SeriesSource,
  read: Reads,
  tuples: readonly Key[],
  { bucket, count }: Buckets,
  { measures }: PointPlan,
  { label, ...which }: Which,
): Promise<Row[][]> {
  if (tuples.length === 0 || count === 0) return tuples.map(() => []);
  const by = ({ DAY: 'day', MONTH: 'month', YEAR: 'year' } as const)[bucket];
  const groupBy = [{ as: AT, column: day, by }];
  const counted = { ...read.from(daily, label), ...(daily.grain && { grain: daily.grain }), groupBy, measures };
  const rows = await read.aggregate(daily, { ...counted, ...which, keys: { columns: link.to, tuples } });
  return inOrder(tuples, link.to, rows);
}
