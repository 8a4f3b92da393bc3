import { describe, expect, test } from 'vitest';
import type { Decided, Decision } from '../../src/commands/command.js';
import { inches, METERS } from '../../src/commands/meters.js';
import type { Result } from '../../src/commands/outcome.js';
import { recordMeterReading } from '../../src/commands/record-meter-reading.js';
import { placeOf } from '../support/place.js';

const place = placeOf({ row: { id_rec: 'M', tank_capacity_bbl: 400 } });
const moment = { now: new Date('2025-02-01T12:00:00Z'), actor: 'user:a', newId: () => 'new' };
const codes = (decision: Decision) =>
  ((decision as Result).userErrors ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
const written = (decision: Decision) => {
  expect(codes(decision)).toEqual([]);
  return decision as Decided;
};
type Loaded = Parameters<typeof recordMeterReading.decide>[1];
const decide = (kind: keyof typeof METERS, more: object, loaded: Partial<Loaded> = {}) =>
  recordMeterReading.decide(
    { clientRequestId: 'request-1', meter: 'x', readAt: '2025-01-20T06:00:00.000Z', ...more },
    {
      meter: METERS[kind],
      place: kind === 'Tank' ? place : { ...place, row: { id_rec: 'M' } },
      recorded: undefined,
      before: undefined,
      after: undefined,
      height: kind === 'Tank' ? 240 : undefined,
      ...loaded,
    },
    moment,
  );

describe('a reading', () => {
  test.each([
    ['GasMeter', 'GAS_ORIFICE', 'MCF'],
    ['PdGasMeter', 'GAS_PD', 'MCF'],
    ['LiquidMeter', 'LIQUID', 'BBL'],
    ['Tank', 'TANK_GAUGE', 'BBL'],
    ['MeasurementPoint', 'OTHER', null],
  ] as const)('of a %s is one of %s in %s', (type, kind, uom) => {
    const value = type === 'Tank' ? { levelTopIn: 1 } : { readingEnd: 1 };
    expect(written(decide(type, value)).changes[0]?.patch).toMatchObject({
      meter_id: 'M',
      unit_id: 'U',
      meter_type: kind,
      volume_uom: uom,
    });
  });

  test.each([
    ['Tank', {}, [' REQUIRED']],
    ['GasMeter', { orificeSizeIn: 1 }, [' REQUIRED']],
    ['GasMeter', { levelTopIn: 1 }, ['levelTopIn INCONSISTENT']],
    ['Tank', { levelTopIn: 1, readingEnd: 1 }, ['readingEnd INCONSISTENT']],
    ['LiquidMeter', { readingEnd: 1, orificeSizeIn: 2 }, ['orificeSizeIn INCONSISTENT']],
    ['GasMeter', { staticPressurePsi: 1, orificeSizeIn: 2, differentialPressureInh2o: 3 }, []],
    ['Tank', { levelTopIn: 1, volumeUom: 'MCF' }, ['volumeUom INCONSISTENT']],
    ['MeasurementPoint', { grossVolume: 1 }, ['volumeUom REQUIRED']],
    ['MeasurementPoint', { grossVolume: 1, volumeUom: 'MCF' }, []],
    ['LiquidMeter', { grossVolume: 1, netVolume: 1.1 }, ['netVolume INCONSISTENT']],
    ['LiquidMeter', { grossVolume: 1, netVolume: 1 }, []],
    ['LiquidMeter', { grossVolume: 1000 }, []],
    ['Tank', { grossVolume: 400 }, []],
    ['Tank', { grossVolume: 401, netVolume: 1 }, ['grossVolume OUT_OF_RANGE']],
    ['Tank', { overrideVolume: 401, overrideReason: 'strapped anew' }, ['overrideVolume OUT_OF_RANGE']],
    ['LiquidMeter', { overrideVolume: 1 }, ['overrideReason REQUIRED']],
    ['Tank', { levelTopIn: 240 }, []],
    ['Tank', { levelTopIn: 240.1 }, ['levelTopIn OUT_OF_RANGE']],
    ['Tank', { levelTopIn: 10, levelWaterIn: 10.1 }, ['levelWaterIn INCONSISTENT']],
    ['Tank', { grossVolume: 1, levelWaterIn: 240 }, []],
    ['Tank', { grossVolume: 1, levelWaterIn: 240.1 }, ['levelWaterIn OUT_OF_RANGE']],
    ['Tank', { levelTopIn: 300, levelWaterIn: 250 }, ['levelTopIn OUT_OF_RANGE', 'levelWaterIn OUT_OF_RANGE']],
    ['GasMeter', { readingStart: 2, readingEnd: 1 }, ['readingEnd INCONSISTENT']],
    ['GasMeter', { readingStart: 2, readingEnd: 1, discontinuity: 'ROLLOVER' }, []],
    ['GasMeter', { readingStart: 2, grossVolume: 1 }, ['readingEnd REQUIRED']],
    ['GasMeter', { readingEnd: 1, readAt: '2025-02-01T13:00:00.000Z' }, ['readAt IN_THE_FUTURE']],
    ['GasMeter', { readingEnd: 1, readAt: '2025-01-01T05:00:00.000Z' }, ['readAt PERIOD_LOCKED']],
  ] as const)('of a %s with %o: %j', (type, more, expected) => {
    expect(codes(decide(type, more))).toEqual(expected);
  });

  test.each([
    [{ readingEnd: 100 }, []],
    [{ readingEnd: 99 }, ['readingEnd INCONSISTENT']],
    [{ readingStart: 99, readingEnd: 120 }, ['readingStart INCONSISTENT']],
    [{ readingStart: 100, readingEnd: 200 }, []],
    [{ readingEnd: 201 }, ['readingEnd INCONSISTENT']],
    [{ readingEnd: 5, discontinuity: 'METER_CHANGED' }, []],
  ] as const)('between 100 and 200 with %o: %j', (more, expected) => {
    const before = { reading_end: 100 };
    const after = { reading_start: 200, reading_end: 300, discontinuity: null };
    expect(codes(decide('LiquidMeter', more, { before, after }))).toEqual(expected);
  });

  test('may lie above one after which the counter began again', () => {
    const after = { reading_start: null, reading_end: 5, discontinuity: 'ROLLOVER' };
    expect(codes(decide('LiquidMeter', { readingEnd: 900 }, { after }))).toEqual([]);
  });

  test('of that very moment is a conflict; of a tank whose height is not known any level may be', () => {
    const recorded = { row_id: 'r' };
    expect(decide('Tank', { levelTopIn: 1 }, { recorded })).toMatchObject({
      outcome: 'CONFLICT',
      current: { rowId: 'r' },
    });
    expect(codes(decide('Tank', { levelTopIn: 999 }, { height: undefined }))).toEqual([]);
  });

  test('after the day that the tag names is marked', () => {
    const given = { grossVolume: 1, calibrationDueOn: '2025-01-19' };
    const { changes, warnings } = written(decide('GasMeter', given));
    expect(warnings).toMatchObject([{ code: 'CALIBRATION_OVERDUE', path: ['calibrationDueOn'] }]);
    expect(changes[0]?.patch).toMatchObject({ row_quality: 'SUSPECT' });
    // At 05:59 UTC it is still the 19th in Chicago.
    const inTime = decide('GasMeter', { ...given, readAt: '2025-01-20T05:59:00.000Z' });
    expect(written(inTime).warnings).toEqual([]);
  });

  test.each([
    ['in', 10],
    ['Feet', 120],
    ['cm', 3.937],
    ['fathoms', undefined],
    [null, undefined],
  ])('of levels in %s', (unit, expected) => {
    const found = inches(10, unit);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(expected, 3);
  });
});
