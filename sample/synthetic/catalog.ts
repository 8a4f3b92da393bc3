import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly unit?: string;
  readonly label?: string;
}

interface Link {
  readonly column: string;
  readonly tableColumn: string | null;
}

export interface View {
  readonly name: string;
  readonly domain: string;
  readonly primaryKey: string;
  readonly surrogateKey: string | null;
  readonly timeColumn: string | null;
  readonly parent: { readonly model: string; readonly on: readonly (readonly [string, string])[] } | null;
  readonly references: readonly (Link & { readonly model: string; readonly targetColumn: string })[];
  readonly unresolvedLinks: readonly (Link & { readonly targetTable: string | null })[];
  readonly columns: readonly Column[];
}

/** A view whose records are those of another: its columns by the names they have there. */
export interface Sibling {
  readonly of: string;
  readonly columns: ReadonlyMap<string, string>;
}

const textOf = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const linesOf = (path: string) =>
  textOf(path)
    .trim()
    .split('\n')
    .map((line) => line.split(' '));

/** The catalog of all views, as the tests have it. */
export const catalog = JSON.parse(textOf('../../test/catalog.json')) as readonly View[];

/** ProdView's own name of the table behind each view. */
export const tables: ReadonlyMap<string, string> = new Map(
  linesOf('./tables.txt').map(([view = '', table = '']) => [view, table]),
);

/** Monthly views beside their daily ones, and the wiserock views beside the 54 others. */
export const siblings: ReadonlyMap<string, Sibling> = new Map(
  linesOf('./same-columns.txt').map(([view = '', of = '', ...pairs]) => [
    view,
    { of, columns: new Map(pairs.map((pair) => pair.split('=') as [string, string])) },
  ]),
);

export const TYPES: Readonly<Record<string, string>> = {
  varchar: 'varchar',
  float: 'double',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  timestamp_ntz: 'timestamp',
  timestamp_tz: 'timestamp with time zone',
};
