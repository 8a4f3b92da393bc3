import { Overloaded } from '../../errors.js';
import type { Aggregation, Row, RowSource, Scope, Selection } from '../row-source.js';
import { compileAggregate } from '../sql/compile-aggregate.js';
import { compileSelect } from '../sql/compile-select.js';
import { compileTogether } from '../sql/compile-together.js';
import type { Bound, Dialect, Statement } from '../sql/dialect.js';
import { postgres } from './dialect.js';
import { Hopes } from '../sql/hopes.js';
import { isReadTimeout, masked } from './masked.js';
import { tilesOf } from './tiles.js';
import { allOf } from './all-of.js';
import { types } from './values.js';
import { type WideRow, wideRows } from './wide-rows.js';
import { tellViewer } from './viewer-settings.js';

interface Query {
  readonly text: string;
  readonly values: Bound[];
  readonly types: typeof types;
  /** Rows as arrays of cells, not by the columns' names. */
  readonly rowMode?: 'array';
}

/** One connection of the pool, as much of it as is used. */
export interface Connection {
  query(query: Query): Promise<{ rows: unknown[] }>;
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

/**
 * Rows out of PostgreSQL. Who gives up is let go at once; the statement is cancelled behind them.
 * @param dialectOf  how its statements are written, which may have to be asked of it
 */
export function postgresSource(
  database: PostgresDatabase,
  source: string,
  dialectOf: () => Promise<Dialect> = async () => postgres,
): RowSource {
  const run = async (statement: Asked, scope: Scope, signal?: AbortSignal): Promise<unknown[]> => {
    signal?.throwIfAborted();
    if (database.pool.waitingCount >= database.limits.waiting) throw new Overloaded(source);
    return orLeave(execute(database, { ...statement, scope }, source, signal), signal);
  };
  const rows: Run = (statement, scope, signal) => run(statement, scope, signal) as Promise<Row[]>;
  const dialect = () =>
    dialectOf().catch((error: unknown) => {
      throw masked(error, source, database.limits.statementTimeoutMs);
    });
  const hopes = new Hopes();
  const plainly = async (read: Selection | Aggregation, signal?: AbortSignal) => {
    const compiled =
      'measures' in read ? compileAggregate(read, await dialect()) : compileSelect(read, await dialect());
    return rows(compiled, read.scope, signal);
  };
  const one = (read: Selection | Aggregation, signal?: AbortSignal) =>
    hopes.one(read, (asked) => plainly(asked, signal));
  return {
    writesJson: true,
    select: one,
    aggregate: one,
    readAll: (reads, signal) => {
      const together = async (asked: typeof reads) => {
        const { layouts, ...wide } = compileTogether(asked, await dialect());
        return wideRows((await run({ ...wide, rowMode: 'array' }, scopeOf(reads), signal)) as WideRow[], layouts);
      };
      return hopes.all(reads, together, (asked) => plainly(asked, signal));
    },
    tile: tilesOf(rows),
    close: () => database.close(),
  };
}

type Asked = Pick<Query, 'rowMode'> & Statement;
/** Runs a statement for a viewer of such a scope. */
export type Run = (statement: Statement, scope: Scope, signal?: AbortSignal) => Promise<Row[]>;

/** Reads of one statement are one viewer's; those of what the viewer sees nothing of, or everybody sees, do not say whose. */
function scopeOf(reads: readonly { readonly scope: Scope }[]): Scope {
  const kinds = ['where', 'everything', 'nothing'];
  const scopes = reads
    .map(({ scope }) => scope)
    .sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind));
  return scopes[0] ?? { kind: 'nothing' };
}

async function execute(
  { pool, cancel, limits }: PostgresDatabase,
  { values, scope, ...statement }: Asked & { readonly scope: Scope },
  source: string,
  signal?: AbortSignal,
): Promise<unknown[]> {
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
    // One behind the other on the same way: where the first fails, nobody is given what the second brought.
    const told = tellViewer(connection, scope);
    const [, answer] = await allOf([told, connection.query({ ...statement, values: [...values], types })]);
    return answer.rows;
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
