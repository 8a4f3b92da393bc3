import { LRUCache } from 'lru-cache';
import { postgres } from './dialect.js';

/** A table that does not have all columns as they are promised: what each column is read as. */
export interface Relation {
  readonly columns: ReadonlyMap<string, string>;
  /** ` from` and the table, or what brings no row. */
  readonly from: string;
}

/** Statements whose finished text is kept. */
const MOST_KEPT = 1_000;
/** No other name has a space. */
const MARK = 'view ';
const MARKS = new RegExp(`"${MARK}([^"]+)"`, 'g');

/**
 * Writes such tables with the columns that a statement names anywhere and no others: PostgreSQL plans each column that it
 * is told of. Which these are is known when the rest of the text is written, so until then a mark stands in their place.
 */
export function usedColumns(relations: ReadonlyMap<string, Relation>) {
  const known = new LRUCache<string, string>({ max: MOST_KEPT });
  const written = (view: string, text: string): string => {
    const { columns, from } = relations.get(view) as Relation;
    const used = [...columns].filter(([name]) => text.includes(postgres.identifier(name)));
    return `(select ${used.map(([, column]) => column).join(', ')}${from}) as ${postgres.identifier(view)}`;
  };
  return {
    view: (name: string) => postgres.identifier(relations.has(name) ? `${MARK}${name}` : name),
    finished: (text: string): string => {
      const finished = known.get(text) ?? text.replace(MARKS, (_, view: string) => written(view, text));
      known.set(text, finished);
      return finished;
    },
  };
}
