import { expect, test } from 'vitest';
import { reliabilityOf } from '../../src/production/reliability.js';

const at = (day: number, hour = 0) => new Date(Date.UTC(2025, 0, day, hour));
const failure = (from: Date, to: Date | null) => ({ from, to });
/** Ten days. */
const window = { from: at(1), until: at(11) };
const NONE = { mtbfHours: null, mttrHours: null, availabilityPct: null };

test.each([
  ['no failure', [], { failures: 0, repaired: 0, downHours: 0, ...NONE }],
  ['one failure', [failure(at(2), at(3))], { failures: 1, repaired: 1, downHours: 24, ...NONE }],
  [
    'two failures',
    [failure(at(2), at(3)), failure(at(5), at(5, 12))],
    { failures: 2, repaired: 2, downHours: 36, mtbfHours: 102, mttrHours: 18, availabilityPct: 85 },
  ],
  [
    'one that is not over',
    [failure(at(2), at(3)), failure(at(10), null)],
    { failures: 2, repaired: 1, downHours: 48, mtbfHours: 96, mttrHours: 24, availabilityPct: 80 },
  ],
  [
    'none that is over',
    [failure(at(9), at(12)), failure(at(4), at(14))],
    { failures: 1, repaired: 0, downHours: 168, ...NONE },
  ],
  [
    'one that overlaps another and one that follows it at once',
    [failure(at(2), at(3)), failure(at(2, 12), at(4)), failure(at(4), at(5)), failure(at(8), at(9))],
    { failures: 2, repaired: 2, downHours: 96, mtbfHours: 72, mttrHours: 48, availabilityPct: 60 },
  ],
  [
    'one that began before',
    [failure(new Date('2024-12-30T00:00:00Z'), at(2)), failure(at(5), at(6))],
    { failures: 1, repaired: 1, downHours: 48, ...NONE },
  ],
  ['one that is yet to come', [failure(at(12), null)], { failures: 0, repaired: 0, downHours: 0, ...NONE }],
])('%s', (_, failures, expected) => {
  const found = reliabilityOf(failures, window);
  expect({ ...found, availabilityPct: found.availabilityPct && Math.round(found.availabilityPct * 1e6) / 1e6 }).toEqual(
    expected,
  );
});

test('a time that has not begun says nothing', () => {
  expect(reliabilityOf([], { from: at(2), until: at(1) })).toMatchObject(NONE);
});
