import { describe, expect, test } from 'vitest';
import { amendDailyProduction } from '../../src/commands/amend-daily-production.js';
import { amendFacilityProduction } from '../../src/commands/amend-facility-production.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import { NOWHERE } from '../../src/commands/place.js';
import { postDailyProduction } from '../../src/commands/post-daily-production.js';
import { recordDailyProduction } from '../../src/commands/record-daily-production.js';
import { recordFacilityProduction } from '../../src/commands/record-facility-production.js';

const now = new Date('2025-06-02T03:00:00Z');
const moment = { now, actor: 'user:a', newId: () => 'new' };
const place = { ...NOWHERE, network: 'N', unit: 'U', zone: 'America/Chicago', row: { id_rec: 'C' } };
const row = {
  row_id: 'r',
  row_version: 2,
  active_ind: 'Y',
  row_quality: null,
  production_date: '2025-05-31',
  posted_date: null,
};
const given = { clientRequestId: 'request-1', record: 'x', expectedVersion: 2 };
const codes = (decision: Decision) =>
  'userErrors' in decision ? decision.userErrors.map(({ path, code }) => `${path.join('.')} ${code}`) : [];

describe('a day that accounting takes', () => {
  const post = (more: object = {}, at: object = {}) =>
    postDailyProduction.decide(
      given,
      { type: 'DailyProduction', row: { ...row, ...more }, place: { ...place, ...at } },
      moment,
    );

  test('says when, and nothing else', () => {
    expect((post() as Decided).changes).toMatchObject([
      { rowId: 'r', kind: 'POSTED', patch: { posted_date: now.toISOString() }, expectedVersion: 2 },
    ]);
  });

  test.each([
    ['is not over where the unit is', { production_date: '2025-06-01' }, {}, 'NOT_ALLOWED_NOW'],
    ['is over where another unit is', { production_date: '2025-06-01' }, { zone: 'Europe/Oslo' }, undefined],
    ['may not be over, where nobody knows', { production_date: '2025-06-01' }, { zone: null }, 'NOT_ALLOWED_NOW'],
    ['was amended', { active_ind: 'N' }, {}, 'NOT_ALLOWED_NOW'],
    ['was rejected', { row_quality: 'REJECTED' }, {}, 'NOT_ALLOWED_NOW'],
    ['is odd', { row_quality: 'SUSPECT' }, {}, undefined],
    ['was taken', { posted_date: '2025-06-01T00:00:00Z' }, {}, 'PERIOD_LOCKED'],
    ['is closed in the field', {}, { lockedUntil: '2025-05-31' }, undefined],
  ])('where it %s', (_, more, at, code) => {
    expect(codes(post(more, at))).toEqual(code ? [`record ${code}`] : []);
  });
});

describe('a day that accounting took', () => {
  const taken = { ...row, posted_date: '2025-06-01T08:00:00Z' };
  const amendment = { ...given, amendReason: 'gauged again' };
  const loaded = { place, recorded: taken, downtimes: [], before: {} };

  test('is not amended', () => {
    expect(codes(amendDailyProduction.decide(amendment, { row: taken, ...loaded }, moment))).toEqual([
      'record PERIOD_LOCKED',
    ]);
    const facility = amendFacilityProduction.decide(amendment, { row: taken, statuses: [], ...loaded }, moment);
    expect(codes(facility)).toEqual(['record PERIOD_LOCKED']);
  });

  test('is not reported again, and is told why', () => {
    const day = { clientRequestId: 'request-1', productionDate: '2025-05-31' };
    const own = recordDailyProduction.decide({ ...day, completion: 'x' }, loaded, moment);
    const facility = recordFacilityProduction.decide(
      { ...day, facility: 'x' },
      { place, recorded: taken, statuses: [], before: {} },
      moment,
    );
    for (const decision of [own, facility]) {
      expect(decision).toMatchObject({ outcome: 'CONFLICT', current: { rowId: 'r' } });
      expect(codes(decision)).toEqual(['productionDate PERIOD_LOCKED']);
    }
    const open = recordDailyProduction.decide({ ...day, completion: 'x' }, { ...loaded, recorded: row }, moment);
    expect(codes(open)).toEqual(['productionDate ALREADY_EXISTS']);
  });
});
