import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import { columnsOf, type WireColumn } from './wire-values.js';

/** Rows of a result that are written as the wire has them only when they are asked for: texts of rows, with commas between. */
export interface Later {
  readonly count: number;
  text(from: number, to: number): Promise<string>;
}

const CELLS: Readonly<Record<string, (name: string) => string>> = {
  boolean: (name) => `${name}::int::varchar`,
  date: (name) => `(${name}::date - date '1970-01-01')::varchar`,
  timestamp_ntz: (name) => `(epoch_us(${name}) // 1000000)::varchar || printf('.%06d000', epoch_us(${name}) % 1000000)`,
  timestamp_tz: (name) => `${CELLS.timestamp_ntz?.(name)} || ' 1440'`,
};

/**
 * Results that are too large for this process's heap: DuckDB writes the rows as they are sent, and keeps those of the last
 * statement in a file. Times before 1970 are not told rightly.
 */
export class Bulk {
  #results = 0;

  private constructor(
    readonly folder: string,
    readonly connection: DuckDBConnection,
  ) {}

  static async open(instance: DuckDBInstance): Promise<Bulk> {
    const folder = mkdtempSync(join(tmpdir(), 'wellgraph-double-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const connection = await instance.connect();
    await connection.run(`attach '${join(folder, 'bulk.duckdb')}' as bulk`);
    await connection.run(`set temp_directory = '${join(folder, 'spilled')}'`);
    await connection.run("set timezone = 'UTC'");
    return new Bulk(folder, connection);
  }

  /** The result of a statement; the one before is forgotten. */
  async answer(sql: string, bindTo: (prepared: DuckDBPreparedStatement) => void) {
    const described = await this.connection.prepare(sql);
    const columns = columnsOf({
      columnNames: () => Array.from({ length: described.columnCount }, (_, at) => described.columnName(at)),
      columnType: (at: number) => described.columnType(at),
    });
    const before = `bulk.result_${this.#results}`;
    this.#results += 1;
    const table = `bulk.result_${this.#results}`;
    await this.connection.run(`drop table if exists ${before}`);
    const filling = await this.connection.prepare(
      `create table ${table} as select to_json([${columns.map(cellOf)}])::varchar as cells from (${sql})`,
    );
    bindTo(filling);
    await filling.run();
    const count = Number((await this.#rows(`select count(*) from ${table}`))[0]?.[0]);
    const text = async (from: number, to: number) => {
      const some = `from ${table} where rowid >= ${from} and rowid < ${to}`;
      return String((await this.#rows(`select string_agg(cells, ',' order by rowid) ${some}`))[0]?.[0] ?? '');
    };
    return { columns, later: { count, text } };
  }

  async #rows(sql: string) {
    return (await this.connection.runAndReadAll(sql)).getRows();
  }
}

function cellOf({ name, type }: WireColumn): string {
  const quoted = `"${name}"`;
  return CELLS[type]?.(quoted) ?? `${quoted}::varchar`;
}
