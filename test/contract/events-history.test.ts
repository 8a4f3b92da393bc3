import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { historyOf, stateAsOf } from '../../src/events/history.js';
import { verify } from '../../src/events/verify.js';
import type { Write } from '../../src/events/write.js';
import { ALPHA, recordsOf } from '../support/operations.js';
import { dayOf, openEvents, requestOf } from '../support/ops.js';
import { ENGINES, type Engine } from '../support/postgres.js';

const KEPT_BY_THE_STORE = /^(row_version|row_(created|changed)_(by|date)|client_request_id)$/;

describe.each(ENGINES)('on %s', (_name, open) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
    await engine.asOwner((client) => migrate(client));
  });
  afterAll(() => engine.close().catch(() => {}));

  test('a record of every kind has its history, and stands as it was', async () => {
    const { store, close } = openEvents(engine);
    const records = recordsOf(ALPHA);
    expect(records.length).toBeGreaterThanOrEqual(14);
    for (const [entity, { row_id, ...all }] of records) {
      const patch = Object.fromEntries(
        Object.entries(all).filter(([name]) => !KEPT_BY_THE_STORE.test(name)),
      ) as Write['patch'];
      const write: Write = { ...dayOf({}, String(row_id)), entity, patch };
      const made = await store.commit(requestOf([write]));
      expect([entity, made.is]).toEqual([entity, 'written']);
      const change = (await store.columns(entity)).includes('remark') ? { remark: 'seen again' } : {};
      await store.commit(requestOf([{ ...write, kind: 'CHANGED', patch: change, expectedVersion: 1 }]));
      const events = await historyOf(store, entity, write.rowId);
      expect([entity, events.map(({ kind, version }) => `${version} ${kind}`)]).toEqual([
        entity,
        ['1 RECORDED', '2 CHANGED'],
      ]);
      const [first, second] = await Promise.all(
        events.map(({ recordedAt }) => stateAsOf(store, entity, write.rowId, recordedAt)),
      );
      expect(first).toMatchObject({ row_id, row_version: 1 });
      expect(second).toMatchObject({
        ...first,
        ...change,
        row_version: 2,
        row_changed_date: second?.row_changed_date,
      });
    }
    expect(
      await verify(
        store,
        records.map(([entity]) => entity),
      ),
    ).toEqual([]);
    await close();
  });
});
