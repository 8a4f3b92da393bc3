import { dayAfter, dayAt, daysFrom, localDay } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import type { Asked, DayHours, Fact } from './declaration.js';
import { sumOf } from './counted-hours.js';
import { islands } from './islands.js';

/** How ProdView says that a record is of one day, whatever its last day. */
export const SINGLE_DAY = ['Single Day', 'Single day', 'SINGLE DAY', 'SINGLE_DAY'];
export const CODES = ['downtime_code_1', 'downtime_code_2', 'downtime_code_3'];

/** Downtimes out of ProdView's records: single days that follow one another with the same codes are one. */
export function prodviewDowntimes(all: readonly Row[], asked: Asked): Fact[] {
  const rows = all.filter((row) => {
    const { first, last } = daysOf(row, asked);
    return first <= last;
  });
  const [single, periods] = [rows.filter(isSingleDay), rows.filter((row) => !isSingleDay(row))];
  const joined = islands(single, {
    series: (row) => JSON.stringify([productOf(row.product), ...CODES.map((code) => row[code])]),
    span: ({ first_day }) => ({ from: Date.parse(String(first_day)), to: Date.parse(dayAfter(String(first_day))) }),
    within: 0,
  });
  return [...joined, ...periods.map((row) => [row])].map((parts) => downtimeOf(parts, asked));
}

/** What records come to together: hours of a day are added, and are never more than the day has. */
export function downtimeOf(rows: readonly Row[], asked: Asked): Fact {
  const days = rows.map((row) => daysOf(row, asked));
  const firstDay = days.map(({ first }) => first).reduce((least, day) => (day < least ? day : least));
  const lastDay = days.map(({ last }) => last).reduce((most, day) => (day > most ? day : most));
  const hoursByDay = daysFrom(firstDay, lastDay).flatMap((day) => hoursOfDay(day, rows, asked));
  const [reasonCode1, reasonCode2, reasonCode3] = CODES.map((code) => eachOnce(rows.map((row) => row[code])));
  const isOpen = rows.some((row) => row.last_day === null && !isSingleDay(row));
  return {
    key: productOf(rows[0]?.product),
    firstDay,
    lastDay,
    at: Date.parse(firstDay),
    hoursByDay,
    rows,
    values: {
      firstDay,
      lastDay,
      isOpen,
      product: productOf(rows[0]?.product) || null,
      reasonCode1: reasonCode1 ?? null,
      reasonCode2: reasonCode2 ?? null,
      reasonCode3: reasonCode3 ?? null,
      downtimeHours: sumOf(hoursByDay),
    },
  };
}

/** `All` and nothing both are all products. */
export const productOf = (text: unknown): string => {
  const product = typeof text === 'string' ? text.trim().toUpperCase() : '';
  return product === 'ALL' ? '' : product;
};

/** The different texts, as one. */
export function eachOnce(texts: readonly unknown[]): string | null {
  const known = new Set(texts.filter((text) => typeof text === 'string' && text !== ''));
  return known.size > 0 ? [...known].sort().join(', ') : null;
}

const isSingleDay = ({ downtime_type }: Row) => SINGLE_DAY.includes(String(downtime_type));

/** The record's days within the window; while it lasts, up to today. */
function daysOf(row: Row, { from, to, zone, now }: Asked) {
  const first = String(row.first_day);
  const last = isSingleDay(row) ? first : typeof row.last_day === 'string' ? row.last_day : dayAt(zone, now);
  return { first: first < from ? from : first, last: last > to ? to : last };
}

function hoursOfDay(day: string, rows: readonly Row[], asked: Asked): DayHours[] {
  const { hours: length } = localDay(asked.zone, day);
  const down = rows.flatMap((row) => {
    const { first, last } = daysOf(row, asked);
    return day >= first && day <= last ? [hoursOf(row, day) ?? length] : [];
  });
  const hours = down.reduce((sum, each) => sum + each, 0);
  return down.length > 0 ? [{ day, hours: Math.min(hours, length) }] : [];
}

/** Hours stand on the first and the last day; between them the whole day was down. */
function hoursOf(row: Row, day: string): number | null {
  const number = (name: string) => (typeof row[name] === 'number' ? (row[name] as number) : null);
  if (day === row.first_day) return number('hours_down') ?? (isSingleDay(row) ? number('total_downtime_hours') : null);
  return day === row.last_day ? number('downtime_last_day_hours') : null;
}
