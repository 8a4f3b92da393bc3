import { describe, test } from 'vitest';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import { ENGINES, type Engine, migrated } from '../support/postgres.js';
import { READINGS, rowSourceContract } from './row-source.contract.js';

const TYPES =
  'id text, owner text, net text, note text, oil float8, count_of int, is_open bool, day date, taken timestamp, synced timestamptz';

for (const [name, open] of ENGINES) {
  describe(name, () => {
    rowSourceContract(name, async () => {
      const engine = await migrated(open);
      await engine.asOwner(async (client) => {
        await client.query(`create table marts.readings (${TYPES})`);
        for (const row of READINGS)
          await client.query(
            'insert into marts.readings select * from jsonb_populate_record(null::marts.readings, $1)',
            [row],
          );
      });
      const source = postgresSource(engine.open({ role: 'wellgraph_gateway' }), 'GIS');
      return {
        ...source,
        close: async () => {
          await source.close();
          await engine.close();
        },
      };
    });
  });
}
