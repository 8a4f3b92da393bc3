import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { appendRows, CHUNK_ROWS, rawColumns, readColumns } from '../duckdb/appended.js';
import type { Column, Value } from '../row-source.js';
import type { Form, SentRows } from '../sent-rows.js';
import { sentTable } from './sent-table.js';
import type { Work } from './work.js';

/** Files that are read a few months at a time, and soon gone: what packs them fast, not small, and lets months be found. */
export const PART_LAYOUT = 'format parquet, compression snappy, row_group_size 4096';

interface Cut {
  /** Called when the file is whole. */
  readonly written?: () => Promise<void>;
  /** How its rows lie, as SQL. */
  readonly order?: readonly string[] | undefined;
}

interface SentFiles {
  readonly paths: readonly string[];
  readonly forms: readonly Form[];
}

/** Rows on their way into files, a file at a time: while one is written, rows for the next are taken. */
export class Incoming {
  #rows: (readonly Value[])[] = [];
  #table = 0;
  #appender: DuckDBAppender | undefined;
  #writing: Promise<void> = Promise.resolve();
  #files = 0;
  #sent: SentFiles | undefined;

  private constructor(
    readonly work: Work,
    readonly columns: readonly Column[],
    readonly connection: DuckDBConnection,
  ) {}

  static async open(work: Work, columns: readonly Column[]): Promise<Incoming> {
    const connection = await work.instance.connect();
    await connection.run("set timezone = 'UTC'");
    const incoming = new Incoming(work, columns, connection);
    await incoming.#begin();
    return incoming;
  }

  /** Takes a row, its cells in the order of the columns. */
  put(cells: readonly Value[]): void {
    this.#rows.push(cells);
    if (this.#rows.length === CHUNK_ROWS) this.#append();
  }

  /** Takes rows as they were sent; they wait in a file until they are read. */
  async putSent({ text, forms }: SentRows): Promise<void> {
    if (text.length === 0) return;
    const path = join(this.work.folder, `sent-${this.#files}.json`);
    this.#files += 1;
    await writeFile(path, `[${text}]`);
    this.#sent = { paths: [...(this.#sent?.paths ?? []), path], forms };
  }

  /** Writes what was taken since the last time to a file, behind whoever asks; settles when the file before is whole. */
  async cut(path: string, { written = async () => {}, order = [] }: Cut = {}): Promise<void> {
    this.#append();
    await this.#writing;
    const ordered = order.length > 0 ? ` order by ${order.join(', ')}` : '';
    if (this.#sent) {
      this.#writing = this.#read(this.#sent, path, ordered).then(written);
      this.#sent = undefined;
      this.#writing.catch(() => {}); // whoever waits next is told
      return;
    }
    const table = this.#name;
    this.#appender?.closeSync();
    this.#table += 1;
    await this.#begin();
    this.#writing = this.#write(table, path, ordered).then(written);
    this.#writing.catch(() => {}); // whoever waits next is told
  }

  /** Settles when all files are whole. */
  written = (): Promise<void> => this.#writing;

  /** Lets go of rows that are in no file. */
  async close(): Promise<void> {
    await this.#writing.catch(() => {});
    this.#appender?.closeSync();
    await this.connection.run(`drop table if exists ${this.#name}`);
    this.connection.closeSync();
  }

  get #name(): string {
    return `coming.rows_${this.#table % 2}`;
  }

  async #begin(): Promise<void> {
    await this.work.run(`create or replace table ${this.#name} (${rawColumns(this.columns)})`);
    this.#appender = await this.work.connection.createAppender(`rows_${this.#table % 2}`, 'main', 'coming');
  }

  #append(): void {
    if (!this.#appender || this.#rows.length === 0) return;
    appendRows(this.#appender, this.columns, this.#rows);
    this.#rows = [];
  }

  async #read({ paths, forms }: SentFiles, path: string, ordered: string): Promise<void> {
    const rows = `from (${sentTable(paths, forms, this.columns)})${ordered}`;
    await this.work.write(rows, path, PART_LAYOUT, this.connection);
    await Promise.all(paths.map((each) => rm(each)));
  }

  async #write(table: string, path: string, ordered: string): Promise<void> {
    const rows = `from (select ${readColumns(this.columns)} from ${table})${ordered}`;
    await this.work.write(rows, path, PART_LAYOUT, this.connection);
    await this.connection.run(`drop table ${table}`);
  }
}
