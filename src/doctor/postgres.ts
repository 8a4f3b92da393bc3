import pg from 'pg';
import { inspect } from '../database/inspect.js';
import { type Finding, fault, ok, reasonOf, skewOf } from './finding.js';

const TIMEOUT_MS = 5_000;

/** Whether a server is one that a gateway can serve the map and the records of operations from. */
export async function examinePostgres(connectionString: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    const asked = Date.now();
    const { waiting, postgis, tiles, role, now } = await inspect(client);
    const url = 'npm run migrate -- URL, as who owns the database';
    return [
      migrationsOf(waiting, url),
      role
        ? ok('the login acts as wellgraph_gateway')
        : fault('the login may not act as wellgraph_gateway', `${url}, with --gateway`),
      postgis ? ok(`PostGIS ${postgis}`) : fault('PostGIS is not there', 'install it on the server, then migrate'),
      tiles
        ? ok('PostGIS makes vector tiles')
        : fault(
            'PostGIS makes no vector tiles, the gateway cuts them',
            'install a PostGIS built with protobuf-c',
            false,
          ),
      skewOf("PostgreSQL's", now, (asked + Date.now()) / 2),
    ];
  } catch (error) {
    return [fault(`PostgreSQL does not answer: ${reasonOf(error)}`, 'see POSTGRES_URL and the server')];
  } finally {
    await client.end().catch(() => {});
  }
}

function migrationsOf(waiting: readonly string[] | null, remedy: string): Finding {
  if (!waiting)
    return fault(
      'this login may not see which migrations have run',
      'ask with the URL of who owns the database',
      false,
    );
  return waiting.length === 0 ? ok('all migrations have run') : fault(`migrations wait: ${waiting.join(', ')}`, remedy);
}
