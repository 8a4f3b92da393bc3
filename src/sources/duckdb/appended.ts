import type { DuckDBAppender } from '@duckdb/node-api';
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
