import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CATEGORIES } from '../../src/route-day/categories.js';
import { claimsOf, type DayEvidence } from '../../src/route-day/claims.js';
import { microOf, sumOf, volumeOf } from '../../src/route-day/micro.js';
import { varianceOf, type WellCompared } from '../../src/route-day/variance.js';

const well = (name: string, base: number | null, current: number | null, more: Partial<WellCompared> = {}) => ({
  well: name,
  base: microOf(base),
  current: microOf(current),
  isNew: false,
  claims: {},
  ...more,
});
const told = (wells: WellCompared[]) => {
  const variance = varianceOf(wells);
  if (!variance) return null;
  const parts = variance.components.filter(({ delta }) => delta !== 0n);
  return {
    base: volumeOf(variance.base),
    current: volumeOf(variance.current),
    ...Object.fromEntries(parts.map(({ category, delta }) => [category, volumeOf(delta)])),
    residual: volumeOf(variance.residual),
  };
};

test.each<[string, WellCompared[], object | null]>([
  ['what nothing explains', [well('a', 100, 90)], { base: 100, current: 90, UNEXPLAINED: -10, residual: 0 }],
  [
    'what is explained, and what that leaves',
    [well('a', 100, 60, { claims: { DOWNTIME: -50, DECLINE: -1 } })],
    { base: 100, current: 60, DOWNTIME: -50, DECLINE: -1, UNEXPLAINED: 11, residual: 0 },
  ],
  [
    'a new well, known before or not',
    [
      well('a', null, 30, { isNew: true }),
      well('b', 10, 25, { isNew: true, claims: { DOWNTIME: -3 } }),
      well('c', 5, 5),
    ],
    { base: 15, current: 60, NEW_WELL: 45, residual: 0 },
  ],
  [
    'completions that one side does not know are the residual',
    [well('a', null, 30), well('b', 20, null), well('c', 5, 5)],
    { base: 25, current: 35, residual: 10 },
  ],
  [
    'a new well without a day is not reported',
    [well('a', 4, null, { isNew: true }), well('b', 1, 1)],
    { base: 5, current: 1, residual: -4 },
  ],
  ['no base at all', [well('a', null, 30)], null],
  ['no day at all', [well('a', 30, null), well('b', null, null)], null],
  ['nothing', [], null],
])('%s', (_, wells, expected) => {
  expect(told(wells)).toEqual(expected);
});

test('every category is told, and its completions the largest first', () => {
  const variance = varianceOf([
    well('a', 10, 0, { claims: { DOWNTIME: -10 } }),
    well('b', 10, 40, { claims: { DOWNTIME: 30 } }),
    well('c', 10, 10, { claims: { DOWNTIME: 0 } }),
    well('d', 10, 0, { claims: { DOWNTIME: -10 } }),
  ]);
  expect(variance?.components.map(({ category }) => category)).toEqual([...CATEGORIES]);
  expect(variance?.components[0]?.wells.map((each) => each.well)).toEqual(['b', 'a', 'd']);
});

test('volumes are whole millionths, and those that are no numbers are not known', () => {
  expect(volumeOf(sumOf([0.1, 0.2].map(microOf)) ?? 0n)).toBe(0.3);
  expect([null, undefined, Number.NaN, Number.POSITIVE_INFINITY].map(microOf)).toEqual([null, null, null, null]);
  expect(sumOf([null, null])).toBeNull();
});

const volume = () => fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constantFrom(0, 0.1, 1 / 3, 1e-7));
const known = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const day = (): fc.Arbitrary<DayEvidence> =>
  fc.record({
    boe: known(volume()),
    downtimeHours: known(fc.double({ min: 0, max: 26, noNaN: true })),
    dayHours: fc.constantFrom(23, 24, 25),
    deferred: known(volume()),
    isConstrained: fc.boolean(),
    heldBack: volume(),
    measured: known(volume()),
    counted: known(volume()),
    isReport: fc.boolean(),
  });
const anyWell = fc.record({
  base: known(volume()),
  current: known(volume()),
  isNew: fc.boolean(),
  versus: fc.constantFrom('TARGET' as const, 'PREVIOUS' as const),
  today: day(),
  previous: day(),
  test: known(fc.record({ before: volume(), after: volume() })),
  trend: known(fc.record({ earlier: volume(), recent: volume(), days: fc.constant(15) })),
});

test('whatever the rows are, the parts add up to the last millionth', () => {
  let compared = 0;
  const property = fc.property(fc.array(anyWell, { maxLength: 40 }), (rows) => {
    const wells = rows.map(({ base, current, isNew, versus, ...evidence }, index) =>
      well(`w${index}`, base, current, { isNew, claims: base === null ? {} : claimsOf(versus, base, evidence) }),
    );
    const variance = varianceOf(wells);
    compared += variance ? 1 : 0;
    const [base, current] = [sumOf(wells.map((each) => each.base)), sumOf(wells.map((each) => each.current))];
    if (!variance) {
      expect([base, current]).toContain(null);
      return;
    }
    expect([variance.base, variance.current]).toEqual([base, current]);
    const components = variance.components.reduce((sum, { delta }) => sum + delta, 0n);
    expect(components + variance.residual).toBe(variance.current - variance.base);
    for (const { delta, wells: its } of variance.components)
      expect(its.reduce((sum, each) => sum + each.delta, 0n)).toBe(delta);
    // The residual is what is left of the whole, and just what the completions of one side come to.
    expect(variance.residualWells.reduce((sum, each) => sum + each.delta, 0n)).toBe(variance.residual);
  });
  fc.assert(property, { numRuns: 500, seed: 7 });
  expect(compared).toBeGreaterThan(300);
});
