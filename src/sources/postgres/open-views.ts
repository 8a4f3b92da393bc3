import type { Column, ColumnKind, RowSource } from '../row-source.js';
import type { Dialect } from '../sql/dialect.js';
import { typeOf } from '../sql/writer.js';
import { postgres } from './dialect.js';
import { changeWordOf, ownRows } from './change-word.js';
import { type PostgresDatabase, postgresSource } from './postgres-source.js';
import { type Relation, usedColumns } from './used-columns.js';
import { types } from './values.js';

/** The views of a database as a source, and what the database lacks. */
export interface OpenedViews {
  readonly source: RowSource;
  /** Views that are not there, or not for who logs in: they are empty. */
  readonly emptyViews: readonly string[];
  /** Columns that a table lacks, by view: they read as null. */
  readonly missingColumns: ReadonlyMap<string, readonly string[]>;
}

type Views = ReadonlyMap<string, readonly Column[]>;
/** The type of each column of each table, by their names. */
type Found = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The types whose values need no cast to be of a kind. */
const FITS: Readonly<Record<ColumnKind, RegExp>> = {
  text: /^(text|character varying)/,
  integer: /^(bigint|integer|smallint)$/,
  float: /^(double precision|real|numeric|bigint|integer|smallint)/,
  boolean: /^boolean$/,
  date: /^(date|timestamp)/,
  local: /^timestamp(\(\d\))? without/,
  instant: /^timestamp(\(\d\))? with time/,
  geometry: /^geometry/,
  json: /^jsonb?$/,
};

const COLUMNS = `
  select name, attname, format_type(atttypid, atttypmod) as type
  from unnest($1::text[]) name
  join pg_attribute on attrelid = to_regclass(quote_ident(name)) and attnum > 0 and not attisdropped
  where has_column_privilege(attrelid, attnum, 'select')`;

/**
 * The tables and views of a database that are called as the schema's views are, wherever its search path finds them.
 * @throws Error where the database cannot be asked
 */
export async function openViews(database: PostgresDatabase, views: Views, name: string): Promise<OpenedViews> {
  const found = await columnsOf(database, [...views.keys()]);
  const { view, finished } = usedColumns(relationsOf(views, found));
  const dialect: Dialect = { ...postgres, view };
  const [own, word] = [await ownRows(database, [...found.keys()]), changeWordOf(database)];
  const changeOf: RowSource['changeOf'] = async (read, recent = false) =>
    read.every((each) => own.has(each) || !found.has(each)) ? word(recent) : undefined;
  const source = { ...postgresSource(database, name, async () => dialect, finished), changeOf };
  const emptyViews = [...views.keys()].filter((view) => !found.has(view));
  const missingColumns = new Map<string, string[]>();
  for (const [view, columns] of views) {
    const missing = columns.filter((column) => found.has(view) && !found.get(view)?.has(column.name));
    if (missing.length > 0)
      missingColumns.set(
        view,
        missing.map((column) => column.name),
      );
  }
  return { source, emptyViews, missingColumns };
}

async function columnsOf({ pool }: PostgresDatabase, views: string[]): Promise<Found> {
  const connection = await pool.connect();
  try {
    const { rows } = await connection.query({ text: COLUMNS, values: [views], types });
    const found = new Map<string, Map<string, string>>();
    for (const { name, attname, type } of rows as Record<'name' | 'attname' | 'type', string>[])
      found.set(name, (found.get(name) ?? new Map<string, string>()).set(attname, type));
    return found;
  } finally {
    connection.release();
  }
}

/** A table that fits is read as it is; of another the missing columns are null and those of other types are cast. */
function relationsOf(views: Views, found: Found): ReadonlyMap<string, Relation> {
  const relations = [...views].map(([view, columns]) => [view, relation(view, columns, found.get(view))] as const);
  return new Map(relations.flatMap(([view, made]) => (made ? [[view, made]] : [])));
}

function relation(
  view: string,
  columns: readonly Column[],
  held: ReadonlyMap<string, string> | undefined,
): Relation | undefined {
  const fits = ({ name, kind }: Column) => FITS[kind].test(held?.get(name) ?? '');
  if (held && columns.every(fits)) return undefined;
  const read = (column: Column) => (fits(column) ? postgres.identifier(column.name) : cast(column, held));
  return {
    columns: new Map(columns.map((column) => [column.name, read(column)])),
    from: held ? ` from ${postgres.identifier(view)}` : ' where false',
  };
}

function cast({ name, kind }: Column, held: ReadonlyMap<string, string> | undefined): string {
  const quoted = postgres.identifier(name);
  return `cast(${held?.has(name) ? quoted : 'null'} as ${typeOf(kind, postgres)}) as ${quoted}`;
}
