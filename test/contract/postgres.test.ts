import { afterAll, beforeAll, describe } from 'vitest';
import { postgresSource } from '../../src/sources/postgres/postgres-source.js';
import { ENGINES, type Engine } from '../support/postgres.js';
import { auditContract } from './postgres.audit.contract.js';
import { embeddedContract, keptContract } from './postgres.embedded.contract.js';
import { loadingContract } from './postgres.loading.contract.js';
import { sampleContract } from './postgres.sample.contract.js';
import { scopeContract } from './postgres.scope.contract.js';
import { schemaContract } from './postgres.schema.contract.js';
import { readAllContract } from './read-all.contract.js';
import { READINGS, rowSourceContract } from './row-source.contract.js';

const TYPES =
  'id text, owner text, net text, note text, oil float8, count_of int, is_open bool, day date, taken timestamp, synced timestamptz';
const INSERT = 'insert into marts.readings select * from jsonb_populate_record(null::marts.readings, $1)';

/** One database an engine for all of this: the embedded one takes seconds to make. The order of the parts matters. */
describe.each(ENGINES)('%s', (name, open) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close().catch(() => {}));

  schemaContract(() => engine);
  auditContract(() => engine);
  loadingContract(() => engine);
  const readings = async () => {
    await engine.asOwner(async (client) => {
      await client.query(`drop table if exists marts.readings; create table marts.readings (${TYPES})`);
      for (const row of READINGS) await client.query(INSERT, [row]);
    });
    return postgresSource(engine.open({ role: 'wellgraph_gateway' }), 'GIS');
  };
  rowSourceContract(name, readings);
  readAllContract(name, readings);
  describe('the sample', () => sampleContract(() => engine));
  describe('the wall', () => scopeContract(() => engine, name === 'PostgreSQL'));
  if (name === 'PGlite') {
    describe('one backend', () => embeddedContract(() => engine));
    describe('kept', () => keptContract(() => engine));
  }
});
