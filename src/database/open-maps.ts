import { postgresSource } from '../sources/postgres/postgres-source.js';
import type { RowSource } from '../sources/row-source.js';
import { openEmbedded } from './embedded.js';
import { openServer, overEmbedded } from './open-database.js';

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
/** The role whose grants hold: it reads `marts` and nothing else. */
const ROLE = 'wellgraph_gateway';

/** The spatial database as a source of rows. */
export async function openMaps({ url, packed, ...limits }: MapsOptions): Promise<RowSource> {
  const options = { ...limits, connectTimeoutMs: CONNECT_TIMEOUT_MS, role: ROLE };
  if (url !== undefined) return postgresSource(openServer(url, options), 'GIS');
  const embedded = await openEmbedded({ packed });
  const source = postgresSource(overEmbedded(embedded, options), 'GIS');
  const close = async () => {
    await source.close();
    await embedded.close();
  };
  return { ...source, close };
}
