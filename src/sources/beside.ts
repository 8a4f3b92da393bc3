import type { Aggregation, Key, Row, Selection } from './row-source.js';

/** What will be asked beneath the rows of a read, each part for the keys that those rows will turn out to have. */
export interface Deep {
  readonly upper: Selection;
  readonly reads: readonly (Selection | Aggregation)[];
}

/** How one of several reads was answered. */
export type Answered = PromiseSettledResult<Row[]>;
/** Hears how the read at this place was answered. */
export type Tell = (at: number, answer: Answered) => void;

/** The keys that rows have, each once; one that lacks a value equals nothing. */
export function keysIn(rows: readonly Row[], { columns }: Pick<Selection, 'columns'>): Key[] {
  const keys = new Map<string, Key>();
  for (const row of rows) {
    const values = columns.map(({ name }) => row[name]);
    if (values.some((value) => value === null || value === undefined)) continue;
    const key = values.map(String);
    keys.set(JSON.stringify(key), key);
  }
  return [...keys.values()];
}
