import { Overloaded } from '../../errors.js';
import type { Row, RowSource } from '../row-source.js';
import { compileAggregate } from '../sql/compile-aggregate.js';
import { compileSelect } from '../sql/compile-select.js';
import type { Bound, Statement } from '../sql/dialect.js';
import { postgres } from './dialect.js';
import { isReadTimeout, masked } from './masked.js';
import { types } from './values.js';

interface Query {
  readonly text: string;
  readonly values: Bound[];
  readonly types: typeof types;
}

/** One connection of the pool, as much of it as is used. */
export interface Connection {
  query(query: Query): Promise<{ rows: Row[] }>;
  release(broken?: boolean): void;
}

/** A PostgreSQL, as much of it as a source uses. */
export interface PostgresDatabase {
  readonly pool: { readonly waitingCount: number; connect(): Promise<Connection> };
  /** Stops what a connection is running. The embedded database has no such way: its statement runs on, unread. */
  readonly cancel?: (connection: Connection) => Promise<unknown>;
  readonly close: () => Promise<void>;
  readonly limits: { readonly waiting: number; readonly statementTimeoutMs: number };
}

/** Rows out of PostgreSQL. Who gives up is let go at once; the statement is cancelled behind them. */
export function postgresSource(database: PostgresDatabase, source: string): RowSource {
  const run = async (statement: Statement, signal?: AbortSignal): Promise<Row[]> => {
    signal?.throwIfAborted();
    if (database.pool.waitingCount >= database.limits.waiting) throw new Overloaded(source);
    return orLeave(execute(database, statement, source, signal), signal);
  };
  return {
    writesJson: true,
    select: (selection, signal) => run(compileSelect(selection, postgres), signal),
    aggregate: (aggregation, signal) => run(compileAggregate(aggregation, postgres), signal),
    close: () => database.close(),
  };
}

async function execute(
  { pool, cancel, limits }: PostgresDatabase,
  { text, values }: Statement,
  source: string,
  signal?: AbortSignal,
): Promise<Row[]> {
  let connection: Connection | undefined;
  let cancelling: Promise<unknown> | undefined;
  let broken = false;
  const stop = () => {
    if (connection) cancelling = cancel?.(connection).catch(() => {});
  };
  try {
    connection = await pool.connect();
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop, { once: true });
    return (await connection.query({ text, values: [...values], types })).rows;
  } catch (error) {
    broken = isReadTimeout(error);
    signal?.throwIfAborted();
    throw masked(error, source, limits.statementTimeoutMs);
  } finally {
    signal?.removeEventListener('abort', stop);
    // Only then, or a late cancel would stop the next statement of this connection.
    await cancelling;
    connection?.release(broken);
  }
}

/** The answer, or the signal's reason as soon as it is given. */
function orLeave<T>(answer: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
