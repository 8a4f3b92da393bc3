import { describe, expect, test } from 'vitest';
import type { Decided, Decision } from '../../src/commands/command.js';
import { completeWellTest } from '../../src/commands/complete-well-test.js';
import { invalidateWellTest } from '../../src/commands/invalidate-well-test.js';
import type { Result } from '../../src/commands/outcome.js';
import { recordSeparatorTest } from '../../src/commands/record-separator-test.js';
import { recordWellTest } from '../../src/commands/record-well-test.js';
import { placeOf } from '../support/place.js';

const place = placeOf();
const moment = { now: new Date('2025-02-01T12:00:00Z'), actor: 'user:a', newId: () => 'new' };
const common = { clientRequestId: 'request-1' };
const codes = (decision: Decision) =>
  ((decision as Result).userErrors ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
const written = (decision: Decision) => {
  expect(codes(decision)).toEqual([]);
  return decision as Decided;
};

describe('a well test', () => {
  const given = {
    ...common,
    completion: 'x',
    testType: 'FLOW_TEST' as const,
    testStatus: 'COMPLETED' as const,
    testStart: '2025-01-10T06:00:00.000Z',
    testHours: 12,
    oilVolumeBbl: 100,
    gasVolumeMcf: 50,
  };
  type Loaded = Parameters<typeof recordWellTest.decide>[1];
  const record = (more: object = {}, loaded: Partial<Loaded> = {}) =>
    recordWellTest.decide({ ...given, ...more }, { place, others: [], run: undefined, ...loaded }, moment);

  test('is written without its rates: the store works them out', () => {
    const { changes } = written(record({ oilRateBblPerDay: 200 }));
    expect(changes).toMatchObject([{ type: 'WellTest', kind: 'RECORDED', expectedVersion: 0 }]);
    expect(changes[0]?.patch).toEqual({
      id_flownet: 'N',
      unit_id: 'U',
      completion_id: 'C',
      test_type: 'FLOW_TEST',
      test_status: 'COMPLETED',
      test_start: '2025-01-10T06:00:00.000Z',
      test_hours: 12,
      oil_volume_bbl: 100,
      gas_volume_mcf: 50,
    });
  });

  test.each([
    [{ oilRateBblPerDay: 201 }, []],
    [{ oilRateBblPerDay: 199 }, []],
    [{ oilRateBblPerDay: 201.1 }, ['oilRateBblPerDay INCONSISTENT']],
    [{ oilRateBblPerDay: 198.9 }, ['oilRateBblPerDay INCONSISTENT']],
    [{ gasRateMcfPerDay: 50 }, ['gasRateMcfPerDay INCONSISTENT']],
    [{ waterRateBblPerDay: 1 }, ['waterRateBblPerDay INCONSISTENT']],
    [{ waterRateBblPerDay: 0, waterVolumeBbl: 0 }, []],
    [{ waterRateBblPerDay: 0.1, waterVolumeBbl: 0 }, ['waterRateBblPerDay INCONSISTENT']],
    [{ gorMcfPerBbl: 0.5 }, []],
    [{ gorMcfPerBbl: 0.51 }, ['gorMcfPerBbl INCONSISTENT']],
    [{ gorMcfPerBbl: 0, oilVolumeBbl: 0 }, ['gorMcfPerBbl INCONSISTENT']],
    [{ oilRateBblPerDay: 7272.73, testHours: 0.333 }, []],
  ])('with the rates %o: %j', (rates, expected) => {
    expect(codes(record(rates))).toEqual(expected);
  });

  test.each([
    [{ testHours: null }, ['testHours REQUIRED']],
    [{ oilVolumeBbl: null, gasVolumeMcf: null }, ['oilVolumeBbl REQUIRED']],
    [{ oilVolumeBbl: null, gasVolumeMcf: null, testType: 'BUILDUP_TEST' }, []],
    [{ oilVolumeBbl: null, gasVolumeMcf: null, testType: 'INTERFERENCE_TEST' }, []],
    [{ testHours: null, testType: 'BUILDUP_TEST' }, ['testHours REQUIRED']],
    [{ oilVolumeBbl: null, gasVolumeMcf: null, waterVolumeBbl: 0 }, []],
    [{ testHours: null, oilVolumeBbl: null, gasVolumeMcf: null, testStatus: 'IN_PROGRESS' }, []],
    [{ testStart: '2025-02-02T00:00:00.000Z' }, ['testStart IN_THE_FUTURE', 'testHours IN_THE_FUTURE']],
    [{ testStart: '2025-02-01T11:00:00.000Z' }, ['testHours IN_THE_FUTURE']],
    [{ testStart: '2024-12-31T00:00:00.000Z' }, ['testStart PERIOD_LOCKED', 'testHours PERIOD_LOCKED']],
  ])('with %o: %j', (more, expected) => {
    expect(codes(record(more))).toEqual(expected);
  });

  test.each([
    ['2025-01-10T00:00:00Z', '2025-01-10T06:00:00Z', false],
    ['2025-01-10T00:00:00Z', '2025-01-10T06:00:01Z', true],
    ['2025-01-10T18:00:00Z', null, false],
    ['2025-01-10T17:59:59Z', null, true],
    ['2025-01-01T00:00:00Z', null, true],
  ])('beside one from %s to %s overlaps: %s', (test_start, test_end, expected) => {
    const others = [{ test_start, test_end }];
    expect(codes(record({}, { others }))).toEqual(expected ? ['testStart OVERLAPS'] : []);
  });

  test('is fed by a separator run of its completion and its time', () => {
    const run = {
      row_id: 's',
      active_ind: 'Y',
      completion_id: 'C',
      started_at: '2025-01-10T07:00:00Z',
      ended_at: '2025-01-10T09:00:00Z',
    };
    expect(written(record({}, { run })).changes[0]?.patch).toMatchObject({ separator_test_row_id: 's' });
    for (const odd of [
      { completion_id: 'D' },
      { active_ind: 'N' },
      { row_quality: 'REJECTED' },
      { started_at: '2025-01-10T18:00:00Z', ended_at: '2025-01-10T19:00:00Z' },
      { started_at: '2025-01-10T05:00:00Z', ended_at: '2025-01-10T06:00:00Z' },
    ])
      expect(codes(record({}, { run: { ...run, ...odd } }))).toEqual(['separatorTest INCONSISTENT']);
  });

  const row = {
    row_id: 't',
    row_version: 1,
    active_ind: 'Y',
    is_valid: true,
    completion_id: 'C',
    test_type: 'FLOW_TEST',
    test_start: '2025-01-10T06:00:00Z',
    test_status: 'IN_PROGRESS',
    test_hours: null,
    oil_volume_bbl: 10,
    gas_volume_mcf: null,
    water_volume_bbl: null,
  };
  const steps = [
    { to_status: 'COMPLETED', needs_reason: false },
    { to_status: 'ABANDONED', needs_reason: true },
  ];
  const end = { ...common, record: 'x', testStatus: 'COMPLETED' as const, testHours: 6 };
  const complete = (more: object = {}, loaded: object = {}) =>
    completeWellTest.decide({ ...end, ...more }, { row, place, steps, others: [], ...loaded }, moment);

  test('that runs is finished with what it lacked, judged by what it will be', () => {
    expect(written(complete({ oilRateBblPerDay: 40 })).changes).toMatchObject([
      { rowId: 't', kind: 'COMPLETED', expectedVersion: 1, patch: { test_status: 'COMPLETED', test_hours: 6 } },
    ]);
    expect(codes(complete({ oilRateBblPerDay: 41 }))).toEqual(['oilRateBblPerDay INCONSISTENT']);
    expect(codes(complete({ testHours: undefined }))).toEqual(['testHours REQUIRED']);
    expect(codes(complete({ oilVolumeBbl: null }))).toEqual(['oilVolumeBbl REQUIRED']);
    const shutIn = { row: { ...row, test_type: 'BUILDUP_TEST', oil_volume_bbl: null } };
    expect(written(complete({}, shutIn)).changes).toHaveLength(1);
    expect(codes(complete({ testHours: undefined }, shutIn))).toEqual(['testHours REQUIRED']);
    const others = [{ test_start: '2025-01-10T11:00:00Z', test_end: null }];
    expect(codes(complete({}, { others }))).toEqual(['testHours OVERLAPS']);
    expect(written(complete({ testHours: 5 }, { others })).changes).toHaveLength(1);
  });

  test('that runs can end when the day that it began on has been closed since', () => {
    const began = { row: { ...row, test_start: '2024-12-31T20:00:00Z' } };
    expect(written(complete({ testHours: 24 }, began)).changes).toHaveLength(1);
    expect(codes(complete({ testHours: 1 }, began))).toEqual(['testHours PERIOD_LOCKED']);
    const givenUp = { testStatus: 'ABANDONED', remark: 'hydrates' };
    expect(written(complete({ ...givenUp, testHours: 1 }, began)).changes[0]?.kind).toBe('ABANDONED');
    expect(codes(complete({ ...givenUp, testHours: 8_000 }, began))).toEqual(['testHours IN_THE_FUTURE']);
  });

  test('that does not count is finished beside another; one that was rejected counts again with its end', () => {
    const others = [{ test_start: '2025-01-10T05:00:00Z', test_end: null }];
    const invalid = { ...row, is_valid: false };
    expect(written(complete({}, { others, row: invalid })).changes).toHaveLength(1);
    expect(codes(complete({}, { others, row: { ...row, row_quality: 'REJECTED' } }))).toEqual(['testHours OVERLAPS']);
  });

  test('that runs is given up with a reason; one that is over has no further step', () => {
    expect(codes(complete({ testStatus: 'ABANDONED' }))).toEqual(['remark REQUIRED']);
    expect(written(complete({ testStatus: 'ABANDONED', remark: 'hydrates' })).changes[0]?.kind).toBe('ABANDONED');
    expect(codes(complete({}, { steps: [] }))).toEqual(['record NOT_ALLOWED_NOW']);
    expect(codes(complete({}, { row: { ...row, active_ind: 'N' } }))).toEqual(['record NOT_ALLOWED_NOW']);
  });

  test('does not count any more once somebody says why, unless it ended in a day that is closed', () => {
    const decide = (more: object = {}) =>
      invalidateWellTest.decide(
        { ...common, record: 'x', invalidReason: 'leaking valve' },
        { row: { ...row, ...more }, place },
        moment,
      );
    expect(written(decide()).changes).toMatchObject([
      { kind: 'INVALIDATED', patch: { is_valid: false, invalid_reason: 'leaking valve' } },
    ]);
    expect(codes(decide({ is_valid: false }))).toEqual(['record NOT_ALLOWED_NOW']);
    expect(codes(decide({ active_ind: 'N' }))).toEqual(['record NOT_ALLOWED_NOW']);
    const test_start = '2024-12-30T00:00:00Z';
    expect(codes(decide({ test_start, test_end: '2024-12-30T12:00:00Z' }))).toEqual(['record PERIOD_LOCKED']);
    expect(written(decide({ test_start, test_end: '2025-01-02T00:00:00Z' })).changes).toHaveLength(1);
    expect(written(decide({ test_start, test_end: null })).changes).toHaveLength(1);
  });
});

describe('a separator run', () => {
  const given = {
    ...common,
    completion: 'x',
    separatorId: 'S',
    startedAt: '2025-01-10T06:00:00.000Z',
    endedAt: '2025-01-10T12:00:00.000Z',
    shrinkageFactor: 1,
    oilMeterFactor: 2,
    oilStartReading: 100,
    oilEndReading: 150,
  };
  const record = (more: object = {}, others: object[] = []) =>
    recordSeparatorTest.decide({ ...given, ...more }, { place, others: others as never }, moment);

  test('is written as it was read; net oil is the store’s', () => {
    const { changes } = written(record({ bswPct: 10, gasDifferentialPressureInh2o: 20 }));
    expect(changes[0]?.patch).toMatchObject({
      completion_id: 'C',
      facility_id: 'F',
      separator_id: 'S',
      oil_start_reading: 100,
      gas_differential_pressure_inh2o: 20,
    });
    expect(changes[0]?.patch).not.toHaveProperty('net_oil_bbl');
  });

  test.each([
    [{ oilEndReading: 100 }, []],
    [{ oilEndReading: 99 }, ['oilEndReading INCONSISTENT']],
    [{ oilEndReading: 99, oilRolloverAt: 1000 }, []],
    [{ oilEndReading: 150, oilRolloverAt: 1000 }, ['oilRolloverAt INCONSISTENT']],
    [{ oilEndReading: 99, oilRolloverAt: 99.5 }, ['oilRolloverAt INCONSISTENT']],
    [{ waterStartReading: 2, waterEndReading: 1 }, ['waterEndReading INCONSISTENT']],
    [{ waterStartReading: 2 }, []],
    [{ oilVolumeBbl: 100.5 }, []],
    [{ oilVolumeBbl: 100.6 }, ['oilVolumeBbl INCONSISTENT']],
    [{ endedAt: '2025-01-10T06:00:00.000Z' }, ['endedAt INCONSISTENT']],
    [{ endedAt: '2025-02-02T06:00:00.000Z' }, ['endedAt IN_THE_FUTURE']],
  ])('with %o: %j', (more, expected) => {
    expect(codes(record(more))).toEqual(expected);
  });

  test('has the separator for itself', () => {
    expect(codes(record({}, [{ row_id: 'o' }]))).toEqual(['startedAt OVERLAPS']);
  });
});
