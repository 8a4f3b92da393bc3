import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import type { ClientBase } from 'pg';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Brings the database to the newest migration, all of them in one transaction. Copies that start together wait for each
 * other by an advisory lock, and all but the first find nothing to do. There is no way back but a further migration.
 *
 * @param client  a connection as a user who may create extensions, schemas and roles; it stays open
 * @returns       the names of the migrations that were run now
 * @throws Error  a migration that has run is not the one of that place any more, or one fails: nothing is changed then
 */
export async function migrate(client: ClientBase): Promise<string[]> {
  const done = await runner({
    dbClient: client,
    dir: MIGRATIONS,
    direction: 'up',
    migrationsSchema: 'ops',
    createMigrationsSchema: true,
    migrationsTable: 'migrations',
    singleTransaction: true,
    advisoryLockMode: 'wait',
    logger: SILENT,
  });
  return done.map(({ name }) => name);
}
