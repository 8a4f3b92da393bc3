import { expect, test } from 'vitest';
import type { AuditEntry } from '../../src/audit/audit-entry.js';
import { AuditTrail } from '../../src/audit/audit-trail.js';

const ASKER = { actor: 'user:ann', role: 'foreman', requestId: 'r1' };

/** A store that can be down. */
function kept() {
  const entries: AuditEntry[] = [];
  const batches: number[] = [];
  const logged: string[] = [];
  const store = {
    down: false,
    append: async (batch: readonly AuditEntry[]) => {
      if (store.down) throw new Error('down');
      batches.push(batch.length);
      entries.push(...batch);
    },
  };
  const log = {
    warn: (...said: unknown[]) => void logged.push(String(said.at(-1))),
    error: (...said: unknown[]) => void logged.push(String(said.at(-1))),
  };
  return { entries, batches, logged, store, log: log as never };
}

test('a request leaves an entry an action, with what it showed and the most rows of it', async () => {
  const { entries, store, log } = kept();
  const trail = new AuditTrail({ store, log });
  const audit = trail.of(ASKER);
  audit.personal('Audit', 'changedBy', 20);
  audit.personal('Audit', 'createdBy', 20);
  audit.personal('Audit', 'createdBy', 20);
  audit.exported('Unit', 'label', 300);
  audit.end('Foremen');
  audit.end('Foremen');
  await trail.close();
  expect(entries).toEqual([
    {
      ...ASKER,
      operationName: 'Foremen',
      action: 'READ_PERSONAL',
      fields: ['Audit.changedBy', 'Audit.createdBy'],
      rows: 40,
    },
    { ...ASKER, operationName: 'Foremen', action: 'EXPORT', fields: ['Unit.label'], rows: 300 },
  ]);
});

test('a request that showed nothing leaves none, and a long name is cut', async () => {
  const { entries, store, log } = kept();
  const trail = new AuditTrail({ store, log });
  trail.of(ASKER).end('Nothing');
  const audit = trail.of(ASKER);
  audit.wrote('Downtime', 'endedAt');
  audit.end('x'.repeat(5000));
  await trail.close();
  expect(entries.map(({ operationName }) => operationName?.length)).toEqual([200]);
});

test('rows are those that were read of the type, unless said otherwise, and of one answer only', async () => {
  const { entries, store, log } = kept();
  const trail = new AuditTrail({ store, log });
  const audit = trail.of(ASKER);
  audit.read('Unit', 30);
  audit.read('Unit', 12);
  audit.personal('Unit', 'audit.createdBy');
  audit.end(null);
  audit.personal('Unit', 'audit.createdBy');
  audit.end(null);
  await trail.close();
  expect(entries.map(({ rows }) => rows)).toEqual([42, 0]);
});

const show = (trail: AuditTrail, times: number) => {
  for (let n = 0; n < times; n++) {
    const audit = trail.of({ ...ASKER, requestId: `r${n}` });
    audit.personal('Audit', 'createdBy');
    audit.end(null);
  }
};

test('entries are written in batches, in their order', async () => {
  const { entries, batches, store, log } = kept();
  const trail = new AuditTrail({ store, log });
  show(trail, 1200);
  await trail.flush();
  expect(batches).toEqual([500, 500, 200]);
  expect(entries.map(({ requestId }) => requestId)).toEqual(Array.from({ length: 1200 }, (_, n) => `r${n}`));
});

test('while the store is down entries wait up to a bound, the newest are lost and counted, and the log says so once', async () => {
  const { entries, logged, store, log } = kept();
  const trail = new AuditTrail({ store, log, most: 5 });
  store.down = true;
  show(trail, 3);
  await trail.flush();
  await trail.flush();
  show(trail, 4);
  expect([entries.length, trail.lost]).toEqual([0, 2]);
  store.down = false;
  await trail.flush();
  expect(entries.map(({ requestId }) => requestId)).toEqual(['r0', 'r1', 'r2', 'r0', 'r1']);
  expect(logged).toEqual([
    'audit entries cannot be written; they wait',
    'audit entries are lost',
    'audit entries are written again',
  ]);
});

test('what cannot be written at the stop is lost and counted', async () => {
  const { logged, store, log } = kept();
  const trail = new AuditTrail({ store, log });
  store.down = true;
  show(trail, 3);
  await trail.close();
  expect(trail.lost).toBe(3);
  expect(logged).toContain('audit entries are lost');
});

test('without a database nothing is kept, which is said once', async () => {
  const { logged, log } = kept();
  const trail = new AuditTrail({ log });
  show(trail, 3);
  await trail.close();
  expect([logged, trail.lost]).toEqual([['no audit is kept: no database is open (MAPS=off)'], 0]);
});
