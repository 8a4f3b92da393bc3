import type { ColumnKind } from '../row-source.js';

/** A value to bind: a scalar, or for keys one array a column. */
export type Bound = string | number | boolean | readonly string[];

export interface Statement {
  readonly text: string;
  readonly values: readonly Bound[];
}

/** Only what differs between databases; everything else is SQL that they share. */
export interface Dialect {
  readonly identifier: (name: string) => string;
  /** Where a view is not found by its name alone. */
  readonly view?: (name: string) => string;
  /** The placeholder of the n-th bound value, counted from 1. */
  readonly placeholder: (position: number) => string;
  readonly double: string;
  /** What a bound value is cast to beside a column of this kind, where the database would guess another type. */
  readonly casts?: Readonly<Partial<Record<ColumnKind, string>>>;
  /** What a text column is cast to beside a value or another view's text, where ids may be of a type that is none. */
  readonly text?: string;
  /** True where `columns` equal one of the bound tuples; `bind` adds a value and returns its placeholder. */
  readonly among: (
    columns: readonly string[],
    tuples: readonly (readonly string[])[],
    bind: (value: Bound) => string,
  ) => string;
  /** A value as JSON text, null as SQL's null; only dialects of stores that write JSON have it. */
  readonly json?: (value: string, kind: ColumnKind) => string;
  /** Several texts one after the other, none of them null, where `||` takes longer. */
  readonly concatenated?: (texts: readonly string[]) => string;
  /** A text as base64 with the alphabet of URLs, unpadded. */
  readonly base64Url?: (text: string) => string;
}
