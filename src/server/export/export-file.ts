import type { Readable } from 'node:stream';
import type { Cell, Column } from './column.js';

/** What a file says of itself before its rows. */
export interface About {
  /** The operation's name, or that of its list. */
  readonly name: string;
  readonly requestId: string;
  /** Everything in the file is as new as this moment, or newer, as far as is known when it begins. */
  readonly dataAsOf: string;
  readonly columns: readonly Column[];
}

/** What is known once the last row is written. */
export interface End {
  readonly rows: number;
  /** Whether there were more rows than the file may have. */
  readonly truncated: boolean;
  readonly dataAsOf: string;
  /** Sources of which an older copy was read. */
  readonly stale: readonly string[];
}

export interface ExportFile {
  readonly about: About;
  readonly pages: AsyncIterable<readonly (readonly Cell[])[]>;
  /** To be asked after the pages. */
  readonly end: () => End;
}

/** One form of a file: it is written as fast as it is read, and holds a page at a time. */
export interface Format {
  readonly type: string;
  /** Rows that such a file can hold, where the form has a bound of its own. */
  readonly mostRows?: number;
  readonly write: (file: ExportFile) => Readable;
}

/** What is said where there was more than a file may have. */
export const truncationOf = ({ rows }: End): string =>
  `LIMIT REACHED: only the first ${rows} rows are in this file, and there are more`;
