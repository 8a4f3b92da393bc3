import type { Condition, Row } from '../sources/row-source.js';
import type { Place } from './place.js';

/** A record of operations as it is now, and where it belongs. */
export interface Stored {
  readonly row: Row;
  readonly place: Place;
}

export interface Find {
  /** Columns and their values. */
  readonly equal: Readonly<Record<string, string>>;
  readonly and?: readonly Condition[];
  /** The column by which the first rows are the greatest. */
  readonly newest?: string;
  /** The column by which the first rows are the least. */
  readonly oldest?: string;
  readonly limit?: number;
  /** All of them when left out. */
  readonly columns?: readonly string[];
}
