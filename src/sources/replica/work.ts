import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { appendRow, rawColumns, readColumns } from '../duckdb/appended.js';
import type { Column, Row } from '../row-source.js';

export interface WorkLimits {
  readonly memoryMb: number;
  readonly threads: number;
}

export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
/** As the sample's files are: row groups small enough that few are read for one owner. */
const LAYOUT = 'format parquet, parquet_version v2, compression zstd, row_group_size 61440';

/** A database on disk where rows are gathered and put in order: what is too much for its memory goes into files. */
export class Work {
  private constructor(
    readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
    readonly folder: string,
  ) {}

  static async open(folder: string, { memoryMb, threads }: WorkLimits): Promise<Work> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const instance = await DuckDBInstance.create(join(folder, 'work.duckdb'), {
      memory_limit: `${memoryMb}MB`,
      threads: String(threads),
      temp_directory: join(folder, 'spilled'),
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    await connection.run("set timezone = 'UTC'");
    return new Work(instance, connection, folder);
  }

  run = async (sql: string): Promise<void> => void (await this.connection.run(sql));

  async rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await this.connection.runAndReadAll(sql)).getRows();
  }

  async count(sql: string): Promise<number> {
    return Number((await this.rows(sql))[0]?.[0] ?? 0);
  }

  /** Writes the rows that `fill` hands over to a Parquet file, which is there only when it is whole. */
  async gather(path: string, columns: readonly Column[], fill: (put: (row: Row) => void) => Promise<void>) {
    await this.run(`create or replace table incoming (${rawColumns(columns)})`);
    const appender = await this.connection.createAppender('incoming');
    try {
      await fill((row) => appendRow(appender, columns, row));
    } finally {
      appender.closeSync();
    }
    await this.write(`select ${readColumns(columns)} from incoming`, path);
    await this.run('drop table incoming');
  }

  /** Writes the rows of a query to a Parquet file, which is there only when it is whole and on the disk. */
  async write(query: string, path: string): Promise<void> {
    const beside = `${path}.writing`;
    await this.run(`copy (${query}) to ${literal(beside)} (${LAYOUT})`);
    const file = await open(beside, 'r+');
    await file.sync().finally(() => file.close());
    await rename(beside, path);
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
    await rm(this.folder, { recursive: true, force: true });
  }
}
