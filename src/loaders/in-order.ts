import type { Column, Key, Row } from '../sources/row-source.js';

/** A key as one text, the same for equal keys. */
export const cacheKey = (key: Key) => (key.length === 1 ? (key[0] ?? '') : JSON.stringify(key));

/** Rows by the keys that asked for them, in the keys' order; a key without rows gets none. */
export function inOrder(keys: readonly Key[], columns: readonly Column[], rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>(keys.map((key) => [cacheKey(key), []]));
  for (const row of rows) groups.get(cacheKey(columns.map(({ name }) => String(row[name]))))?.push(row);
  return keys.map((key) => groups.get(cacheKey(key)) ?? []);
}
