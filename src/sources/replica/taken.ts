import { join } from 'node:path';
import type { Value } from '../row-source.js';
import type { SentRows, Taking } from '../sent-rows.js';
import type { Incoming } from './incoming.js';
import { writeJson } from './json-file.js';
import type { Fetching, Wanted } from './parts.js';
import { lastRow } from './sent-table.js';

/** What is there: written after each file, so that a run that was killed goes on behind it. */
export interface Progress {
  readonly files: number;
  readonly rows: number;
  /** The last key that is there. */
  readonly after: string | null;
  readonly done: boolean;
}

/** Rows of a file: as many as a row group has, so that little is lost in a kill and little is held in memory. */
const FILE_ROWS = 61_440;

export const fileOf = (folder: string, at: number) => join(folder, `${String(at).padStart(5, '0')}.parquet`);
export const stateOf = (folder: string) => join(folder, 'progress.json');

/** Puts the rows of one statement into files, and keeps account of what is there. */
export class Taken implements Taking {
  readonly #key: number;
  #now: Progress;
  #inFile = 0;
  #isKeyless = false;

  constructor(
    readonly wanted: Wanted,
    readonly from: Progress,
    readonly incoming: Incoming,
    readonly fetching: Fetching,
  ) {
    this.#key = wanted.columns.findIndex(({ name }) => name === wanted.key.name);
    this.#now = from;
  }

  readonly row = (cells: readonly Value[]) => {
    this.incoming.put(cells);
    return this.#counted(1, cells[this.#key]);
  };

  /** Rows come in the order of their keys, those without one last. */
  readonly sent = async (rows: SentRows) => {
    if (rows.rows === 0) return;
    await this.incoming.putSent(rows);
    await this.#counted(rows.rows, lastRow(rows)?.[this.#key]);
  };

  /** @throws Error where a row has no key */
  async end(): Promise<void> {
    const { view, key } = this.wanted;
    if (this.#isKeyless) throw new Error(`${view} has rows without ${key.name}, which is their key`);
    await this.#cut(this.#now.rows - this.from.rows < this.fetching.partRows);
    await this.incoming.written();
  }

  #counted(rows: number, key: Value | undefined): void | Promise<void> {
    this.#isKeyless ||= key === null || key === undefined;
    this.#inFile += rows;
    this.#now = { ...this.#now, rows: this.#now.rows + rows, after: String(key) };
    if (this.#inFile >= FILE_ROWS && !this.#isKeyless) return this.#cut(false);
  }

  #cut(done: boolean): Promise<void> {
    const { folder, order } = this.wanted;
    const path = fileOf(folder, this.#now.files);
    this.#inFile = 0;
    this.#now = { ...this.#now, files: this.#now.files + 1, done };
    const now = this.#now;
    const isThere = async () => {
      await writeJson(stateOf(folder), now);
      this.fetching.onRows(now.rows);
    };
    return this.incoming.cut(path, { written: isThere, order });
  }
}
