import type { AuditStore } from '../audit/audit-entry.js';
import { postgresSource } from '../sources/postgres/postgres-source.js';
import type { RowSource } from '../sources/row-source.js';
import { auditLog } from './audit-log.js';
import { openEmbedded } from './embedded.js';
import { type Database, openServer, overEmbedded } from './open-database.js';

export interface MapsOptions {
  /** A server's URL; without one the embedded database is opened. */
  readonly url?: string | undefined;
  /** The packed database that the embedded one begins with. */
  readonly packed: string;
  readonly connections: number;
  readonly waiting: number;
  readonly statementTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** The role whose grants hold: it reads `marts`, and of `ops` what is granted. */
const ROLE = 'wellgraph_gateway';

/** The database as the sources that it holds, and what is appended to it. Closing the map closes all of it. */
export interface OpenMaps extends RowSource {
  readonly ops: RowSource;
  readonly audit: AuditStore;
}

/** Opens the spatial database, in which operations data lies too. */
export async function openMaps({ url, packed, ...limits }: MapsOptions): Promise<OpenMaps> {
  const options = { ...limits, connectTimeoutMs: CONNECT_TIMEOUT_MS, role: ROLE };
  if (url !== undefined) return over(openServer(url, options));
  const embedded = await openEmbedded({ packed });
  const open = over(overEmbedded(embedded, options));
  const close = async () => {
    await open.close();
    await embedded.close();
  };
  return { ...open, close };
}

function over(database: Database): OpenMaps {
  const ops = { ...postgresSource(database, 'OPS'), close: async () => {} };
  return { ...postgresSource(database, 'GIS'), ops, audit: auditLog(database.pool) };
}
