import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { CATALOG } from './catalog.js';

/** Hand-written SQL over the files of a folder: a view a file, as the catalog names them. */
export class Sql {
  private constructor(
    readonly instance: DuckDBInstance,
    readonly run: (text: string) => Promise<Record<string, any>[]>,
  ) {}

  static async over(folder: string): Promise<Sql> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
    const connection = await instance.connect();
    for (const { name } of CATALOG) {
      const path = join(folder, `${name}.parquet`);
      if (existsSync(path)) await connection.run(`create view ${name} as select * from read_parquet('${path}')`);
    }
    const run = async (text: string) => (await connection.runAndReadAll(text)).getRowObjectsJS() as never;
    return new Sql(instance, run);
  }

  close(): void {
    this.instance.closeSync();
  }
}
