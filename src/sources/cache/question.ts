import { createHash } from 'node:crypto';
import type { Aggregation, Column, Key, Row, Selection } from '../row-source.js';
import { columnsRead } from './columns-read.js';

export type Read = Selection | Aggregation;

/** A read as what it asks: equal questions have equal ids, whoever asks them, whenever and under whatever label. */
export interface Question {
  readonly read: Read;
  /** One part a key where the keys can be answered apart, else one part in all. */
  readonly parts: readonly string[];
  /** The keys of the parts; none where there is one part in all. */
  readonly tuples?: readonly Key[];
  /** Views whose rows decide over the answer. */
  readonly views: readonly string[];
  /** Nothing in it tells of a person. */
  readonly isImpersonal: boolean;
}

export function questionOf(read: Read): Question {
  const { label: _label, requestId: _requestId, notes: _notes, rowLimit, keys, ...rest } = read;
  const asked = 'columns' in rest ? { ...rest, columns: byName(rest.columns) } : rest;
  const columns = columnsRead(read);
  const isImpersonal = ![...columns.values()].some((some) => [...some].some(({ personal }) => personal));
  const whole = { read, views: [...columns.keys()].sort(), isImpersonal };
  if (!keys || !isApart(read)) return { ...whole, parts: [digest({ ...asked, rowLimit, keys })] };
  const common = digest({ ...asked, by: keys.columns });
  const parts = keys.tuples.map((tuple) => `${common}${JSON.stringify(tuple)}`);
  return { ...whole, parts, tuples: keys.tuples };
}

/** The question for these parts alone. */
export function narrowed(question: Question, places: readonly number[]): Question {
  const { read, parts, tuples } = question;
  if (!tuples || !read.keys || places.length === parts.length) return question;
  const some = places.map((place) => tuples[place] ?? []);
  const kept = places.map((place) => parts[place] ?? '');
  return { ...question, parts: kept, tuples: some, read: { ...read, keys: { ...read.keys, tuples: some } } };
}

/** The rows of each of these keys; undefined where a row is of none of them, or they may not all be there. */
export function rowsByKey({ keys, rowLimit }: Read, rows: readonly Row[]): Row[][] | undefined {
  if (!keys || rows.length > rowLimit) return undefined;
  const groups = new Map<string, Row[]>(keys.tuples.map((tuple) => [textOf(tuple), []]));
  const names = keys.columns.map(({ name }) => name);
  for (const row of rows) {
    const group = groups.get(textOf(names.map((name) => String(row[name]))));
    if (!group) return undefined;
    group.push(row);
  }
  return keys.tuples.map((tuple) => groups.get(textOf(tuple)) ?? []);
}

/** Whether rows of one key have no place among those of another. */
function isApart(read: Read): boolean {
  if (read.keys?.beneath) return false;
  if (read.keys?.columns.some(({ sum, distance }) => sum ?? distance)) return false;
  if (new Set(read.keys?.tuples.map(textOf)).size !== read.keys?.tuples.length) return false;
  return 'measures' in read || read.limit !== undefined || read.order.length === 0;
}

/** A key as one text, the same for equal keys. */
const textOf = (tuple: Key) => (tuple.length === 1 ? (tuple[0] ?? '') : JSON.stringify(tuple));
const byName = (columns: readonly Column[]) => columns.toSorted((left, right) => (left.name < right.name ? -1 : 1));
const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value, sorted)).digest('base64');

/** Objects with their properties in one order, so that equal ones have one text. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
