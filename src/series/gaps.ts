import { type Buckets, firstDays } from './buckets.js';
import type { PointField, Values } from './point-fields.js';

/** What stands in a bucket without rows. */
export type GapPolicy = 'NULL' | 'ZERO' | 'LAST';

/** A point as it is served: its values are plain properties beside the first day of its bucket. */
export interface Point extends Values {
  readonly at: string;
  readonly daysWithData: number;
}

/**
 * A point for every bucket, in their order.
 *
 * @param filled  the points of the buckets that have rows, in any order
 * @param fields  the names of their values
 * @param before  the last values before the first bucket, for LAST
 */
export function everyBucket(
  buckets: Buckets,
  filled: readonly Point[],
  policy: GapPolicy,
  fields: readonly PointField[],
  before?: Values,
): Point[] {
  const byDay = new Map(filled.map((point) => [point.at, point]));
  const all = (value: number | null): Values => Object.fromEntries(fields.map((field) => [field, value]));
  let missing = policy === 'LAST' && before ? before : all(policy === 'ZERO' ? 0 : null);
  return firstDays(buckets).map((at) => {
    const found = byDay.get(at);
    if (found && policy === 'LAST') missing = found;
    return found ?? { ...missing, at, daysWithData: 0 };
  });
}
