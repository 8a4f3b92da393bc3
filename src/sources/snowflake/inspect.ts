import type { Column, ColumnKind } from '../row-source.js';
import { labelled } from '../sql/writer.js';
import { nameOf, type Schemas } from './dialect.js';
import type { Asked } from './statement.js';

/** A column as the account describes it, in lower case. */
export interface Described {
  readonly view: string;
  readonly column: string;
  readonly type: string;
}

const literal = (setting: string) => `'${nameOf(setting).slice(1, -1).replaceAll("'", "''")}'`;

/** What the role may see of the schemas' columns: metadata, and one statement for all views. */
export function askedColumns({ database, schema, feedSchema }: Schemas): Asked<Described[]> {
  const schemas = [...new Set([schema, feedSchema].map(literal))].join(', ');
  const text =
    'select table_name as "VIEW_NAME", column_name as "COLUMN_NAME", data_type as "DATA_TYPE" ' +
    `from ${nameOf(database)}.information_schema.columns where table_schema in (${schemas})`;
  const gather = () => {
    const found: Described[] = [];
    const take = ([view, column, type]: readonly unknown[]) => {
      found.push({
        view: String(view).toLowerCase(),
        column: String(column).toLowerCase(),
        type: String(type).toUpperCase(),
      });
      return true;
    };
    return { take, found: () => found };
  };
  return { statement: labelled('columns', text, []), label: 'columns', requestId: undefined, gather };
}

/** The account's clock, in milliseconds since 1970. */
export function askedTime(): Asked<number> {
  const text = `select date_part(epoch_millisecond, current_timestamp()) as "NOW"`;
  let now = Number.NaN;
  const gather = () => ({
    take: ([cell]: readonly unknown[]) => {
      now = Number(cell);
      return false;
    },
    found: () => now,
  });
  return { statement: labelled('clock', text, []), label: 'clock', requestId: undefined, gather };
}

const TYPES: Readonly<Record<ColumnKind, RegExp>> = {
  text: /./,
  integer: /^(NUMBER|DECIMAL|FLOAT|REAL|DOUBLE|INT)/,
  float: /^(NUMBER|DECIMAL|FLOAT|REAL|DOUBLE|INT)/,
  boolean: /^BOOLEAN/,
  date: /^(DATE|TIMESTAMP)/,
  local: /^(DATE|TIMESTAMP)/,
  instant: /^(DATE|TIMESTAMP)/,
  json: /./,
  geometry: /./,
};

/** Where an account's views are not what the schema is bound to. */
export interface Drift {
  /** Views that are not there, or not for this role. */
  readonly views: readonly string[];
  /** By view: bound columns that it lacks. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
  /** By view: bound columns whose type cannot hold such values. */
  readonly retyped: Readonly<Record<string, readonly string[]>>;
  /** By view: columns that the schema does not know. */
  readonly added: Readonly<Record<string, readonly string[]>>;
}

export function driftOf(bound: ReadonlyMap<string, readonly Column[]>, described: readonly Described[]): Drift {
  const types = new Map<string, Map<string, string>>();
  for (const { view, column, type } of described)
    types.set(view, (types.get(view) ?? new Map<string, string>()).set(column, type));
  const there = [...bound].filter(([view]) => types.has(view));
  const each = (list: (columns: readonly Column[], theirs: ReadonlyMap<string, string>) => string[]) =>
    Object.fromEntries(
      there
        .map(([view, columns]) => [view, list(columns, types.get(view) ?? new Map())] as const)
        .filter(([, found]) => found.length > 0),
    );
  return {
    views: [...bound.keys()].filter((view) => !types.has(view)),
    missing: each((columns, theirs) => columns.filter(({ name }) => !theirs.has(name)).map(({ name }) => name)),
    retyped: each((columns, theirs) => columns.filter((column) => isRetyped(column, theirs)).map(({ name }) => name)),
    added: each((columns, theirs) => {
      const known = new Set(columns.map(({ name }) => name));
      return [...theirs.keys()].filter((name) => !known.has(name));
    }),
  };
}

function isRetyped({ name, kind }: Column, types: ReadonlyMap<string, string>): boolean {
  const type = types.get(name);
  return type !== undefined && !TYPES[kind].test(type);
}
