import { afterAll, beforeAll, describe } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { ENGINES, type Engine } from '../support/postgres.js';
import { allocationContract } from './events.allocation.contract.js';
import { eventFeedContract, eventOrderContract } from './events.feed.contract.js';
import { eventScopeContract } from './events.scope.contract.js';
import { meterContract } from './events.meters.contract.js';
import { rejectedContract } from './events.rejected.contract.js';
import { eventStoreContract } from './events.store.contract.js';

describe.each(ENGINES)('the event store on %s', (name, open) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
    await engine.asOwner((client) => migrate(client));
  });
  afterAll(() => engine.close().catch(() => {}));

  describe('its requests and records', () => eventStoreContract(() => engine));
  describe('its feed', () => eventFeedContract(() => engine));
  describe.runIf(name === 'PostgreSQL')('its order', () => eventOrderContract(() => engine));
  describe('parts of a total', () => allocationContract(() => engine, name === 'PostgreSQL'));
  describe('counters of meters', () => meterContract(() => engine, name === 'PostgreSQL'));
  describe('what was rejected', () => rejectedContract(() => engine));
  describe('its scope', () => eventScopeContract(() => engine));
});
