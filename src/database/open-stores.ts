import pg from 'pg';
import { changeWordOf } from '../sources/postgres/change-word.js';
import { postgresSource } from '../sources/postgres/postgres-source.js';
import { learnedDialect } from '../sources/postgres/uuid-columns.js';
import type { RowSource } from '../sources/row-source.js';
import { type Embedded, openEmbedded } from './embedded.js';
import { migrate } from './migrate.js';
import { type Database, openServer, overEmbedded } from './open-database.js';

export interface StoresOptions {
  /** A server's URL; without one the embedded database is opened. */
  readonly url?: string | undefined;
  /** The packed database that the embedded one begins with. */
  readonly packed: string;
  /** Where the embedded one keeps what is written. Without a folder it is in memory and lost at the end. */
  readonly folder?: string | undefined;
  readonly connections: number;
  readonly waiting: number;
  readonly statementTimeoutMs: number;
}

/** What one PostgreSQL holds: the map and the records of operations. Both read over one pool. */
export interface Stores {
  readonly gis: RowSource;
  readonly ops: RowSource;
  readonly database: Database;
  readonly close: () => Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** The role whose grants hold: it reads `marts` and `ops`, and writes the records of `ops`. */
const ROLE = 'wellgraph_gateway';
/** Where the views of the map and the tables of operations are. */
export const SEARCH_PATH = 'marts, ops, public';

/**
 * Opens the PostgreSQL. An embedded one is brought to the newest schema first: a folder may be of an older release.
 * @throws Error  the embedded one cannot be opened or migrated, or another process has its folder
 */
export async function openStores({ url, packed, folder, ...limits }: StoresOptions): Promise<Stores> {
  const options = { ...limits, connectTimeoutMs: CONNECT_TIMEOUT_MS, searchPath: SEARCH_PATH, role: ROLE };
  if (url !== undefined) return storesOf(openServer(url, options));
  const embedded = await openEmbedded({ packed, ...(folder !== undefined && { folder }) });
  try {
    await migrated(embedded);
  } catch (error) {
    await embedded.close();
    throw error;
  }
  return storesOf(overEmbedded(embedded, options), embedded);
}

async function migrated({ stream }: Embedded): Promise<void> {
  const client = new pg.Client({ user: 'postgres', database: 'postgres', stream });
  await client.connect();
  try {
    await migrate(client);
  } finally {
    await client.end();
  }
}

function storesOf(database: Database, embedded?: Embedded): Stores {
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    await database.close();
    await embedded?.close();
  };
  const close = () => {
    closing ??= closeAll();
    return closing;
  };
  const dialect = learnedDialect(database);
  const source = (name: string): RowSource => ({ ...postgresSource(database, name, dialect), close });
  const word = changeWordOf(database);
  // What is written about operations says more than its rows do: how long something has lasted by now.
  const gis: RowSource = { ...source('GIS'), changeOf: (_views, recent = false) => word(recent) };
  return { gis, ops: source('OPS'), database, close };
}
