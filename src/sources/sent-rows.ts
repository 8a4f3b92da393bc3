import type { Value } from './row-source.js';

/**
 * How a store writes the cells of a column: `days` and `seconds` are since 1970, seconds with a fraction; `zoned` are
 * seconds of UTC with a zone behind a space.
 */
export type Form = 'text' | 'number' | 'flag' | 'days' | 'seconds' | 'zoned';

/** Rows as a store sent them: JSON arrays with commas between, in them a text or null for each form. */
export interface SentRows {
  readonly text: string;
  readonly rows: number;
  readonly forms: readonly Form[];
}

/** Takes rows; a promise is waited for before the next. A statement's rows all come in one of the two ways. */
export interface Taking {
  /** A row, its cells in the order of the columns that were asked for. */
  readonly row: (cells: readonly Value[]) => void | Promise<void>;
  /** Many rows that nobody has read. */
  readonly sent: (rows: SentRows) => void | Promise<void>;
}
