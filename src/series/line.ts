import type { Row } from '../sources/row-source.js';
import type { Buckets } from './buckets.js';
import { downsample } from './downsample.js';
import { everyBucket, type Point } from './gaps.js';
import type { PointPlan } from './point-fields.js';
import { AT } from './series-reads.js';
import type { SeriesRequest } from './series-request.js';

/** The production of one completion or unit. */
export interface Line {
  readonly bucketsWithoutData: number;
  readonly downsampled: boolean;
  /** Makes the points: the part of a line that takes time. */
  readonly draw: () => Point[];
  /** The points as a JSON list, where the store wrote it. */
  readonly text?: () => string;
}

/** What is unknown has no points: even a gap would say that it could have produced. */
export const UNKNOWN_LINE: Line = { bucketsWithoutData: 0, downsampled: false, draw: () => [] };

/**
 * A line's buckets as its points: gaps filled by the asked policy, then as few points as asked for.
 *
 * @param rows    the buckets that have data, in any order
 * @param before  the last one before the window, for LAST
 */
export function lineOf(
  { gaps, maxPoints, downsample: how }: SeriesRequest,
  buckets: Buckets,
  { fields, daysOf, valuesOf }: PointPlan,
  rows: readonly Row[],
  before: Row | undefined,
): Line {
  const draw = () => {
    const filled = rows.map((row) => ({ ...valuesOf(row), at: String(row[AT]), daysWithData: daysOf(row) }));
    const points = everyBucket(buckets, filled, gaps, fields, before && valuesOf(before));
    return how === 'NONE' ? points : downsample(points, maxPoints, how, boeOf);
  };
  const downsampled = how !== 'NONE' && buckets.count > maxPoints;
  return { bucketsWithoutData: buckets.count - rows.length, downsampled, draw };
}

/** Peaks and shapes are those of the BOE: one measure for all fields, so that a point stays one bucket. */
const boeOf = ({ boe }: Point) => boe ?? null;
