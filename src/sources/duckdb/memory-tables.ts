import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, Row, RowSource } from '../row-source.js';
import { appendRow, rawColumns, readColumns } from './appended.js';
import { Connections } from './connections.js';
import { duckdbSource } from './duckdb-source.js';
import { quoted } from './file-columns.js';
import { openInstance } from './instance.js';

export interface MemoryTablesOptions {
  /** What clients know the source by. */
  readonly source: string;
  readonly memoryMb: number;
  readonly threads: number;
  readonly connections: number;
  readonly waiting: number;
}

/** Views whose rows are held in memory, to be asked like any other source's. */
export interface MemoryTables {
  readonly source: RowSource;
  /** Puts these rows in the place of all that the view had; reads that run see the one or the other. */
  put(view: string, columns: readonly Column[], rows: readonly Row[]): Promise<void>;
}

/** Most milliseconds that rows are put in at a go, while everybody else waits. */
const TURN_MS = 10;

export async function openMemoryTables(options: MemoryTablesOptions): Promise<MemoryTables> {
  const instance = await openInstance(options);
  const source = duckdbSource(new Connections(instance, options.source, options));
  return {
    source,
    async put(view, columns, rows) {
      const connection = await instance.connect();
      try {
        await connection.run("set timezone = 'UTC'");
        await fill(connection, view, columns, rows);
      } finally {
        connection.closeSync();
      }
    },
  };
}

async function fill(connection: DuckDBConnection, view: string, columns: readonly Column[], rows: readonly Row[]) {
  const loading = `loading ${view}`;
  await connection.run(`create or replace temp table ${quoted(loading)} (${rawColumns(columns)})`);
  const appender = await connection.createAppender(loading, 'main', 'temp');
  let turn = performance.now();
  for (const row of rows) {
    appendRow(appender, columns, row);
    if (performance.now() - turn < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now();
  }
  appender.closeSync();
  const rowsRead = `select ${readColumns(columns)} from ${quoted(loading)}`;
  await connection.run(`create or replace table ${quoted(view)} as ${rowsRead}`);
  await connection.run(`drop table ${quoted(loading)}`);
}
