import { type DuckDBDataChunk, DuckDBDateValue, DuckDBTimestampTZValue, DuckDBTimestampValue } from '@duckdb/node-api';
import type { Row, Value } from '../row-source.js';

const DAY_MS = 86_400_000;

/** DuckDB's chunks as rows in the form that every source promises. */
export function rowsOf(chunks: readonly DuckDBDataChunk[], names: readonly string[]): Row[] {
  const rows: Record<string, Value>[] = [];
  for (const chunk of chunks) {
    const start = rows.length;
    for (let index = 0; index < chunk.rowCount; index++) rows.push({});
    for (const [column, name] of names.entries()) {
      const values = chunk.getColumnValues(column);
      for (let index = 0; index < values.length; index++)
        (rows[start + index] as Record<string, Value>)[name] = plainValue(values[index]);
    }
  }
  return rows;
}

function plainValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBDateValue) return new Date(value.days * DAY_MS).toISOString().slice(0, 10);
  if (value instanceof DuckDBTimestampValue) return timeOf(value.micros);
  if (value instanceof DuckDBTimestampTZValue) return `${timeOf(value.micros)}Z`;
  throw new TypeError('a DuckDB type that no column kind stands for');
}

/** Microseconds since 1970 as YYYY-MM-DDTHH:MM:SS, with a fraction only where there is one. */
function timeOf(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - fraction) / 1_000n)).toISOString().slice(0, 19);
  return fraction === 0n ? seconds : `${seconds}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
}
