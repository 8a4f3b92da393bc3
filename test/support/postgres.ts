import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Embedded, openEmbedded } from '../../src/database/embedded.js';
import { migrate } from '../../src/database/migrate.js';
import { type Database, type DatabaseOptions, openServer, overEmbedded } from '../../src/database/open-database.js';

export const OPTIONS: DatabaseOptions = {
  connections: 4,
  waiting: 100,
  statementTimeoutMs: 10_000,
  connectTimeoutMs: 5_000,
};

/** A database of its own on one of the engines. The embedded one has one session: close one before you use the next. */
export interface Engine {
  readonly isServer: boolean;
  readonly open: (options?: Partial<DatabaseOptions>) => Database;
  /** Work on a connection of its own, as who owns the database. */
  readonly asOwner: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

const SERVER = process.env.TEST_POSTGRES_URL;

/** The embedded engine, and a server where TEST_POSTGRES_URL names one. */
export const ENGINES: readonly (readonly [string, () => Promise<Engine>])[] = [
  ['PGlite', () => embeddedEngine()],
  ...(SERVER ? [['PostgreSQL', () => serverEngine(SERVER)] as const] : []),
];
export const hasServer = SERVER !== undefined;

/** An engine with the newest schema and nothing in it. */
export async function migrated(open: () => Promise<Engine>): Promise<Engine> {
  const engine = await open();
  await engine.asOwner((client) => migrate(client));
  return engine;
}

export async function embeddedEngine(packed?: string): Promise<Engine> {
  const embedded = await openEmbedded(packed === undefined ? {} : { packed });
  const config = { user: 'postgres', database: 'postgres', stream: embedded.stream };
  return {
    isServer: false,
    open: (options) => overEmbedded(embedded, { ...OPTIONS, ...options }),
    asOwner: (work) => connected(config, work),
    close: () => (embedded as Embedded).close(),
  };
}

export async function serverEngine(server = SERVER ?? ''): Promise<Engine> {
  const name = `wellgraph_${randomUUID().replaceAll('-', '')}`;
  await connected({ connectionString: server }, (client) => client.query(`create database ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    isServer: true,
    open: (options) => openServer(url.href, { ...OPTIONS, ...options }),
    asOwner: (work) => connected({ connectionString: url.href }, work),
    close: async () => {
      await connected({ connectionString: server }, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

async function connected<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs one statement as this role, and takes back what it did. */
export async function asRole(client: pg.ClientBase, role: string, text: string, values: unknown[] = []) {
  await client.query('begin');
  try {
    await client.query(`set local role ${role}`);
    return (await client.query(text, values)).rows;
  } finally {
    await client.query('rollback');
  }
}
