import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../src/database/embedded.js';
import { loadFolder } from '../src/database/load-layers.js';
import { migrate } from '../src/database/migrate.js';

/** Makes the embedded database that the gateway begins with: the newest schema and the map layers of the sample. */
async function pack(out: string): Promise<void> {
  const embedded = await openEmbedded();
  const client = new pg.Client({ user: 'postgres', database: 'postgres', stream: embedded.stream });
  await client.connect();
  await migrate(client);
  for (const [layer, { loaded, repaired, rejected }] of await loadFolder(client, 'sample/gis'))
    console.log(`  ${layer}: ${loaded} rows, ${repaired} of them mended, ${rejected} rejected`);
  await client.query('vacuum full analyze');
  // Two segments of the log are all that stays, and they are empty.
  for (let time = 0; time < 2; time++)
    for (const text of ['select pg_switch_wal()', 'checkpoint']) await client.query(text);
  await client.end();
  const bytes = await embedded.pack();
  await embedded.close();
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, bytes);
  console.log(`  ${out}: ${(bytes.length / 1_000_000).toFixed(1)} MB`);
}

await pack(process.argv[2] ?? 'dist/database/sample.tar.gz');
