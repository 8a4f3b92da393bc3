import { lttb } from './lttb.js';
import { minMax } from './min-max.js';

export type Downsampling = 'MIN_MAX' | 'LTTB';

const KEEPS = { MIN_MAX: minMax, LTTB: lttb } as const;

/** At most `most` of the points, each whole, in their order; all of them where there are no more. */
export function downsample<Point>(
  points: readonly Point[],
  most: number,
  how: Downsampling,
  heightOf: (point: Point) => number | null,
): Point[] {
  if (points.length <= most) return [...points];
  return KEEPS[how](points.map(heightOf), most).flatMap((place) => points[place] ?? []);
}
