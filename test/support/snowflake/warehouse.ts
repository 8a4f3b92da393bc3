import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBValue,
} from '@duckdb/node-api';
import { columnsOfFile, columnValue, tableOf } from '../../../src/sources/duckdb/file-columns.js';
import { findViewFiles } from '../../../src/sources/duckdb/view-files.js';
import type { Column } from '../../../src/sources/row-source.js';
import { Bulk, type Later } from './bulk.js';
import { describing } from './described.js';
import { cellOf, columnsOf, type WireCell, type WireColumn } from './wire-values.js';

export interface Answer {
  readonly columns: readonly WireColumn[];
  readonly rows: readonly (readonly WireCell[])[];
  /** Instead of the rows, where they are too many to be held. */
  readonly later?: Later;
}

/** A bound value as the wire has it. */
export interface WireBind {
  readonly type: 'TEXT' | 'FIXED' | 'REAL' | 'BOOLEAN';
  readonly value: string | null;
}

/** The server's code for what went wrong. */
export class ServerError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** DuckDB with the views of a folder under Snowflake's upper-case names. */
export class Warehouse {
  #bulk: Promise<Bulk> | undefined;

  readonly #running = new Set<Promise<Answer>>();

  private constructor(readonly instance: DuckDBInstance) {}

  /** From now on results are kept in a file, one at a time, and not in memory. */
  keepInFile(): void {
    this.#bulk = Bulk.open(this.instance);
  }

  static async open(folder: string, views: ReadonlyMap<string, readonly Column[]>, homeOf: (view: string) => string) {
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
    const connection = await instance.connect();
    await connection.run(`attach ':memory:' as "WELLS"`);
    const files = await findViewFiles(folder);
    for (const [view, columns] of views) {
      const home = homeOf(view);
      await connection.run(`create schema if not exists ${home}`);
      const file = files.get(view);
      const found = file ? await columnsOfFile(connection, file) : new Map();
      const list = columns.map(
        (column) => `${columnValue(column, found.get(column.name))} as "${column.name.toUpperCase()}"`,
      );
      const from = file ? tableOf(file, found.values()) : '(select 1) nothing where false';
      const kind = file?.format === 'csv' ? 'table' : 'view';
      await connection.run(`create ${kind} ${home}."${view.toUpperCase()}" as select ${list.join(', ')} from ${from}`);
    }
    connection.closeSync();
    return new Warehouse(instance);
  }

  /** Tells the columns of a database's views, or what time it is, as the server does out of metadata. */
  describe = (sqlText: string): Promise<Answer> => this.#noted(this.#describe(sqlText));

  async #describe(sqlText: string): Promise<Answer> {
    const connection = await this.instance.connect();
    try {
      return await answerOf(connection, describing(sqlText), {});
    } finally {
      connection.closeSync();
    }
  }

  /** Runs a statement that the grammar let pass. @throws ServerError with the code that the server has for it */
  run = (sql: string, binds: Readonly<Record<string, WireBind>>, signal: AbortSignal): Promise<Answer> =>
    this.#noted(this.#run(sql, binds, signal));

  async #run(sql: string, binds: Readonly<Record<string, WireBind>>, signal: AbortSignal): Promise<Answer> {
    const connection = await this.instance.connect();
    const interrupt = () => connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      signal.throwIfAborted();
      const bulk = await this.#bulk;
      if (bulk) return { rows: [], ...(await bulk.answer(sql, (prepared) => bindAll(prepared, binds))) };
      return await answerOf(connection, sql, binds);
    } catch (error) {
      throw signal.aborted ? new ServerError('000604', 'SQL execution canceled') : serverError(error);
    } finally {
      signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  }

  /** A database that is closed under a running statement takes the process with it. */
  close = async (): Promise<void> => {
    await Promise.allSettled(this.#running);
    this.instance.closeSync();
  };

  #noted(answer: Promise<Answer>): Promise<Answer> {
    this.#running.add(answer);
    const over = () => void this.#running.delete(answer);
    answer.then(over, over);
    return answer;
  }
}

async function answerOf(connection: DuckDBConnection, sql: string, binds: Readonly<Record<string, WireBind>>) {
  await connection.run("set timezone = 'UTC'");
  const prepared = await connection.prepare(sql);
  bindAll(prepared, binds);
  const result = await prepared.run();
  const columns = columnsOf(result);
  const rows = (await result.getRows()) as DuckDBValue[][];
  return { columns, rows: rows.map((row) => columns.map((column, at) => cellOf(row[at] ?? null, column))) };
}

function bindAll(prepared: DuckDBPreparedStatement, binds: Readonly<Record<string, WireBind>>): void {
  for (let at = 1; at <= prepared.parameterCount; at++) bind(prepared, at, binds[at]);
}

function bind(prepared: DuckDBPreparedStatement, at: number, given: WireBind | undefined): void {
  if (!given) throw new ServerError('002049', `bind variable :${at} not set`);
  if (given.value === null) prepared.bindNull(at);
  else if (given.type === 'BOOLEAN') prepared.bindBoolean(at, given.value === 'true');
  else if (given.type === 'TEXT') prepared.bindVarchar(at, given.value);
  else prepared.bindDouble(at, Number(given.value));
}

function serverError(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  if (/^Catalog Error/.test(message)) return new ServerError('002003', 'Object does not exist or not authorized.');
  if (/^Binder Error/.test(message)) return new ServerError('000904', 'SQL compilation error: invalid identifier');
  if (/^Conversion Error/.test(message)) return new ServerError('100038', 'Numeric value is not recognized');
  return error instanceof ServerError ? error : new ServerError('000603', message);
}
