import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type InstanceLimits, openInstance } from '../duckdb/instance.js';
import type { Column } from '../row-source.js';
import { Incoming } from './incoming.js';

export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
/** Row groups small enough that little is read for one owner or one day, large enough that they can be told apart quickly. */
const LAYOUT = 'format parquet, parquet_version v2, compression zstd, row_group_size 16384';

/** A database on disk where rows are gathered and put in order: what is too much for its memory goes into files. */
export class Work {
  private constructor(
    readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
    readonly folder: string,
  ) {}

  static async open(folder: string, limits: InstanceLimits): Promise<Work> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const instance = await openInstance(limits, join(folder, 'work.duckdb'), {
      temp_directory: join(folder, 'spilled'),
      preserve_insertion_order: 'false',
    });
    const connection = await instance.connect();
    await connection.run("set timezone = 'UTC'");
    await connection.run("attach ':memory:' as coming");
    return new Work(instance, connection, folder);
  }

  run = async (sql: string): Promise<void> => void (await this.connection.run(sql));

  async rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await this.connection.runAndReadAll(sql)).getRows();
  }

  async count(sql: string): Promise<number> {
    return Number((await this.rows(sql))[0]?.[0] ?? 0);
  }

  incoming = (columns: readonly Column[]) => Incoming.open(this, columns);

  /** Writes the rows of a query to a Parquet file, which is there only when it is whole and on the disk. */
  async write(query: string, path: string, layout = LAYOUT, connection = this.connection): Promise<void> {
    const beside = `${path}.writing`;
    await connection.run(`copy (${query}) to ${literal(beside)} (${layout})`);
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
