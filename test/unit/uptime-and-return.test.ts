import { describe, expect, test } from 'vitest';
import { uptimeOf } from '../../src/overlay/uptime.js';
import { returnOf } from '../../src/production/recommendation-return.js';

describe('the uptime of a completion', () => {
  const zone = 'America/Chicago';
  const asked = { from: '2025-03-08', to: '2025-03-11', zone, now: new Date('2025-04-01T12:00:00Z') };
  const day = (firstDay: string, operatingHours: number | null) => ({
    firstDay,
    values: { operatingHours, oilBbl: 10 },
  });

  test('is hours on stream against the hours of the same days, 23 of them where the clocks go forward', () => {
    const days = [day('2025-03-08', 12), day('2025-03-09', 23), day('2025-03-10', 0)];
    expect(uptimeOf(days, asked)).toEqual({
      hoursOn: 35,
      hoursAvailable: 71,
      uptimePct: (35 / 71) * 100,
      daysKnown: 3,
      daysUnknown: 1,
    });
  });

  test('is not what a record alone says, nor more than a day has, nor known of days that are not over', () => {
    expect(uptimeOf([day('2025-03-08', null)], asked)).toMatchObject({ uptimePct: null, daysKnown: 0, daysUnknown: 4 });
    expect(uptimeOf([day('2025-03-09', 24)], asked)).toMatchObject({ hoursOn: 23, uptimePct: 100 });
    const now = new Date('2025-03-10T12:00:00Z');
    expect(uptimeOf([], { ...asked, now })).toMatchObject({ hoursAvailable: 0, daysUnknown: 2 });
    expect(uptimeOf([], { ...asked, now: new Date('2025-01-01T12:00:00Z') }).daysUnknown).toBe(0);
  });

  test('leaves today out, whatever was reported of it: the days that are over stay unknown', () => {
    const now = new Date('2025-03-10T18:00:00Z');
    const today = day('2025-03-10', 8);
    const unknown = { hoursOn: 0, hoursAvailable: 0, uptimePct: null, daysKnown: 0, daysUnknown: 2 };
    expect(uptimeOf([today], { ...asked, now })).toEqual(unknown);
    expect(uptimeOf([today, day('2025-03-09', 23)], { ...asked, now })).toMatchObject({
      uptimePct: 100,
      daysKnown: 1,
      daysUnknown: 1,
    });
  });
});

describe('the return of a recommendation', () => {
  const verified = { status: 'VERIFIED', actualGain: 20, rateUom: 'BBL_PER_DAY', actualCostUsd: 70_000 };
  const sale = { oilPriceUsdPerBbl: 70, gasPriceUsdPerMcf: 3, days: 100 };

  test('is worked out of its gain and its cost', () => {
    const expected = { gainADayUsd: 1_400, gainUsd: 140_000, costUsd: 70_000, roiPct: 100, paybackDays: 50 };
    expect(returnOf(verified, sale)).toEqual(expected);
    expect(returnOf({ ...verified, rateUom: 'MCF_PER_DAY' }, sale)).toMatchObject({ gainADayUsd: 60 });
  });

  test('of a loss is a loss, that nothing pays for; without a cost there is no ratio', () => {
    const loss = returnOf({ ...verified, actualGain: -10 }, sale);
    expect(loss).toMatchObject({ gainUsd: -70_000, roiPct: -200, paybackDays: null });
    for (const actualCostUsd of [null, 0])
      expect(returnOf({ ...verified, actualCostUsd }, sale)).toMatchObject({ roiPct: null, paybackDays: null });
  });

  test.each([
    [{ status: 'IMPLEMENTED' }, {}],
    [{ actualGain: null }, {}],
    [{}, { oilPriceUsdPerBbl: null }],
  ])('with %o and %o is not known', (own, price) => {
    expect(returnOf({ ...verified, ...own }, { ...sale, ...price })).toBeNull();
  });
});
