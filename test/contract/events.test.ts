import { afterAll, beforeAll, describe } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { ENGINES, type Engine } from '../support/postgres.js';
import { eventStoreContract } from './events.store.contract.js';

describe.each(ENGINES)('the event store on %s', (_name, open) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
    await engine.asOwner((client) => migrate(client));
  });
  afterAll(() => engine.close().catch(() => {}));

  eventStoreContract(() => engine);
});
