import type { Cell } from './column.js';
import type { Level } from './level.js';

/** The rows of an answer, each with what stands around the list before its own values. */
export function* rowsOf(answer: unknown, level: Level, around: readonly Cell[] = []): Generator<readonly Cell[]> {
  const cells = [...around, ...level.columns.map(({ path }) => valueAt(answer, path) as Cell)];
  if (!level.below) {
    yield cells;
    return;
  }
  const list = valueAt(answer, level.below.path);
  if (Array.isArray(list)) for (const row of list) yield* rowsOf(row, level.below.rows, cells);
}

/** What an answer has at a path of names; null where it has nothing there. */
export function valueAt(answer: unknown, path: readonly string[]): unknown {
  let value = answer;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value ?? null;
}
