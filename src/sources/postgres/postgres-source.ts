import { Overloaded } from '../../errors.js';
import type { Aggregation, Row, RowSource, Scope, Selection } from '../row-source.js';
import { compileAggregate } from '../sql/compile-aggregate.js';
import { compileSelect } from '../sql/compile-select.js';
import { compileTogether } from '../sql/compile-together.js';
import type { Dialect, Statement } from '../sql/dialect.js';
import { postgres } from './dialect.js';
import { hoping } from '../sql/hopes.js';
import { masked } from './masked.js';
import { tilesOf } from './tiles.js';
import { type Asked, execute, type Query } from './execute.js';
import { nameOf, nameOfRepeated } from './named.js';
import { orLeave } from './or-leave.js';
import { type WideRow, wideRows } from './wide-rows.js';

type Read = Selection | Aggregation;

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
 * @param finished   what is still to be written of a statement's text once it is whole
 */
export function postgresSource(
  database: PostgresDatabase,
  source: string,
  dialectOf: () => Promise<Dialect> = async () => postgres,
  finished: (text: string) => string = (text) => text,
): RowSource {
  const run = async (statement: Asked, scope: Scope, signal?: AbortSignal): Promise<unknown[]> => {
    signal?.throwIfAborted();
    if (database.pool.waitingCount >= database.limits.waiting) throw new Overloaded(source);
    return orLeave(
      (leaving) => execute(database, { ...statement, text: finished(statement.text), scope }, source, leaving),
      signal,
    );
  };
  const rows: Run = (statement, scope, signal) => run(statement, scope, signal) as Promise<Row[]>;
  const dialect = () =>
    dialectOf().catch((error: unknown) => {
      throw masked(error, source, database.limits.statementTimeoutMs);
    });
  const one = async (read: Read, signal?: AbortSignal) => {
    const compiled =
      'measures' in read ? compileAggregate(read, await dialect()) : compileSelect(read, await dialect());
    return rows(planned(compiled, [read]), read.scope, signal);
  };
  const all = async (reads: readonly Read[], signal?: AbortSignal) => {
    const { layouts, ...wide } = compileTogether(reads, await dialect());
    const statement = planned({ ...wide, rowMode: 'array' } as const, reads);
    return wideRows((await run(statement, scopeOf(reads), signal)) as WideRow[], layouts);
  };
  return {
    writesJson: true,
    ...hoping(one, all),
    tile: tilesOf(rows),
    close: () => database.close(),
  };
}

/** By its name, where all that it reads is read again and again. A plan of one key does not depend on which one it is. */
function planned<S extends Statement>(statement: S, reads: readonly Read[]): S & Asked {
  const own = reads.every(({ again }) => again) ? nameOf(statement.text) : undefined;
  const name = own ?? (reads.every(isOfOneKey) ? nameOfRepeated(statement.text) : undefined);
  return name === undefined ? statement : { ...statement, name };
}

const isOfOneKey = ({ keys, where }: Read) => keys?.tuples.length === 1 && !keys.beneath && !where;

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
