import { BadUserInput } from '../errors.js';
import type { Column, Condition } from '../sources/row-source.js';

/** A day, or an instant in UTC. */
interface Moment {
  readonly day: string;
  readonly instant: string;
  readonly isDay: boolean;
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(t\d\d:\d\d:\d\d(\.\d{1,6})?(z|[-+]\d\d:\d\d))?$/i;
const OPEN = new Set(['', '..']);

/**
 * A day, an instant or an interval with both its ends, `..` where it is open, as a condition. What has no date is in none.
 * @throws BadUserInput where the text is none of these
 */
export function parseDatetime(text: string, column: Column): Condition[] {
  const ends = text.split('/');
  if (ends.length > 2) throw new BadUserInput('datetime', 'has more than two ends');
  const isInterval = ends.length === 2;
  const [start, end] = ends.map((each) => (isInterval && OPEN.has(each) ? undefined : momentOf(each)));
  const last = isInterval ? end : start;
  if (start && last && start.instant > last.instant) throw new BadUserInput('datetime', 'begins after it ends');
  return [
    { column, isNull: false },
    ...(start ? [notBefore(start, column)] : []),
    ...(last ? [notAfter(last, column)] : []),
  ];
}

function notBefore({ day, instant }: Moment, column: Column): Condition {
  return { column, is: 'gte', value: column.kind === 'date' ? day : instant };
}

function notAfter({ day, instant, isDay }: Moment, column: Column): Condition {
  if (column.kind === 'date') return { column, is: 'lte', value: day };
  if (!isDay) return { column, is: 'lte', value: instant };
  const next = new Date(Date.parse(instant) + 86_400_000).toISOString();
  return { column, is: 'lt', value: next };
}

function momentOf(text: string): Moment {
  const [, day, time] = MOMENT.exec(text) ?? [];
  const midnight = new Date(`${day}T00:00:00Z`);
  const parsed = time ? new Date(text.toUpperCase()) : midnight;
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().slice(0, 10) === day;
  if (!day || !exists || Number.isNaN(parsed.getTime()))
    throw new BadUserInput(
      'datetime',
      'is no day or instant, such as 2024-01-31, 2024-01-31T06:00:00Z or 2024-01-31/..',
    );
  const instant = parsed.toISOString();
  return { day: instant.slice(0, 10), instant, isDay: time === undefined };
}
