import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { bucketsOf, dayAt, finestBuckets, placeOf } from '../../src/series/buckets.js';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const daysIn = (year: number, month: number) =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : 30 + ((month + (month >> 3)) % 2);
const text = (year: number, month: number, day: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
/** Any day of the calendar, counted without the language's own. */
const day = fc
  .record({ year: fc.integer({ min: 1, max: 9998 }), month: fc.integer({ min: 1, max: 12 }), at: fc.nat(30) })
  .map(({ year, month, at }) => ({ year, month, day: (at % daysIn(year, month)) + 1 }));

function dayAfter({ year, month, day: at }: { year: number; month: number; day: number }) {
  if (at < daysIn(year, month)) return text(year, month, at + 1);
  return month < 12 ? text(year, month + 1, 1) : text(year + 1, 1, 1);
}

describe('a day on the calendar', () => {
  test.each(['UTC', 'America/Denver', 'Pacific/Auckland', 'Africa/Monrovia'])('stays the same day in %s', (name) => {
    process.env.TZ = name;
    fc.assert(
      fc.property(day, (each) => {
        const own = text(each.year, each.month, each.day);
        const place = placeOf(own, 'DAY');
        expect(dayAt(place, 'DAY')).toBe(own);
        expect(dayAt(place + 1, 'DAY')).toBe(dayAfter(each));
        expect(dayAt(placeOf(own, 'MONTH'), 'MONTH')).toBe(`${own.slice(0, 7)}-01`);
        expect(dayAt(placeOf(own, 'YEAR'), 'YEAR')).toBe(`${own.slice(0, 4)}-01-01`);
      }),
    );
  });
});

describe('the buckets of a window', () => {
  const every = (from: string, to: string, bucket: 'DAY' | 'MONTH' | 'YEAR') => {
    const { first, count } = bucketsOf(from, to, bucket);
    return Array.from({ length: count }, (_, index) => dayAt(first + index, bucket));
  };

  test('have the leap day in leap years only', () => {
    expect(every('2024-02-28', '2024-03-01', 'DAY')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(every('2023-02-28', '2023-03-01', 'DAY')).toEqual(['2023-02-28', '2023-03-01']);
    expect(every('1900-02-28', '1900-03-01', 'DAY')).toHaveLength(2);
  });

  test('are whole months and years, also where the window begins or ends inside one', () => {
    expect(every('2023-11-30', '2024-02-01', 'MONTH')).toEqual([
      '2023-11-01',
      '2023-12-01',
      '2024-01-01',
      '2024-02-01',
    ]);
    expect(every('2023-12-31', '2024-01-01', 'YEAR')).toEqual(['2023-01-01', '2024-01-01']);
  });

  test('are none where it ends before it begins, even inside one month', () => {
    expect(every('2024-01-20', '2024-01-10', 'MONTH')).toEqual([]);
  });

  test.each([
    ['2024-01-01', '2024-12-31', 366, 'DAY'],
    ['2024-01-01', '2024-12-31', 365, 'MONTH'],
    ['2024-01-01', '2024-12-31', 12, 'MONTH'],
    ['2024-01-01', '2024-12-31', 11, 'YEAR'],
    ['2000-01-01', '2024-12-31', 2, 'YEAR'],
    ['2024-01-01', '2023-12-31', 2, 'DAY'],
  ])('from %s to %s, at most %i of them, are each a %s', (from, to, most, expected) => {
    expect(finestBuckets(from, to, most).bucket).toBe(expected);
  });
});
