import { quoted } from '../duckdb/file-columns.js';
import type { Copied } from './copied.js';
import { literal } from './work.js';

export interface Target {
  readonly folder: string;
  readonly name: string;
  readonly order: readonly string[];
  /** Rows of a file, beyond which months are given files of their own. */
  readonly spanRows: number;
}

export const tableOf = (files: readonly string[]) => `read_parquet([${files.map(literal).join(', ')}])`;

/**
 * How rows lie in a file, as SQL. Months come first: days of many owners are asked for far more often than years of one, and
 * so they lie together; the years of one take a few row groups of each month.
 */
export function storedOrder({ order, columns }: Pick<Copied, 'order' | 'columns'>): string[] {
  const date = dateOf({ order, columns });
  const month = date ? [`date_trunc('month', ${date}) nulls last`] : [];
  return [...month, ...order.map((column) => `${quoted(column)} nulls last`)];
}

/** The column whose months rows lie by, quoted; undefined where they lie by no months. */
export function dateOf({ order, columns }: Pick<Copied, 'order' | 'columns'>): string | undefined {
  const dated = columns.find(
    ({ name, kind }) => order.slice(1).includes(name) && (kind === 'date' || kind === 'local'),
  );
  return dated && quoted(dated.name);
}
