import type { Row } from '../sources/row-source.js';
import { dayAfter, dayAt, hoursWithin, type LocalDay, localDay } from '../days/local-day.js';
import { type UserError, userError, type Warning, warning } from './outcome.js';
import { type Before, outliers } from './outliers.js';
import type { Place } from './place.js';

/** Volumes of a day by their field, and their column. */
export const VOLUMES = {
  oilVolumeBbl: 'oil_volume_bbl',
  condensateVolumeBbl: 'condensate_volume_bbl',
  gasVolumeMcf: 'gas_volume_mcf',
  waterVolumeBbl: 'water_volume_bbl',
  nglVolumeBbl: 'ngl_volume_bbl',
} as const;
export type Volume = keyof typeof VOLUMES;

/** A day as it is to be: a value that is not known is null or not there. */
export type DayValues = Readonly<Partial<Record<Volume | 'hoursOn', number | null>>>;

/** What is known of the day beside its values. */
export interface DayFacts {
  readonly place: Place;
  readonly day: string;
  readonly now: Date;
  /** Downtimes of the completion that touch the day. */
  readonly downtimes: readonly Row[];
  readonly before: Before<Volume>;
}

export interface Judged {
  readonly errors: readonly UserError[];
  readonly warnings: readonly Warning[];
}

/** Rounding of hours that were typed. */
export const HOURS_TOLERANCE = 0.05;
/** A unit whose time zone is not known may be anywhere: its day may be this long, and begin this much before UTC's. */
const LONGEST_DAY = 25;
const FURTHEST_EAST = 'Pacific/Kiritimati';

/** Every rule of a production day. */
export function judgeDay(values: DayValues, facts: DayFacts): Judged {
  const errors = [...dateErrors(facts), ...hoursErrors(values, facts)];
  return { errors, warnings: [...zeroVolume(values), ...outliers<Volume>(values, facts.before)] };
}

/** Whether a day can be written at all: not in the future, not before the first production, not closed. */
export function dateErrors({ place, day, now }: Pick<DayFacts, 'place' | 'day' | 'now'>): UserError[] {
  const errors: UserError[] = [];
  const say = (code: UserError['code'], message: string) => errors.push(userError('productionDate', code, message));
  const first = typeof place.row.pop_date === 'string' ? place.row.pop_date.slice(0, 10) : undefined;
  if (day > dayAt(place.zone ?? FURTHEST_EAST, now)) say('IN_THE_FUTURE', 'lies in the future where the unit is');
  if (first && day < first) say('OUT_OF_RANGE', `lies before the completion's first production on ${first}`);
  if (place.lockedUntil && day <= place.lockedUntil)
    say('PERIOD_LOCKED', `is closed for changes: every day up to ${place.lockedUntil} is`);
  return errors;
}

function hoursErrors(values: DayValues, { place, day, downtimes }: DayFacts): UserError[] {
  const { hoursOn } = values;
  if (hoursOn === undefined || hoursOn === null) return [];
  const local = place.zone === null ? undefined : localDay(place.zone, day);
  const length = local?.hours ?? LONGEST_DAY;
  if (hoursOn > length) return [userError('hoursOn', 'OUT_OF_RANGE', `the day has ${length} hours where the unit is`)];
  if (hoursOn === 0 && volumesOf(values).some((volume) => volume > 0))
    return [userError('hoursOn', 'INCONSISTENT', 'there is volume without hours on stream')];
  const down = local ? hoursDown(local, downtimes) : 0;
  if (hoursOn + down <= length + HOURS_TOLERANCE) return [];
  const message = `with ${Math.round(down * 100) / 100} hours of downtime it is more than the day's ${length}`;
  return [userError('hoursOn', 'INCONSISTENT', message)];
}

/** Hours of the day in which nothing flowed; downtimes that overlap count once, and curtailment is no downtime. */
export function hoursDown(day: LocalDay, downtimes: readonly Row[]): number {
  const whole = downtimes.filter(({ percent_down, product }) => percent_down === 100 && product === null);
  return hoursWithin(
    day,
    whole.map(({ started_at, ended_at }) => ({
      from: new Date(String(started_at)),
      to: ended_at === null ? null : new Date(String(ended_at)),
    })),
  );
}

const volumesOf = (values: DayValues): number[] =>
  (Object.keys(VOLUMES) as Volume[]).flatMap((volume) => values[volume] ?? []);

function zeroVolume(values: DayValues): Warning[] {
  const volumes = volumesOf(values);
  const isZero = volumes.length > 0 && volumes.every((volume) => volume === 0);
  return isZero && (values.hoursOn ?? 0) > 0
    ? [warning('', 'ZERO_VOLUME_ON_STREAM', 'there are hours on stream and no volume')]
    : [];
}

/** The first of the thirty days before. */
export const firstDayBefore = (day: string): string => dayAfter(day, -30);
