import pg from 'pg';
import { loadFolder } from '../src/database/load-layers.js';
import { migrate } from '../src/database/migrate.js';

const [url = process.env.POSTGRES_URL, sample] = process.argv.slice(2);
if (!url || (sample !== undefined && sample !== '--sample'))
  throw new Error('Say which database, as who owns it: npm run migrate -- postgres://… [--sample]');

/** Brings a server's database to the newest schema, and loads the sample's map layers where that is asked. */
const client = new pg.Client({ connectionString: url });
await client.connect();
try {
  const done = await migrate(client);
  console.log(done.length > 0 ? `Migrated: ${done.join(', ')}` : 'Nothing to migrate.');
  for (const [layer, { loaded, rejected }] of sample ? await loadFolder(client, 'sample/gis') : [])
    console.log(`${layer}: ${loaded} rows, ${rejected} rejected`);
} finally {
  await client.end();
}
