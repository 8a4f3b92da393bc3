import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { makeGatewayLogin } from './database/gateway-login.js';
import { loadFolder } from './database/load-layers.js';
import { migrate } from './database/migrate.js';

const SAMPLE = fileURLToPath(new URL('../sample/gis', import.meta.url));

export interface MigrateOptions {
  /** Loads the map layers of the sample, and writes over them where they are there. */
  readonly sample?: boolean;
  /** The URL by which the gateway will log in: its user is made. */
  readonly gateway?: string | undefined;
}

/** Brings a server's database, given as who owns it, to the newest schema. Returns what there is to say. */
export async function migrateDatabase(url: string, { sample, gateway }: MigrateOptions): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const done = await migrate(client);
    const lines = [done.length > 0 ? `Migrated: ${done.join(', ')}` : 'Nothing to migrate.'];
    if (gateway) lines.push(`${await makeGatewayLogin(client, gateway)} logs in as a gateway.`);
    for (const [layer, { loaded, rejected }] of sample ? await loadFolder(client, SAMPLE) : [])
      lines.push(`${layer}: ${loaded} rows, ${rejected} rejected`);
    return `${lines.join('\n')}\n`;
  } finally {
    await client.end();
  }
}
