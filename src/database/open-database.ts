import pg from 'pg';
import type { Embedded } from './embedded.js';
import { LightClient } from './light-client.js';
import { listen } from './listener.js';

export interface DatabaseOptions {
  /** Connections at a time; the embedded database has one. */
  readonly connections: number;
  /** Statements that may wait for one of them. */
  readonly waiting: number;
  readonly statementTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Where tables are looked for; without it where the server, the role or the URL says. */
  readonly searchPath?: string;
  /** The role whose grants hold, whoever logs in. */
  readonly role?: string;
}

/** An open database. Nothing says what is in it, or who reads it. */
export interface Database {
  readonly pool: pg.Pool;
  readonly cancel?: (connection: object) => Promise<unknown>;
  /** Calls `ring` for each notification, and when some may have been missed. Only of a server; returns what stops it. */
  readonly listen?: (channel: string, ring: () => void) => () => void;
  readonly close: () => Promise<void>;
  readonly limits: { readonly waiting: number; readonly statementTimeoutMs: number };
}

/** Time for the server's own timeout to be heard of before the connection is given up. */
const GRACE_MS = 2_000;

/** A database on a server, by its URL; nothing is asked of it before the first statement. */
export function openServer(connectionString: string, options: DatabaseOptions): Database {
  const settings = { connectionString, connectionTimeoutMillis: options.connectTimeoutMs, keepAlive: true };
  const pool = poolOf({ ...settings, max: options.connections }, options);
  // Without the role: who logs in may cancel their own statements. Apart from the pool: that is full when it matters.
  const canceller = quiet(new pg.Pool({ ...settings, max: 1, idleTimeoutMillis: 1_000, allowExitOnIdle: true }));
  const listening = new Set<() => void>();
  return {
    pool,
    listen: (channel, ring) => {
      const stop = listen({ connectionString, connectionTimeoutMillis: options.connectTimeoutMs }, channel, ring);
      listening.add(stop);
      return () => {
        listening.delete(stop);
        stop();
      };
    },
    cancel: (connection) => canceller.query('select pg_cancel_backend($1)', [(connection as Backend).processID]),
    close: async () => {
      for (const stop of listening) stop();
      await Promise.all([pool.end(), canceller.end()]);
    },
    limits: options,
  };
}

/** The embedded database; closing this leaves the database itself open. */
export function overEmbedded(embedded: Embedded, options: DatabaseOptions): Database {
  const pool = poolOf({ max: 1, user: 'postgres', database: 'postgres', stream: embedded.stream }, options);
  return { pool, close: () => pool.end(), limits: options };
}

interface Backend {
  readonly processID: number;
}

const SYNCHRONOUS = `select set_config('synchronous_commit', case when now in ('off', 'local') then 'on' else now end, false)
  from current_setting('synchronous_commit') now`;

function poolOf(config: pg.PoolConfig, { statementTimeoutMs, searchPath, role }: DatabaseOptions): pg.Pool {
  const setup = [
    "set timezone = 'UTC'",
    'set datestyle = iso',
    ...(searchPath === undefined ? [] : [`set search_path = ${searchPath}`]),
    `set statement_timeout = ${statementTimeoutMs}`,
    'set lock_timeout = 2000',
    // What is acknowledged outlives a crash, whatever the server thinks of speed; one that waits for replicas stays so.
    SYNCHRONOUS,
    'set jit = off', // to compile a statement takes longer than most of ours run
    'set idle_in_transaction_session_timeout = 10000',
    ...(role === undefined ? [] : [`set role ${pg.escapeIdentifier(role)}`]),
  ].join('; ');
  return quiet(
    new pg.Pool({
      ...config,
      Client: LightClient,
      query_timeout: statementTimeoutMs + GRACE_MS,
      // Statements are sent behind each other without waiting for answers between them.
      pipeline: true,
      onConnect: async (client) => {
        await client.query(setup);
      },
    }),
  );
}

/**
 * A connection that the server closes is no reason to end the process: an idle one is taken out of the pool, one in the
 * middle of a transaction fails its next statement.
 */
function quiet(pool: pg.Pool): pg.Pool {
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
