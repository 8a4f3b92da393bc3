import { describe, expect, test } from 'vitest';
import { dayAfter, localDay } from '../../src/days/local-day.js';
import { breachOf } from '../../src/surveillance/breaches.js';
import { everHeld } from '../../src/surveillance/limit-time.js';
import { crossedLimits, DEFAULT_LIMITS, limitsOf } from '../../src/surveillance/limits.js';
import type { ProductionDay } from '../../src/surveillance/production-day.js';
import { judge } from '../../src/surveillance/rules.js';

const LAST = '2025-06-30';
const day = (more: Partial<ProductionDay> = {}): ProductionDay => ({
  day: LAST,
  oilBbl: 100,
  condensateBbl: null,
  gasMcf: 100,
  waterBbl: 50,
  nglBbl: null,
  linePressurePsi: null,
  wasDown: false,
  ...more,
});
/** Days before the last one, the nearest first. */
const earlier = (count: number, more: Partial<ProductionDay> = {}, first = 1) =>
  Array.from({ length: count }, (_, at) => day({ day: dayAfter(LAST, -first - at), ...more }));
const judged = (days: readonly ProductionDay[], limits: object = {}) => judge(days, limitsOf(limits));
const severityOf = (verdict: unknown) =>
  typeof verdict === 'object' ? (verdict as { severity: string }).severity : verdict;

describe('oil below the mean of the 90 days before', () => {
  test.each([
    ['as usual', day(), earlier(90), {}, 'QUIET'],
    ['a little less', day({ oilBbl: 90.01 }), earlier(90), {}, 'QUIET'],
    ['ten per cent less', day({ oilBbl: 90 }), earlier(90), {}, 'MEDIUM'],
    ['not quite a quarter less', day({ oilBbl: 75.01 }), earlier(90), {}, 'MEDIUM'],
    ['a quarter less', day({ oilBbl: 75 }), earlier(90), {}, 'HIGH'],
    ['nothing, and nobody said why', day({ oilBbl: 0 }), earlier(90), {}, 'HIGH'],
    ['another limit', day({ oilBbl: 95 }), earlier(90), { oilBelowMeanPct: 5 }, 'MEDIUM'],
    ['another high limit', day({ oilBbl: 85 }), earlier(90), { oilBelowMeanHighPct: 15 }, 'HIGH'],
    ['a day with downtime', day({ oilBbl: 10, wasDown: true }), earlier(90), {}, 'NOT_JUDGED'],
    ['oil that nobody knows', day({ oilBbl: null }), earlier(90), {}, 'NOT_JUDGED'],
    ['six days', day({ oilBbl: 10 }), earlier(6), {}, 'NOT_JUDGED'],
    ['seven days', day({ oilBbl: 10 }), earlier(7), {}, 'HIGH'],
    [
      'days of which most were down',
      day({ oilBbl: 10 }),
      [...earlier(84, { wasDown: true }), ...earlier(6, {}, 85)],
      {},
      'NOT_JUDGED',
    ],
    ['days that are too long ago', day({ oilBbl: 10 }), earlier(30, {}, 91), {}, 'NOT_JUDGED'],
    ['a well that never made oil', day({ oilBbl: 0 }), earlier(90, { oilBbl: 0 }), {}, 'NOT_JUDGED'],
  ])('%s', (_, last, rest, limits, expected) => {
    expect(severityOf(judged([...rest, last], limits)[0])).toBe(expected);
  });

  test('days with downtime neither lower the mean nor stand in it', () => {
    const days = [day({ oilBbl: 80 }), ...earlier(30), ...earlier(60, { oilBbl: 0, wasDown: true }, 31)];
    expect(judged(days)[0]).toMatchObject({ severity: 'MEDIUM', expected: 100, evidence: { daysBefore: 30 } });
  });

  test('says why it fired', () => {
    expect(judged([...earlier(90), day({ oilBbl: 60 })])[0]).toEqual({
      day: LAST,
      rule: 'OIL_BELOW_MEAN',
      eventType: 'RATE_DROP',
      severity: 'HIGH',
      metric: 'OIL_RATE',
      observed: 60,
      expected: 100,
      threshold: 90,
      uom: 'BBL_PER_DAY',
      description: 'Oil is 40.0 % below its mean of 90 days.',
      evidence: { day: LAST, from: '2025-04-01', to: '2025-06-29', daysBefore: 90 },
    });
  });
});

describe('ratios of the last day', () => {
  test.each([
    ['sixty per cent', { oilBbl: 40, waterBbl: 60 }, {}, 'QUIET'],
    ['more than sixty', { oilBbl: 39, waterBbl: 61 }, {}, 'MEDIUM'],
    ['eighty', { oilBbl: 20, waterBbl: 80 }, {}, 'HIGH'],
    ['condensate is no water', { oilBbl: 0, condensateBbl: 50, waterBbl: 50 }, {}, 'QUIET'],
    ['another limit', { oilBbl: 60, waterBbl: 40 }, { waterCutPct: 30 }, 'MEDIUM'],
    ['another high limit', { oilBbl: 30, waterBbl: 70 }, { waterCutHighPct: 70 }, 'HIGH'],
    ['nothing flowed', { oilBbl: 0, waterBbl: 0 }, {}, 'NOT_JUDGED'],
    ['water that nobody knows', { waterBbl: null }, {}, 'NOT_JUDGED'],
    ['on a day with downtime too', { oilBbl: 10, waterBbl: 90, wasDown: true }, {}, 'HIGH'],
  ])('water in the liquid: %s', (_, values, limits, expected) => {
    expect(severityOf(judged([day(values)], limits)[1])).toBe(expected);
  });

  test.each([
    ['the limit', { gasMcf: 150 }, {}, 'QUIET'],
    ['above it', { gasMcf: 151 }, {}, 'MEDIUM'],
    ['one and a half times the limit', { gasMcf: 225 }, {}, 'HIGH'],
    ['another limit, and its own high', { gasMcf: 300 }, { gasOilRatioMcfPerBbl: 2 }, 'HIGH'],
    ['another factor', { gasMcf: 225 }, { gasOilRatioHighFactor: 2 }, 'MEDIUM'],
    ['no oil', { oilBbl: 0 }, {}, 'NOT_JUDGED'],
  ])('gas to the oil: %s', (_, values, limits, expected) => {
    expect(severityOf(judged([day(values)], limits)[2])).toBe(expected);
  });

  test('no day, no verdict', () => {
    expect(judged([])).toEqual(['NOT_JUDGED', 'NOT_JUDGED', 'NOT_JUDGED']);
  });
});

test('limits are as usual where nothing is said, and are not high before they are passed', () => {
  expect(limitsOf({ waterCutPct: 50, oilBelowMeanPct: null })).toEqual({ ...DEFAULT_LIMITS, waterCutPct: 50 });
  expect(crossedLimits(limitsOf(null))).toEqual([]);
  expect(crossedLimits(limitsOf({ waterCutPct: 90 }))).toEqual(['waterCutHighPct']);
  expect(crossedLimits(limitsOf({ oilBelowMeanHighPct: 5 }))).toEqual(['oilBelowMeanHighPct']);
});

describe('a limit that is set', () => {
  const limit = {
    row_id: 'r',
    constraint_type: 'ALLOWABLE',
    product_type: 'OIL',
    limit_value: 90,
    limit_uom: 'BBL_PER_DAY',
    limit_direction: 'MAX',
    effective_from: '2025-01-01T00:00:00Z',
    effective_to: null,
  };
  const verdict = (more: object, values: Partial<ProductionDay> = {}, zone = 'America/Chicago') =>
    breachOf({ ...limit, ...more }, day(values), localDay(zone, LAST));

  test.each([
    ['above the greatest', {}, {}, 'MEDIUM'],
    ['at the greatest', { limit_value: 100 }, {}, 'QUIET'],
    ['below the least', { limit_direction: 'MIN', limit_value: 101 }, {}, 'MEDIUM'],
    ['at the least', { limit_direction: 'MIN', limit_value: 100 }, {}, 'QUIET'],
    [
      'below the least while it was down',
      { limit_direction: 'MIN', limit_value: 101 },
      { wasDown: true },
      'NOT_JUDGED',
    ],
    ['above the greatest while it was down', {}, { wasDown: true }, 'MEDIUM'],
    ['of gas', { product_type: 'GAS', limit_uom: 'MCF_PER_DAY' }, {}, 'MEDIUM'],
    ['of water', { product_type: 'WATER', limit_value: 50 }, {}, 'QUIET'],
    ['of all liquids', { product_type: null, limit_value: 149 }, {}, 'MEDIUM'],
    ['of a line’s pressure', { constraint_type: 'LINE_PRESSURE', limit_uom: 'PSI' }, { linePressurePsi: 95 }, 'HIGH'],
    ['of a pressure that nobody read', { constraint_type: 'LINE_PRESSURE', limit_uom: 'PSI' }, {}, 'NOT_JUDGED'],
    ['of what days say nothing of', { constraint_type: 'EQUIPMENT', limit_uom: 'DEG_F' }, {}, 'NOT_JUDGED'],
    ['of what is safe', { constraint_type: 'SAFETY' }, {}, 'HIGH'],
    ['that begins with the day', { effective_from: '2025-06-30T05:00:00Z' }, {}, 'MEDIUM'],
    ['that begins within the day', { effective_from: '2025-06-30T05:00:01Z' }, {}, 'NOT_JUDGED'],
    ['that ends with the day', { effective_to: '2025-07-01T05:00:00Z' }, {}, 'MEDIUM'],
    ['that ends within the day', { effective_to: '2025-07-01T04:59:59Z' }, {}, 'NOT_JUDGED'],
  ])('%s', (_, more, values, expected) => {
    expect(severityOf(verdict(more, values))).toBe(expected);
  });

  test.each([
    ['the day after', '2025-07-02T12:00:00Z', '2025-07-02T12:00:00Z', 'MEDIUM', true],
    ['within the day', '2025-06-30T12:00:00Z', '2025-06-30T12:00:00Z', 'NOT_JUDGED', true],
    ['before it began', limit.effective_from, '2025-07-02T12:00:00Z', 'NOT_JUDGED', false],
    ['before it began, with no end', null, '2024-12-01T00:00:00Z', 'NOT_JUDGED', false],
    ['before it began, with an end', '2025-08-01T00:00:00Z', '2024-12-01T00:00:00Z', 'NOT_JUDGED', false],
  ])('that was relieved %s', (_, effective_to, row_changed_date, expected, hasHeld) => {
    const relieved = { status: 'RELIEVED', effective_to, row_changed_date };
    expect(severityOf(verdict(relieved))).toBe(expected);
    expect(everHeld({ ...limit, ...relieved })).toBe(hasHeld);
  });

  test('says what was passed', () => {
    expect(verdict({})).toMatchObject({
      rule: 'CONSTRAINT:r',
      eventType: 'OTHER',
      metric: 'ALLOWABLE_OIL',
      observed: 100,
      expected: null,
      threshold: 90,
      uom: 'BBL_PER_DAY',
      evidence: { day: LAST, constraint: 'r', limitDirection: 'MAX' },
    });
  });
});
