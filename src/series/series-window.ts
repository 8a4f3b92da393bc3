import { LimitExceeded } from '../errors.js';
import { type Buckets, bucketsOf, finestBuckets } from './buckets.js';
import { SERIES_MAX_POINTS } from './series-limits.js';
import type { SeriesRequest } from './series-request.js';

/** The days that are summed, both inclusive, and the buckets that they fall in. */
export interface SeriesWindow {
  readonly from: string;
  readonly to: string;
  readonly buckets: Buckets;
}

/**
 * The window as far as the store has days: what lies after its newest day is not yet there, and is no gap.
 * @throws LimitExceeded where it holds more points than may be read, or than maxPoints where none may be left out
 */
export function seriesWindow(request: SeriesRequest, newestDay: string | null): SeriesWindow {
  const { from, bucket, maxPoints } = request;
  const to = newestDay !== null && newestDay < request.to ? newestDay : request.to;
  const buckets = bucket === 'AUTO' ? finestBuckets(from, to, maxPoints) : bucketsOf(from, to, bucket);
  const window = { from, to, buckets: newestDay === null ? { ...buckets, count: 0 } : buckets };
  checkPoints(request, window.buckets);
  return window;
}

function checkPoints({ asked, subject, maxPoints, downsample }: SeriesRequest, { bucket, count }: Buckets): void {
  const points = asked.length * count;
  if (points > SERIES_MAX_POINTS) {
    throw new LimitExceeded(
      `${asked.length} ${subject.argument} times ${count} ${bucket} buckets are ${points} points, and at most ${SERIES_MAX_POINTS} are read; ask for fewer ${subject.argument}, a shorter window or a coarser bucket`,
      { limit: SERIES_MAX_POINTS },
    );
  }
  if (downsample === 'NONE' && count > maxPoints) {
    throw new LimitExceeded(
      `maxPoints: the window has ${count} ${bucket} buckets, more than ${maxPoints}; ask for more points, a coarser bucket or a shorter window, or let downsample choose`,
      { argument: 'maxPoints', limit: maxPoints },
    );
  }
}
