import { expect, test } from 'vitest';
import { freshnessOf } from '../../src/route-day/freshness.js';
import type { Days } from '../../src/route-day/route-report.js';

const DAY = '2024-06-02';
const days = (told: Partial<Days>): Days => ({ wells: [], faults: [], allocations: [], reports: [], ...told });
const NOON = Date.UTC(2024, 5, 3, 12);

test.each([
  ['memory', { asOf: NOON }, 'KEPT'],
  ['an older copy', { asOf: NOON, stale: true }, 'STALE'],
])('what came out of %s says since when it holds', (_, answered, status) => {
  const [prodview] = freshnessOf(days({}), () => answered, DAY);
  expect(prodview).toEqual({ source: 'PRODVIEW', at: '2024-06-03T12:00:00.000Z', status, newestRowAt: null });
});

test('a source that was asked is as current as the answer', () => {
  const before = new Date().toISOString();
  const [, operations] = freshnessOf(days({}), () => undefined, DAY);
  expect(operations).toMatchObject({ source: 'OPS', status: 'LIVE' });
  expect(String(operations?.at) >= before).toBe(true);
});

test('a source that does not answer has no moment', () => {
  const away = { at: null, status: 'UNAVAILABLE', newestRowAt: null };
  expect(freshnessOf(null, () => ({ asOf: NOON }), DAY)).toEqual([
    { source: 'PRODVIEW', ...away },
    { source: 'OPS', ...away },
  ]);
  const [prodview, operations] = freshnessOf(days({ reports: null }), () => undefined, DAY);
  expect([prodview?.status, operations]).toEqual(['LIVE', { source: 'OPS', ...away }]);
});

test('the newest row is one of the day, not of the day before', () => {
  const allocations = [
    { allocation_date: '2024-06-01', _fivetran_synced: '2024-06-09T00:00:00Z' },
    { allocation_date: DAY, _fivetran_synced: '2024-06-03T05:00:00Z' },
    { allocation_date: DAY, _fivetran_synced: '2024-06-03T06:00:00Z' },
    { allocation_date: DAY, _fivetran_synced: null },
  ];
  const reports = [{ production_date: DAY, row_changed_date: '2024-06-03T07:00:00Z' }];
  const rows = freshnessOf(days({ allocations, reports }), () => undefined, DAY);
  expect(rows.map(({ newestRowAt }) => newestRowAt)).toEqual(['2024-06-03T06:00:00Z', '2024-06-03T07:00:00Z']);
});
