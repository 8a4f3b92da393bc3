import { type DuckDBDataChunk, DuckDBDateValue, DuckDBTimestampTZValue, DuckDBTimestampValue } from '@duckdb/node-api';
import type { Row, Value } from '../row-source.js';

const DAY_MS = 86_400_000;

/** DuckDB's chunks as rows in the form that every source promises. */
export function rowsOf(chunks: readonly DuckDBDataChunk[], names: readonly string[]): Row[] {
  const rows: Row[] = [];
  for (const chunk of chunks) {
    const columns = names.map((_, column) => chunk.getColumnValues(column));
    addRows(rows, names, columns, 0, chunk.rowCount);
  }
  return rows;
}

/** Row by row and in one order of columns, so that all rows share a shape, which engines read fast. */
export function addRows(
  rows: Row[],
  names: readonly string[],
  columns: readonly (readonly unknown[])[],
  from: number,
  to: number,
): void {
  for (let index = from; index < to; index++) {
    const row: Record<string, Value> = {};
    for (let column = 0; column < names.length; column++)
      row[names[column] ?? ''] = plainValue(columns[column]?.[index]);
    rows.push(row);
  }
}

function plainValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBDateValue) return dayOf(value.days);
  if (value instanceof DuckDBTimestampValue) return timeOf(value.micros);
  if (value instanceof DuckDBTimestampTZValue) return `${timeOf(value.micros)}Z`;
  throw new TypeError('a DuckDB type that no column kind stands for');
}

const written = new Map<number, string>();

/** Days since 1970 as YYYY-MM-DD; production days come again and again, so each is written once. */
function dayOf(days: number): string {
  const known = written.get(days);
  if (known) return known;
  if (written.size > 100_000) written.clear();
  const day = new Date(days * DAY_MS).toISOString().slice(0, 10);
  written.set(days, day);
  return day;
}

/** Microseconds since 1970 as YYYY-MM-DDTHH:MM:SS, with a fraction only where there is one. */
function timeOf(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - fraction) / 1_000n)).toISOString().slice(0, 19);
  return fraction === 0n ? seconds : `${seconds}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
}
