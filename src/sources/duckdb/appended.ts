import { BOOLEAN, DOUBLE, type DuckDBAppender, DuckDBDataChunk, type DuckDBType, VARCHAR } from '@duckdb/node-api';
import type { Column, Row, Value } from '../row-source.js';
import { quoted, SQL_TYPES } from './file-columns.js';

/** Kinds that are put in as what they are; days and times are written, and read by the database. */
const APPENDED: Readonly<Partial<Record<Column['kind'], string>>> = {
  integer: 'double',
  float: 'double',
  boolean: 'boolean',
};
/** A number stays what the other store gave, be it whole or not. */
const typeOf = (kind: Column['kind']) => (kind === 'integer' ? 'double' : SQL_TYPES[kind]);

/** The columns of a table that rows of another store are put into. */
export const rawColumns = (columns: readonly Column[]) =>
  columns.map(({ name, kind }) => `${quoted(name)} ${APPENDED[kind] ?? 'varchar'}`).join(', ');

/** The same columns as what they are. */
export const readColumns = (columns: readonly Column[]) =>
  columns.map(({ name, kind }) => `${quoted(name)}::${typeOf(kind)} as ${quoted(name)}`).join(', ');

export function appendRow(appender: DuckDBAppender, columns: readonly Column[], row: Row): void {
  for (const { name } of columns) append(appender, row[name] ?? null);
  appender.endRow();
}

function append(appender: DuckDBAppender, value: Value): void {
  if (value === null) appender.appendNull();
  else if (typeof value === 'number') appender.appendDouble(value);
  else if (typeof value === 'boolean') appender.appendBoolean(value);
  else appender.appendVarchar(value);
}

const chunkType = ({ kind }: Column): DuckDBType => {
  if (kind === 'boolean') return BOOLEAN;
  return kind === 'integer' || kind === 'float' ? DOUBLE : VARCHAR;
};

/** Rows of one chunk, which is what the database takes at most at a time. */
export const CHUNK_ROWS = 2_048;

/** Puts rows in whose cells are in the order of the columns, column by column: far cheaper than cell by cell. */
export function appendRows(
  appender: DuckDBAppender,
  columns: readonly Column[],
  rows: readonly (readonly Value[])[],
): void {
  const chunk = DuckDBDataChunk.create(columns.map(chunkType), rows.length);
  for (let at = 0; at < columns.length; at++) {
    const vector = chunk.getColumnVector(at);
    for (let row = 0; row < rows.length; row++) vector.setItem(row, rows[row]?.[at] ?? null);
    vector.flush();
  }
  appender.appendDataChunk(chunk);
}
