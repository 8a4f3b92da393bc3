import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Embedded, openEmbedded } from '../../src/database/embedded.js';
import { SEARCH_PATH } from '../../src/database/open-stores.js';
import { type Database, type DatabaseOptions, openServer, overEmbedded } from '../../src/database/open-database.js';
import { testPostgresUrl } from './needs.js';

export const OPTIONS: DatabaseOptions = {
  connections: 4,
  waiting: 100,
  statementTimeoutMs: 10_000,
  connectTimeoutMs: 5_000,
  searchPath: SEARCH_PATH,
};

/** A database of its own on one of the engines. The embedded one has one session: close one before you use the next. */
export interface Engine {
  /** Only of the embedded engine. */
  readonly embedded?: Embedded;
  /** Only of a server. */
  readonly url?: string;
  /** `login` is another user of the server than its owner. */
  readonly open: (options?: Partial<DatabaseOptions> & { login?: string }) => Database;
  /** Work on a connection of its own, as who owns the database. */
  readonly asOwner: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

const SERVER = testPostgresUrl();

/** The embedded engine, and a server where TEST_POSTGRES_URL names one. */
export const ENGINES: readonly (readonly [string, () => Promise<Engine>])[] = [
  ['PGlite', () => embeddedEngine()],
  ...(SERVER ? [['PostgreSQL', () => serverEngine(SERVER)] as const] : []),
];
export const hasServer = SERVER !== undefined;

async function embeddedEngine(): Promise<Engine> {
  const embedded = await openEmbedded();
  const config = { user: 'postgres', database: 'postgres', stream: embedded.stream };
  return {
    embedded,
    open: (options) => overEmbedded(embedded, { ...OPTIONS, ...options }),
    asOwner: (work) => connected(config, work),
    close: embedded.close,
  };
}

export async function serverEngine(server = SERVER ?? ''): Promise<Engine> {
  const name = `wellgraph_${randomUUID().replaceAll('-', '')}`;
  await connected({ connectionString: server }, (client) => client.query(`create database ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    open: ({ login, ...options } = {}) => {
      const as = new URL(url);
      if (login) as.username = login;
      return openServer(as.href, { ...OPTIONS, ...options });
    },
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
