/** The length of one point of a series. */
export type Bucket = 'DAY' | 'MONTH' | 'YEAR';

/** Consecutive buckets, counted from the first. */
export interface Buckets {
  readonly bucket: Bucket;
  /** The first bucket's place on the calendar, in buckets. */
  readonly first: number;
  readonly count: number;
}

const MILLISECONDS_A_DAY = 86_400_000;

/**
 * A production day's bucket as a place on the calendar: days since 1970, months or years since year 0. The language's
 * calendar only counts here: a day goes in and the same day comes out, whatever the zone.
 */
export function placeOf(day: string, bucket: Bucket): number {
  if (bucket === 'DAY') return Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_A_DAY;
  const year = Number(day.slice(0, 4));
  return bucket === 'YEAR' ? year : year * 12 + Number(day.slice(5, 7)) - 1;
}

/** The first day of the bucket at this place. */
export function dayAt(place: number, bucket: Bucket): string {
  if (bucket === 'DAY') return new Date(place * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
  const year = bucket === 'YEAR' ? place : Math.floor(place / 12);
  const month = bucket === 'YEAR' ? 1 : (place % 12) + 1;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
}

const known = new WeakMap<Buckets, readonly string[]>();

/** The first day of each bucket; all lines of a series share them. */
export function firstDays(buckets: Buckets): readonly string[] {
  const { bucket, first, count } = buckets;
  const days = known.get(buckets) ?? Array.from({ length: count }, (_, index) => dayAt(first + index, bucket));
  known.set(buckets, days);
  return days;
}

/** Every bucket that has a day of the window; none where the window ends before it begins. */
export function bucketsOf(from: string, to: string, bucket: Bucket): Buckets {
  const first = placeOf(from, bucket);
  return { bucket, first, count: from > to ? 0 : placeOf(to, bucket) - first + 1 };
}

/** The finest buckets of which there are at most so many; years where there is none. */
export function finestBuckets(from: string, to: string, most: number): Buckets {
  const finer = (['DAY', 'MONTH'] as const).map((bucket) => bucketsOf(from, to, bucket));
  return finer.find(({ count }) => count <= most) ?? bucketsOf(from, to, 'YEAR');
}
