import { dayAt, daysFrom, localDay } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import type { Asked, Clock, Fact, ProductHours } from './declaration.js';
import { passedOf, placeOf, sumOf } from './day-hours.js';
import { islands } from './islands.js';

/** How ProdView says that a record is of one day, whatever its last day. */
export const SINGLE_DAY = ['Single Day', 'Single day', 'SINGLE DAY', 'SINGLE_DAY'];
export const CODES = ['downtime_code_1', 'downtime_code_2', 'downtime_code_3'];
const DAY_MS = 86_400_000;

/** Downtimes out of ProdView's records: single days that follow one another with the same codes are one. */
export function prodviewDowntimes(all: readonly Row[], asked: Asked): Fact[] {
  const rows = all.filter((row) => {
    const { first, last } = daysOf(row, asked);
    return first <= last;
  });
  const [single, periods] = [rows.filter(isOfOneDay), rows.filter((row) => !isOfOneDay(row))];
  const joined = islands(single, {
    series: (row) => JSON.stringify([productOf(row.product), ...CODES.map((code) => row[code])]),
    span: ({ first_day }) => ({ from: Date.parse(String(first_day)), to: Date.parse(String(first_day)) + DAY_MS }),
    within: 0,
  });
  return [...joined, ...periods.map((row) => [row])].map((parts) => downtimeOf(parts, asked));
}

/** What records come to together. */
export function downtimeOf(rows: readonly Row[], asked: Asked): Fact {
  const days = rows.map((row) => daysOf(row, asked));
  const firstDay = days.map(({ first }) => first).reduce((least, day) => (day < least ? day : least));
  const lastDay = days.map(({ last }) => last).reduce((most, day) => (day > most ? day : most));
  const [reasonCode1, reasonCode2, reasonCode3] = CODES.map((code) => eachOnce(rows.map((row) => row[code])));
  return {
    key: productOf(rows[0]?.product),
    firstDay,
    lastDay,
    at: Date.parse(firstDay),
    rows,
    values: {
      firstDay,
      lastDay,
      isOpen: rows.some((row) => lasts(row, asked)),
      product: productOf(rows[0]?.product) || null,
      reasonCode1: reasonCode1 ?? null,
      reasonCode2: reasonCode2 ?? null,
      reasonCode3: reasonCode3 ?? null,
      downtimeHours: sumOf(hoursOfRecords(rows, asked)),
    },
  };
}

/** `All` and nothing both are all products. */
export const productOf = (text: unknown): string => {
  const product = typeof text === 'string' ? text.trim().toUpperCase() : '';
  return product === 'ALL' ? '' : product;
};

/** A reason on the first level; null where none is known. */
export const reasonOf = (text: unknown): string | null => (typeof text === 'string' && text !== '' ? text : null);

/** The different texts, as one. */
export function eachOnce(texts: readonly unknown[]): string | null {
  const known = new Set(texts.filter((text) => typeof text === 'string' && text !== ''));
  return known.size > 0 ? [...known].sort().join(', ') : null;
}

const isSingleDay = ({ downtime_type }: Row) => SINGLE_DAY.includes(String(downtime_type));
const isOfOneDay = (row: Row) => isSingleDay(row) || row.first_day === row.last_day;

/** The record's days. */
export const daysOfRecord = (row: Row, clock: Clock) => ({ first: String(row.first_day), last: lastDayOf(row, clock) });

/** Those within the window. */
function daysOf(row: Row, asked: Asked) {
  const { first, last } = daysOfRecord(row, asked);
  return { first: first < asked.from ? asked.from : first, last: last > asked.to ? asked.to : last };
}

/** While a record lasts, its days are those up to today; what has not begun has the days that it is meant for. */
function lastDayOf(row: Row, clock: Clock): string {
  const [first, last] = [String(row.first_day), row.last_day];
  if (isSingleDay(row)) return first;
  // A record that ends before it begins is of the day on which it began.
  if (isOver(row, clock)) return first > String(last) ? first : String(last);
  const today = dayAt(clock.zone, clock.now);
  return first > today ? String(last ?? first) : today;
}

const isOver = ({ last_day: last }: Row, { zone, now }: Clock) =>
  typeof last === 'string' && localDay(zone, last).end <= now;

/** Whether it has begun and goes on after today: a day far ahead is what ProdView has for no end. */
export function lasts(row: Row, asked: Asked): boolean {
  if (isSingleDay(row) || isOver(row, asked)) return false;
  const today = dayAt(asked.zone, asked.now);
  return String(row.first_day) <= today && row.last_day !== today;
}

/**
 * Hours of a day are added, record by record, and are never more than the day has, or of today has had.
 * @param has  whether the day counts of the record; each does where it is left out
 */
export function hoursOfRecords(
  rows: readonly Row[],
  asked: Asked,
  has = (_row: Row, _day: string): boolean => true,
): ProductHours[] {
  const sums = new Map<string, number>();
  const found: ProductHours[] = [];
  for (const row of rows) {
    const { first, last } = daysOf(row, asked);
    const told = { product: productOf(row.product), reason: reasonOf(row.downtime_code_1) };
    for (const day of daysFrom(first, last)) {
      const passed = passedOf(day, asked);
      if (passed === 0) break;
      if (!has(row, day)) continue;
      const place = placeOf({ ...told, day });
      const before = sums.get(place) ?? 0;
      const hours = Math.min(hoursOf(row, day) ?? passed, passed - before);
      sums.set(place, before + hours);
      found.push({ ...told, day, hours });
    }
  }
  return found;
}

/** Hours stand on the first and the last day; between them the whole day was down. Fewer than none are none. */
function hoursOf(row: Row, day: string): number | null {
  const number = (name: string) => (typeof row[name] === 'number' ? Math.max(0, row[name] as number) : null);
  if (day === row.first_day) return number('hours_down') ?? (isSingleDay(row) ? number('total_downtime_hours') : null);
  return day === row.last_day ? number('downtime_last_day_hours') : null;
}
