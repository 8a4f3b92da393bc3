import { createHash } from 'node:crypto';
import { BadUserInput } from '../errors.js';
import type { Column, Condition, OrderTerm, Row, Value } from '../sources/row-source.js';

/** What a cursor is good for: one list under one parent, in one order, with one filter. */
export function listSignature(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 11);
}

/** The place of a row in its list, opaque to clients. */
export function cursorOf(row: Row, order: readonly OrderTerm[], signature: string): string {
  const place = [signature, ...order.map(({ column }) => row[column.name] ?? null)];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * The rows behind a cursor, as a condition.
 * @throws BadUserInput where the text is no cursor, or one of another list, order, filter or parent
 */
export function afterCursor(cursor: string, order: readonly OrderTerm[], signature: string): Condition {
  const place = parse(cursor);
  if (place === undefined || place.length !== order.length + 1) throw new BadUserInput('after', 'is no cursor');
  const [signed, ...values] = place;
  if (signed !== signature) throw new BadUserInput('after', 'is a cursor of another list, order or filter');
  if (!order.every(({ column }, index) => fits(values[index], column))) throw new BadUserInput('after', 'is no cursor');
  return behind(order, values as Value[]);
}

function parse(cursor: string): unknown[] | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) ? place : undefined;
  } catch {
    return undefined;
  }
}

/** No text has NUL or half of a pair of surrogates: no row had this cursor. */
const UNFIT = /[\0\p{Cs}]/u;

const PATTERNS: Partial<Record<Column['kind'], RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  local: /^\d{4}-\d\d-\d\dT[\d:.]{8,15}$/,
  instant: /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z$/,
};

function fits(value: unknown, { kind }: Column): boolean {
  if (value === null) return true;
  if (kind === 'boolean') return typeof value === 'boolean';
  if (kind === 'integer' || kind === 'float') return typeof value === 'number' && Number.isFinite(value);
  if (typeof value !== 'string') return false;
  const pattern = PATTERNS[kind];
  if (UNFIT.test(value)) return false;
  return pattern === undefined || (pattern.test(value) && exists(value));
}

/** Whether a day or time is one of the calendar's: 30 February and 25 o'clock have the right form and are none. */
function exists(value: string): boolean {
  const time = new Date(value.length === 10 || value.endsWith('Z') ? value : `${value}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value.slice(0, 10));
}

/** Keyset paging over several columns, nulls last: greater in the first, or equal there and behind in the rest. */
function behind([term, ...rest]: readonly OrderTerm[], [value, ...values]: readonly Value[]): Condition {
  if (!term) return { any: [] };
  const { column, descending } = term;
  const later: Condition[] = rest.length > 0 ? [{ all: [same(column, value), behind(rest, values)] }] : [];
  if (value === null || value === undefined) return { any: later };
  const beyond: Condition = { column, is: descending ? 'lt' : 'gt', value };
  return { any: [beyond, { column, isNull: true }, ...later] };
}

function same(column: Column, value: Value | undefined): Condition {
  return value === null || value === undefined ? { column, isNull: true } : { column, is: 'eq', value };
}
