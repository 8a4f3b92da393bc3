import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, ColumnKind } from '../row-source.js';
import type { ViewFile } from './view-files.js';

export const SQL_TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'varchar',
  integer: 'bigint',
  float: 'double',
  boolean: 'boolean',
  date: 'date',
  local: 'timestamp',
  instant: 'timestamp with time zone',
  geometry: 'varchar', // the embedded store has no PostGIS: no view of it has one
  json: 'varchar',
};

/** A column of a file: its name as written there and DuckDB's type for it. */
export interface FileColumn {
  readonly name: string;
  readonly type: string;
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

const CSV = `header = true, delim = ',', quote = '"', escape = '"', strict_mode = true`;

/** The file as a table in SQL. Values of a CSV stay text until they have been checked. */
export function tableOf({ path, format }: ViewFile, columns: Iterable<FileColumn>): string {
  if (format === 'parquet') return `read_parquet(${literal(path)})`;
  const texts = [...columns].map(({ name }) => `${literal(name)}: 'varchar'`).join(', ');
  return `read_csv(${literal(path)}, ${CSV}, auto_detect = false, columns = {${texts}})`;
}

/** @throws Error naming the file where it has no header or is no Parquet file */
export async function columnsOfFile(connection: DuckDBConnection, file: ViewFile): Promise<Map<string, FileColumn>> {
  const { path, format } = file;
  // Rows with other columns than the header must not stop the header from being read: they are named when all is read.
  const header = `read_csv(${literal(path)}, ${CSV}, skip = 0, all_varchar = true, ignore_errors = true)`;
  const from = format === 'parquet' ? tableOf(file, []) : header;
  const result = await connection.runAndReadAll(`describe select * from ${from}`).catch((error) => {
    throw new Error(`${file.name}: ${unreadable(file, error)}`);
  });
  const columns = result
    .getRowObjects()
    .map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  return new Map(columns.map((column) => [column.name.toLowerCase(), column]));
}

export function unreadable(file: ViewFile, error: unknown): string {
  const line = /Line: (\d+)/i.exec(error instanceof Error ? error.message : '')?.[1];
  if (file.format === 'parquet') return 'is no Parquet file';
  return line ? `line ${line} does not have the columns of the header` : 'is no CSV file with a header line';
}

/** A column of the view as SQL over the file's column; null where the file lacks it, numbers only where finite. */
export function columnValue({ kind }: Column, found: FileColumn | undefined): string {
  const type = SQL_TYPES[kind];
  if (!found) return `null::${type}`;
  const name = quoted(found.name);
  if (kind === 'float') return `case when isfinite(${name}::double) then ${name}::double end`;
  if (kind === 'date' && found.type === 'VARCHAR') return `${name}::timestamp::date`;
  return found.type.toLowerCase() === type ? name : `${name}::${type}`;
}

const FITS: Readonly<Record<ColumnKind, RegExp>> = {
  text: /./,
  integer: /INT|DECIMAL|DOUBLE|FLOAT|VARCHAR/,
  float: /INT|DECIMAL|DOUBLE|FLOAT|VARCHAR/,
  boolean: /BOOLEAN|INT|VARCHAR/,
  date: /^DATE|TIMESTAMP|VARCHAR/,
  local: /^DATE|TIMESTAMP|VARCHAR/,
  instant: /^DATE|TIMESTAMP|VARCHAR/,
  geometry: /VARCHAR/,
  json: /VARCHAR/,
};

/** Whether a column's type could hold such values at all. */
export const fits = ({ kind }: Column, found: FileColumn) => FITS[kind].test(found.type);

/** SQL that is true for a text that is no such value. */
export function misfit({ kind }: Column, found: FileColumn): string {
  const name = quoted(found.name);
  const attempt = kind === 'date' ? 'timestamp' : SQL_TYPES[kind];
  return `${name} is not null and try_cast(${name} as ${attempt}) is null`;
}
