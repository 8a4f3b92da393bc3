import type { DuckDBConnection } from '@duckdb/node-api';
import { siblings, type View } from './catalog.js';
import { SMALL } from './presence.js';
import { sqlOf } from './rules.js';

const quoted = (name: string) => `"${name}"`;

/** A view's rows as SQL, and how many they are. */
export interface Filled {
  readonly sql: string;
  readonly rows: number;
}

/**
 * The rows of a view: those of its base, with every other column of the catalog filled by rule. A small base is put in
 * order and kept; a large one streams, in the order that it has.
 */
export async function fill(connection: DuckDBConnection, view: View, base: string, inOrder: boolean): Promise<Filled> {
  const names = await columnsOf(connection, base);
  const rows = await countOf(connection, base);
  const given = givenOf(view, names);
  const order = inOrder ? '' : `order by ${orderOf(view, given)}`;
  const isSmall = rows < SMALL;
  if (isSmall) {
    const numbered = `select *, row_number() over (${order}) - 1 as i_ from ${base} b ${order}`;
    await connection.run(`create or replace temp table small_base as ${numbered}`);
  }
  const key = given.get(view.primaryKey);
  const inner = `select *, hash(${key}) >> 8 as h_, ${momentOf(view, given)} as at_ from ${isSmall ? 'small_base' : base} b`;
  const values = view.columns.map((column) => `${sqlOf(column, { view, rows, given })} as ${quoted(column.name)}`);
  return { sql: `select ${values.join(',\n  ')}\nfrom (${inner} ${isSmall ? '' : order}) b`, rows };
}

/** A column may be given under the name that the sibling view has for it. */
function givenOf(view: View, names: ReadonlySet<string>): Map<string, string> {
  const sibling = siblings.get(view.name);
  const given = new Map<string, string>();
  for (const { name } of view.columns) {
    const other = sibling?.columns.get(name);
    if (names.has(name)) given.set(name, `b.${quoted(name)}`);
    else if (other && names.has(other)) given.set(name, `b.${quoted(other)}`);
  }
  return given;
}

/** Rows lie by owner, then by date: that is how they are looked up. */
function orderOf(view: View, given: ReadonlyMap<string, string>): string {
  const columns = [view.parent?.on[0]?.[0], view.timeColumn, view.primaryKey];
  return columns
    .map((name) => given.get(name ?? ''))
    .filter((name) => name !== undefined)
    .join(', ');
}

/** What a record was entered after: its own date, or some day before the window. */
function momentOf(view: View, given: ReadonlyMap<string, string>): string {
  const time = view.timeColumn && given.get(view.timeColumn);
  const before = `first_day()::timestamp - to_days((hash(${given.get(view.primaryKey)}) % 400)::integer)`;
  return time ? `least(coalesce(${time}::timestamp, ${before}), until_day()::timestamp)` : before;
}

async function columnsOf(connection: DuckDBConnection, base: string): Promise<Set<string>> {
  const rows = (await connection.runAndReadAll(`describe select * from ${base}`)).getRows();
  return new Set(rows.map(([name]) => String(name)));
}

async function countOf(connection: DuckDBConnection, base: string): Promise<number> {
  const [[count] = []] = (await connection.runAndReadAll(`select count(*) from ${base}`)).getRows();
  return Number(count);
}
