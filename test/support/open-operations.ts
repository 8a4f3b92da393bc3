import { migrate } from '../../src/database/migrate.js';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { insertRecord } from './operations.js';
import { ENGINES } from './postgres.js';

/**
 * Operations with these records and no others, on PostgreSQL where there is a server, as the gateway reads them.
 *
 * @param writtenAt  when they were written
 */
export async function openOperations(records: readonly (readonly [table: string, row: object])[], writtenAt: string) {
  const [, openEngine] = ENGINES.at(-1) as (typeof ENGINES)[number];
  const engine = await openEngine();
  const audit = {
    row_created_by: 'erin',
    row_created_date: writtenAt,
    row_changed_by: 'erin',
    row_changed_date: writtenAt,
  };
  await engine.asOwner(async (client) => {
    await migrate(client);
    for (const [table, row] of records) await insertRecord(client, table, { ...audit, ...row });
  });
  const source: RowSource = postgresSource(engine.open({ role: 'wellgraph_gateway' }), 'OPS');
  const close = async () => {
    await source.close();
    await engine.close();
  };
  return { source, close };
}
