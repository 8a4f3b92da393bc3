import { describe, expect, test } from 'vitest';
import { amendDailyProduction } from '../../src/commands/amend-daily-production.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import { endDowntime } from '../../src/commands/end-downtime.js';
import type { Result } from '../../src/commands/outcome.js';
import { judgeDay } from '../../src/commands/production-day.js';
import { hoursWarnings, NOTHING } from '../../src/commands/reported-hours.js';
import { recordDailyProduction } from '../../src/commands/record-daily-production.js';
import { startDowntime } from '../../src/commands/start-downtime.js';
import { placeOf } from '../support/place.js';

const place = placeOf({ row: { id_rec: 'C', pop_date: '2020-01-01' } });
const moment = { now: new Date('2025-02-01T12:00:00Z'), actor: 'user:a', newId: () => 'new' };
const common = { clientRequestId: 'request-1' };
const written = (decision: Decision) => {
  expect(decision).toHaveProperty('changes');
  return decision as Decided;
};
const codes = (decision: Decision) => (decision as Result).userErrors.map(({ path, code }) => `${path} ${code}`);

describe('a production day', () => {
  const facts = { place, downtimes: [], before: {}, now: moment.now };
  const judge = (day: string, values: object, more: object = {}) => {
    const { errors, warnings } = judgeDay(values, { ...facts, day, ...more });
    return [...errors, ...warnings].map(({ code }) => code);
  };
  const down = (started_at: string, ended_at: string | null, more: object = {}) => ({
    started_at,
    ended_at,
    percent_down: 100,
    product: null,
    ...more,
  });

  test('may be today where the unit is, and not tomorrow', () => {
    const late = { now: new Date('2025-02-02T05:30:00Z') };
    expect(judge('2025-02-01', {}, late)).toEqual([]);
    expect(judge('2025-02-02', {}, late)).toEqual(['IN_THE_FUTURE']);
    expect(judge('2025-02-02', {}, { now: new Date('2025-02-02T06:00:00Z') })).toEqual([]);
  });

  test('of a unit whose zone is not known may be today anywhere, with 25 hours', () => {
    const nowhere = { place: { ...place, zone: null }, now: new Date('2025-02-01T12:00:00Z') };
    expect(judge('2025-02-02', { hoursOn: 25 }, nowhere)).toEqual([]);
    expect(judge('2025-02-03', {}, nowhere)).toEqual(['IN_THE_FUTURE']);
  });

  test('lies after the first production and after what is closed', () => {
    expect(judge('2024-12-31', {})).toEqual(['PERIOD_LOCKED']);
    expect(judge('2019-12-31', {})).toEqual(['OUT_OF_RANGE', 'PERIOD_LOCKED']);
    expect(judge('2025-01-01', {})).toEqual([]);
  });

  test('has the hours that its downtimes leave, those that overlap counted once', () => {
    const downtimes = [
      down('2025-01-10T00:00:00Z', '2025-01-10T12:00:00Z'),
      down('2025-01-10T10:00:00Z', '2025-01-10T14:00:00Z'),
      down('2025-01-10T20:00:00Z', null, { percent_down: 50 }),
      down('2025-01-10T20:00:00Z', null, { product: 'GAS' }),
    ]; // 8 hours of the 10th of Chicago
    expect(judge('2025-01-10', { hoursOn: 16.05 }, { downtimes })).toEqual([]);
    expect(judge('2025-01-10', { hoursOn: 16.06 }, { downtimes })).toEqual(['INCONSISTENT']);
    expect(judge('2025-01-10', {}, { downtimes })).toEqual([]);
  });

  test('without hours has no volume; hours without volume are odd; what is not known is neither', () => {
    expect(judge('2025-01-10', { hoursOn: 0, oilVolumeBbl: 0 })).toEqual([]);
    expect(judge('2025-01-10', { hoursOn: 0, gasVolumeMcf: 0.1 })).toEqual(['INCONSISTENT']);
    expect(judge('2025-01-10', { hoursOn: 1, oilVolumeBbl: 0, gasVolumeMcf: 0 })).toEqual(['ZERO_VOLUME_ON_STREAM']);
    expect(judge('2025-01-10', { hoursOn: 1, oilVolumeBbl: 0, gasVolumeMcf: 2 })).toEqual([]);
    expect(judge('2025-01-10', { hoursOn: 1, oilVolumeBbl: null })).toEqual([]);
    expect(judge('2025-01-10', { oilVolumeBbl: 0 })).toEqual([]);
  });

  const loaded = { place, recorded: undefined, downtimes: [], before: { oilVolumeBbl: [10, 11, 9, 10, 12, 8, 10] } };
  const given = { ...common, completion: 'x', productionDate: '2025-01-10' };

  test('is written with what is known of it, and a value that is not known is none', () => {
    const { changes } = written(
      recordDailyProduction.decide({ ...given, oilVolumeBbl: 10, gasVolumeMcf: null }, loaded, moment),
    );
    expect(changes).toEqual([
      {
        type: 'DailyProduction',
        rowId: 'new',
        kind: 'RECORDED',
        expectedVersion: 0,
        routing: { network: 'N', unit: 'U', facility: 'F', route: 'R' },
        patch: {
          id_flownet: 'N',
          unit_id: 'U',
          completion_id: 'C',
          production_date: '2025-01-10',
          oil_volume_bbl: 10,
          gas_volume_mcf: null,
        },
      },
    ]);
  });

  test('far from what is usual is marked, and its value stays', () => {
    const { changes, warnings } = written(recordDailyProduction.decide({ ...given, oilVolumeBbl: 99 }, loaded, moment));
    expect(changes[0]?.patch).toMatchObject({ oil_volume_bbl: 99, row_quality: 'SUSPECT' });
    expect(warnings).toMatchObject([{ code: 'OUTLIER' }]);
  });

  test('that is odd in any way is marked, and so is its amendment; one that is not takes the mark away', () => {
    const zero = { hoursOn: 24, oilVolumeBbl: 0, gasVolumeMcf: 0 };
    const usual = { ...loaded, before: {} };
    const first = written(recordDailyProduction.decide({ ...given, ...zero }, usual, moment));
    expect(first.warnings).toMatchObject([{ code: 'ZERO_VOLUME_ON_STREAM' }]);
    expect(first.changes[0]?.patch.row_quality).toBe('SUSPECT');
    const quality = (more: object) => {
      const decision = amendDailyProduction.decide({ ...amendment, ...more }, { ...usual, row }, moment);
      return written(decision).changes[1]?.patch.row_quality;
    };
    expect(quality(zero)).toBe('SUSPECT');
    expect(quality({ oilVolumeBbl: 1 })).toBeNull();
  });

  test('that is reported already is a conflict with that record', () => {
    const recorded = { row_id: 'r' };
    const decision = recordDailyProduction.decide(given, { ...loaded, recorded }, moment);
    expect(decision).toMatchObject({ outcome: 'CONFLICT', current: { type: 'DailyProduction', rowId: 'r' } });
  });

  const row = {
    row_id: 'r',
    row_version: 3,
    active_ind: 'Y',
    amendment_seq_no: 1,
    id_flownet: 'N',
    unit_id: 'U',
    completion_id: 'C',
    production_date: '2025-01-10',
    activity_type: 'PRODUCTION',
    volume_method: 'MEASURED',
    oil_volume_bbl: 10,
    gas_volume_mcf: 20,
    hours_on: 24,
    remark: null,
  };
  const amendment = { ...common, record: 'x', amendReason: 'misread' };

  test('gives way to its amendment, which has from it what is not said otherwise', () => {
    const decision = amendDailyProduction.decide(
      { ...amendment, oilVolumeBbl: 11, gasVolumeMcf: null },
      { ...loaded, row },
      moment,
    );
    const [before, after] = written(decision).changes;
    expect(before).toMatchObject({ rowId: 'r', expectedVersion: 3, kind: 'SUPERSEDED', patch: { active_ind: 'N' } });
    expect(after).toMatchObject({ rowId: 'new', expectedVersion: 0, kind: 'AMENDED' });
    expect(after?.patch).toMatchObject({ oil_volume_bbl: 11, gas_volume_mcf: null, hours_on: 24, amendment_seq_no: 2 });
    expect(after?.patch).not.toHaveProperty('remark');
  });

  test('is judged by what it will be, not by what is sent', () => {
    expect(codes(amendDailyProduction.decide({ ...amendment, hoursOn: 0 }, { ...loaded, row }, moment))).toEqual([
      'hoursOn INCONSISTENT',
    ]);
    const superseded = { ...row, active_ind: 'N' };
    expect(codes(amendDailyProduction.decide(amendment, { ...loaded, row: superseded }, moment))).toEqual([
      'record NOT_ALLOWED_NOW',
    ]);
  });
});

describe('a downtime', () => {
  const given = { ...common, completion: 'x', startedAt: '2025-01-10T06:00:00.000Z' };
  const open = { row_id: 'r', started_at: '2025-01-09T00:00:00Z', ended_at: null, product: null };
  const loaded = { place, others: [], reason: undefined, status: undefined, reported: NOTHING };

  test.each([
    [{}, open, true],
    [{ product: 'GAS' as const }, open, true],
    [{ product: 'GAS' as const }, { ...open, product: 'OIL' }, false],
    [{ endedAt: '2025-01-10T08:00:00.000Z' }, { ...open, started_at: '2025-01-10T08:00:00Z' }, false],
    [{ force: true }, open, false],
  ])('with %o beside %o is suspected: %s', (more, other, expected) => {
    const decision = startDowntime.decide({ ...given, ...more }, { ...loaded, others: [other] }, moment);
    expect('outcome' in decision && decision.outcome === 'DUPLICATE_SUSPECTED').toBe(expected);
  });

  test('for a reason that asks for a comment has one', () => {
    const reason = { code: 'OTHER', requires_comment: true };
    expect(codes(startDowntime.decide(given, { ...loaded, reason }, moment))).toEqual(['comments REQUIRED']);
    written(startDowntime.decide({ ...given, comments: 'a valve' }, { ...loaded, reason }, moment));
  });

  test('lies in the past and in days that are open', () => {
    const at = (startedAt: string) => startDowntime.decide({ ...given, startedAt }, loaded, moment);
    expect(codes(at('2025-02-01T12:05:01.000Z'))).toEqual(['startedAt IN_THE_FUTURE']);
    expect(codes(at('2025-01-01T05:59:59.000Z'))).toEqual(['startedAt PERIOD_LOCKED']);
    written(at('2025-01-01T06:00:00.000Z'));
    written(at('2025-02-01T12:04:59.000Z'));
  });

  const row = { ...open, row_version: 2, active_ind: 'Y', approval_status: 'APPROVED', submitted_by: 'user:b' };
  const asker = { id: 'user:a', role: 'leaseOperator', permissions: new Set<never>() };
  const nobody = {
    approvals: [],
    transitions: [],
    policy: undefined,
    asked: undefined,
    status: undefined,
    overlaps: [],
    reported: NOTHING,
  };
  const facts = { place, asker, reasons: new Map(), ...nobody };
  const end = { ...common, record: 'x', endedAt: '2025-01-10T00:00:00.000Z' };

  test('that a recorded status contradicts is marked, as it begins and as it ends', () => {
    const producing = { status: 'Producing', effective_at: '2025-01-12T00:00:00Z' };
    const started = startDowntime.decide({ ...given, percentDown: 100 }, { ...loaded, status: producing }, moment);
    expect(written(started).warnings).toMatchObject([{ code: 'STATUS_CONFLICT', path: ['startedAt'] }]);
    expect(written(started).changes[0]?.patch.row_quality).toBe('SUSPECT');
    const endedAt = '2025-01-10T08:00:00.000Z';
    const both = startDowntime.decide({ ...given, endedAt }, { ...loaded, status: { status: 'Shut In' } }, moment);
    expect(written(both).warnings).toMatchObject([{ code: 'STATUS_CONFLICT', path: ['endedAt'] }]);
    expect(written(both).changes[0]?.patch.row_quality).toBe('SUSPECT');
    const ended = endDowntime.decide(end, { ...facts, row, status: { status: 'Shut In' } }, moment);
    expect(written(ended).warnings).toMatchObject([{ code: 'STATUS_CONFLICT', path: ['endedAt'] }]);
    expect(written(ended).changes[0]?.patch.row_quality).toBe('SUSPECT');
  });

  const day = (production_date: string, hours_on: number) => ({ production_date, hours_on });
  const whole = { percent_down: 100, product: null };
  const of = (from: string, to: string | null) => ({ ...whole, started_at: from, ended_at: to });
  test.each([
    // 10 January is 06:00 to 06:00 in UTC.
    [of('2025-01-10T06:00:00Z', '2025-01-10T12:00:00Z'), [day('2025-01-10', 18.05)], [], 0],
    [of('2025-01-10T06:00:00Z', '2025-01-10T12:00:00Z'), [day('2025-01-10', 18.06)], [], 1],
    [of('2025-01-10T06:00:00Z', '2025-01-10T12:00:00Z'), [day('2025-01-11', 24)], [], 0],
    [of('2025-01-10T06:00:00Z', null), [day('2025-01-11', 1), day('2025-01-31', 24)], [], 1],
    [{ ...of('2025-01-10T06:00:00Z', null), percent_down: 50 }, [day('2025-01-11', 24)], [], 0],
    [{ ...of('2025-01-10T06:00:00Z', null), product: 'GAS' }, [day('2025-01-11', 24)], [], 0],
    [
      of('2025-01-10T06:00:00Z', '2025-01-10T12:00:00Z'),
      [day('2025-01-10', 12)],
      [of('2025-01-10T11:00:00Z', '2025-01-10T18:00:00Z')],
      0, // what overlaps counts once
    ],
    [
      of('2025-01-10T06:00:00Z', '2025-01-10T12:00:00Z'),
      [day('2025-01-10', 12)],
      [of('2025-01-10T12:00:00Z', '2025-01-10T18:04:00Z')],
      1,
    ],
  ])('of %o on days that were reported as %o beside %o has %i warnings', (event, days, beside, expected) => {
    const warnings = hoursWarnings(event, { days, beside }, place, moment.now);
    expect(warnings.map(({ code }) => code)).toEqual(Array(expected).fill('STATUS_CONFLICT'));
    expect(hoursWarnings(event, { days, beside }, { ...place, zone: null }, moment.now)).toEqual([]);
  });

  test('that leaves no room for the hours that were reported is marked, as it begins, ends and is submitted', () => {
    const reported = { days: [day('2025-01-09', 24)], beside: [] };
    const begun = { ...given, startedAt: '2025-01-09T12:00:00.000Z', endedAt: '2025-01-09T13:00:00.000Z' };
    const decisions = [
      startDowntime.decide({ ...begun, percentDown: 100 }, { ...loaded, reported }, moment),
      endDowntime.decide(end, { ...facts, row: { ...row, ...whole }, reported }, moment),
    ];
    for (const decision of decisions) {
      expect(written(decision).warnings).toMatchObject([{ path: [], code: 'STATUS_CONFLICT' }]);
      expect(written(decision).changes[0]?.patch.row_quality).toBe('SUSPECT');
    }
  });

  test('that was approved while it was open is to be approved again', () => {
    const { changes } = written(endDowntime.decide(end, { ...facts, row }, moment));
    expect(changes[0]?.patch).toEqual({
      ended_at: '2025-01-10T00:00:00.000Z',
      last_editor: 'user:a',
      approval_status: 'SUBMITTED',
      submitted_by: 'user:b',
      submitted_at: '2025-02-01T12:00:00.000Z',
      approver: null,
      decided_at: null,
      decision_note: null,
    });
  });

  test.each([{ ended_at: '2025-01-09T01:00:00Z' }, { approval_status: 'VOID' }, { active_ind: 'N' }])(
    'with %o is not open',
    (more) => {
      expect(codes(endDowntime.decide(end, { ...facts, row: { ...row, ...more } }, moment))).toEqual([
        'record NOT_ALLOWED_NOW',
      ]);
    },
  );
});
