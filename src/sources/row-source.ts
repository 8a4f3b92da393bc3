import type { Area, Point } from './area.js';
import type { Answered, Deep, Tell } from './beside.js';
import type { Grouping, Measure } from './measure.js';
import type { JsonShape } from './json-shape.js';
import type { Notes } from './notes.js';
import type { ScopedViewer } from './scoped-viewer.js';
import type { Tile, TileRead } from './tile-read.js';

/** How a column's values look when they leave a source. */
export type ColumnKind = 'text' | 'integer' | 'float' | 'boolean' | 'date' | 'local' | 'instant' | 'geometry' | 'json';

/** A person's name or login; or words in which people may be named. */
export type PersonalData = 'NAME' | 'TEXT';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether it names people, and how: nothing that several viewers share may keep its values. */
  readonly personal?: PersonalData;
  /** Where the value is worked out of other columns: their sum. `name` is then only what the result is called. */
  readonly sum?: readonly Term[];
  /** Of a geometry: corners that lie this near the line that stays, in degrees, may be left out. */
  readonly tolerance?: number;
  /** Where the value is how far, in metres on the ellipsoid, a geometry column of the row lies from a point. */
  readonly distance?: { readonly from: string; readonly to: Point };
}

/** The product of these columns, divided by `per`. Without a value it counts as nothing in a sum that has other terms. */
export interface Term {
  readonly columns: readonly string[];
  readonly per: number;
}

/** One value of a row: geometries as RFC 7946 text, objects and lists of texts as JSON, days as YYYY-MM-DD, local times as YYYY-MM-DDTHH:MM:SS, instants as the same with Z. */
export type Value = string | number | boolean | null;

/** Columns in lower case to values; only the columns that were selected are there. */
export type Row = Readonly<Record<string, Value>>;

/** The values that identify a parent, in the order of the key's columns. */
export type Key = readonly string[];

export type Comparison = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'contains' | 'startsWith';

/** A filter, free of any database's dialect. `not` is a true complement: a null comparison counts as false inside it. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly column: Column; readonly is: Comparison; readonly value: string | number | boolean }
  | { readonly column: Column; readonly in: readonly (string | number | boolean)[] }
  | { readonly column: Column; readonly isNull: boolean }
  | { readonly columns: readonly Column[]; readonly keys: readonly Key[] }
  | { readonly columns: readonly Column[]; readonly of: Subset }
  | { readonly column: Column; readonly intersects: Area }
  | { readonly column: Column; readonly within: Area }
  | { readonly column: Column; readonly near: Point; readonly metres: number };

/** These columns of the rows of another view of the same store. */
export interface Subset {
  readonly view: string;
  readonly columns: readonly Column[];
  readonly where: Condition;
}

/** What the viewer may see of a view. Every read carries it. */
export type Scope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'where'; readonly condition: Condition; readonly viewer?: ScopedViewer };

export interface OrderTerm {
  readonly column: Column;
  readonly descending: boolean;
}

/** Rows that belong to one of these parents: `columns` equal one of `tuples`. */
export interface Keys {
  readonly columns: readonly Column[];
  readonly tuples: readonly Key[];
  /** Where the tuples are not known yet: the parents are this read's rows, told by its columns in the same order. */
  readonly beneath?: Selection;
}

/** What tells one fact from every other, and which of the rows of one fact counts: the first in `order`. */
export interface Grain {
  readonly columns: readonly Column[];
  readonly order: readonly OrderTerm[];
}

export interface Read {
  /** What is asked, in the schema's words (`Unit.completions`): the label of the statement. */
  readonly label: string;
  /** The request that asks, and where is noted how it was answered. No part of the question: answers may be shared. */
  readonly requestId?: string;
  readonly notes?: Notes;
  readonly view: string;
  readonly scope: Scope;
  readonly keys?: Keys;
  readonly where?: Condition;
  /** One of several parts of a question: without keys too it may share a statement with those asked at the same time. */
  readonly beside?: true;
  readonly again?: true; // the gateway itself asks it with other values all the time: a store may keep its plan
  /** Only the row that counts of each fact; `where` holds of those. */
  readonly grain?: Grain;
  /** Most rows wanted: for each key where there are keys, else in all. */
  readonly limit?: number;
  /**
   * One row a key instead: its first `limit` rows, or its groups in the order of their values, as the objects of a JSON
   * list, written by the store, without the brackets. Rows whose `required` column is null, or whose `whole` one is no
   * 32-bit number, are counted as odd.
   */
  readonly asText?: JsonShape;
  /** Most rows the statement may bring in all; one more comes back where there are more. */
  readonly rowLimit: number;
}

/** The column that a selection with `total` brings beside the rows' own. */
export const TOTAL = 'wg_total';

/** Rows of one view. The key's columns come with them where there are keys. Nulls sort last either way. */
export interface Selection extends Read {
  /** Also count the rows of all pages: each row carries its key's number under the name `TOTAL`. */
  readonly total?: boolean;
  readonly columns: readonly Column[];
  readonly order: readonly OrderTerm[];
}

/** Measures over the rows of one view: one row a key and group. A key without rows has no row. */
export interface Aggregation extends Read {
  readonly groupBy: readonly Grouping[];
  readonly measures: readonly Measure[];
  /** Which groups come first where there is a limit: by these results. By the groups' own values when left out. */
  readonly rankedBy?: readonly { readonly as: string; readonly descending: boolean }[];
}

/**
 * A store of rows. Every implementation returns columns in lower case, days as YYYY-MM-DD, instants as ISO 8601 UTC,
 * finite numbers as numbers, and throws a GatewayError, never a driver's error.
 */
export interface RowSource {
  /** Whether selections may be asked for `asText`. */
  readonly writesJson?: boolean;
  select(selection: Selection, signal?: AbortSignal): Promise<Row[]>;
  aggregate(aggregation: Aggregation, signal?: AbortSignal): Promise<Row[]>;
  /** Answers all of these by one statement, each as it would be answered alone; it fails as a whole. */
  readAll?(reads: readonly (Selection | Aggregation)[], signal?: AbortSignal): Promise<Row[][]>;
  /** The same where some can be answered though others cannot; `tell` hears of those that are answered sooner. */
  readEach?(reads: readonly (Selection | Aggregation)[], signal?: AbortSignal, tell?: Tell): Promise<Answered[]>;
  /** A finished vector tile; null where the store turns out not to make any. */
  tile?(read: TileRead, signal?: AbortSignal): Promise<Tile | null>;
  /**
   * Reads what lies beneath rows that are still being read, so that it is known when it is asked for by its keys. Nothing
   * where the rows above are known at once. Only stores that are far away, whose answers are kept, have it.
   */
  ahead?(deep: readonly Deep[], signal?: AbortSignal): Promise<void>;
  /** A word that changes when rows of these views do, where that can be told now; a `recent` one may be a second old. */
  changeOf?(views: readonly string[], recent?: boolean): Promise<string | undefined>;
  close(): Promise<void>;
}
