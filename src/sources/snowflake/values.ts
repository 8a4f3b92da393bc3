import type { ColumnKind, Value } from '../row-source.js';

/** A date or time as the driver gives it. */
interface Moment {
  getEpochSeconds(): number;
  getNanoSeconds(): number;
}

/** What could not be given as it is: `misfits` read as null, `inexact` integers lost digits beyond 2^53. */
export interface Losses {
  misfits: number;
  inexact: number;
}

export type Reader = (value: unknown, losses: Losses) => Value;
export type TimeKind = 'date' | 'local' | 'instant';

export const DAY = 86_400;
const FIRST = Date.parse('0001-01-01T00:00:00Z') / 1000;
const LAST = Date.parse('9999-12-31T23:59:59Z') / 1000;

/** Reads a cell of the driver's as a value of this kind, in the form that every source promises. */
export const READERS: Readonly<Record<ColumnKind, Reader>> = {
  text: (value) => textOf(value),
  integer: numberOf,
  float: numberOf,
  boolean: flagOf,
  date: (value, losses) => momentOf(value, losses, 'date'),
  local: (value, losses) => momentOf(value, losses, 'local'),
  instant: (value, losses) => momentOf(value, losses, 'instant'),
  json: (value) => textOf(value),
  geometry: (value) => textOf(value),
};

function textOf(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (isMoment(value)) return timeOf(value.getEpochSeconds(), value.getNanoSeconds());
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function numberOf(value: unknown, losses: Losses): Value {
  if (value === null || value === undefined) return null;
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (typeof value !== 'number' && (typeof value === 'object' || !Number.isFinite(number))) return misfit(losses);
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) losses.inexact += 1;
  return Number.isFinite(number) ? number : null; // REAL has infinities and not-a-number, GraphQL has none
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

function flagOf(value: unknown, losses: Losses): Value {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  return FLAGS[String(value).trim().toLowerCase()] ?? misfit(losses);
}

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?)(Z)?)?$/;

function momentOf(value: unknown, losses: Losses, kind: TimeKind): Value {
  if (value === null || value === undefined) return null;
  if (isMoment(value)) return written(kind, value.getEpochSeconds(), value.getNanoSeconds(), losses);
  const [, day, time = '00:00:00'] = (typeof value === 'string' && WRITTEN.exec(value.trim())) || [];
  const milliseconds = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(milliseconds) || !isDay(day)) return misfit(losses);
  const nanos = Number((/\.(\d+)$/.exec(time)?.[1] ?? '').padEnd(9, '0'));
  return written(kind, Math.floor(milliseconds / 1000), nanos, losses);
}

/** Seconds since 1970 as a value of this kind; times that no other source could give are misfits. */
export function written(kind: TimeKind, seconds: number, nanos: number, losses: Losses): Value {
  if (!(seconds >= FIRST && seconds <= LAST)) return misfit(losses);
  if (kind === 'date') return dayOf(Math.floor(seconds / DAY));
  return kind === 'local' ? timeOf(seconds, nanos) : `${timeOf(seconds, nanos)}Z`;
}

export function misfit(losses: Losses): null {
  losses.misfits += 1;
  return null;
}

const isMoment = (value: unknown): value is Moment => value instanceof Date && 'getEpochSeconds' in value;
/** JavaScript takes the 30th of February for the 1st of March. */
const isDay = (day: string | undefined) => day !== undefined && new Date(day).toISOString().startsWith(day);

const days = new Map<number, string>();

/** Production days come again and again, so each is written once. */
function dayOf(number: number): string {
  const known = days.get(number);
  if (known) return known;
  if (days.size > 100_000) days.clear();
  const day = new Date(number * DAY * 1000).toISOString().slice(0, 10);
  days.set(number, day);
  return day;
}

/** YYYY-MM-DDTHH:MM:SS, with a fraction only where there is one. */
function timeOf(seconds: number, nanos: number): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return nanos === 0 ? whole : `${whole}.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}
