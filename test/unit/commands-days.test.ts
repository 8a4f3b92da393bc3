import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAt, hoursWithin, localDay, splitByDay, zoneOf } from '../../src/days/local-day.js';
import { isOutlier, median } from '../../src/commands/robust.js';

describe('a local day', () => {
  test.each([
    ['America/Chicago', '2025-01-15', '2025-01-15T06:00:00.000Z', 24],
    ['America/Chicago', '2025-03-09', '2025-03-09T06:00:00.000Z', 23],
    ['America/Chicago', '2024-11-03', '2024-11-03T05:00:00.000Z', 25],
    ['Europe/Oslo', '2025-10-26', '2025-10-25T22:00:00.000Z', 25],
    ['Asia/Kolkata', '2025-05-05', '2025-05-04T18:30:00.000Z', 24],
    ['America/Asuncion', '2024-10-06', '2024-10-06T04:00:00.000Z', 23], // there was no midnight
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', 24], // the day before did not exist
    ['UTC', '2024-02-29', '2024-02-29T00:00:00.000Z', 24],
  ])('of %s %s begins at %s and has %d hours', (zone, day, start, hours) => {
    expect(localDay(zone, day)).toMatchObject({ start: new Date(start), hours });
    expect(dayAt(zone, new Date(start))).toBe(day);
    expect(dayAt(zone, new Date(Date.parse(start) - 1))).not.toBe(day);
  });

  test('belongs to a zone that is known by its name only', () => {
    expect(zoneOf('America/Chicago')).toBe('America/Chicago');
    for (const text of [null, '', 'Central', 'Houston time']) expect(zoneOf(text)).toBeNull();
  });

  test('a span is cut at every local midnight, and its parts are the whole of it', () => {
    const parts = splitByDay('America/Chicago', new Date('2024-11-02T18:00:00Z'), new Date('2024-11-04T12:00:00Z'));
    expect(parts).toEqual([
      { day: '2024-11-02', hours: 11 },
      { day: '2024-11-03', hours: 25 },
      { day: '2024-11-04', hours: 6 },
    ]);
    const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2039-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom('America/Chicago', 'Europe/Oslo', 'Australia/Lord_Howe', 'Asia/Tehran');
    fc.assert(
      fc.property(zone, moment, fc.integer({ min: 1, max: 400 }), (where, from, hours) => {
        const to = new Date(from.getTime() + hours * 3_600_000);
        const cut = splitByDay(where, from, to);
        expect(cut.reduce((sum, part) => sum + part.hours, 0)).toBeCloseTo(hours, 6);
        expect(new Set(cut.map(({ day }) => day)).size).toBe(cut.length);
        for (const { day, hours: part } of cut) expect(part).toBeLessThanOrEqual(localDay(where, day).hours);
      }),
      { numRuns: 100 },
    );
  });
});

test('hours within a window count once, however spans overlap', () => {
  const window = { start: new Date('2025-01-01T00:00:00Z'), end: new Date('2025-01-02T00:00:00Z') };
  const span = (from: string, to: string | null) => ({ from: new Date(from), to: to === null ? null : new Date(to) });
  expect(hoursWithin(window, [])).toBe(0);
  expect(
    hoursWithin(window, [
      span('2024-12-31T20:00:00Z', '2025-01-01T04:00:00Z'),
      span('2025-01-01T03:00:00Z', '2025-01-01T03:30:00Z'),
      span('2025-01-01T03:00:00Z', '2025-01-01T06:00:00Z'),
      span('2025-01-01T22:00:00Z', null),
    ]),
  ).toBe(8);
  expect(hoursWithin(window, [span('2025-01-03T00:00:00Z', null)])).toBe(0);
});

test('the median is that of the sorted values', () => {
  expect([median([]), median([3]), median([10, 1, 2]), median([4, 1, 3, 2])]).toEqual([undefined, 3, 2, 2.5]);
});

test.each([
  [106, [100, 101, 99, 102, 98, 100, 100], true],
  [103, [100, 101, 99, 102, 98, 100, 100], false],
  [0, [100, 101, 99, 102, 98, 100, 100], true],
  [100.5, [100, 100, 100, 100, 100, 100, 100], false], // days that hardly differ
  [105, [100, 100, 100, 100, 100, 100, 100], true],
  [1000, [1, 2, 3], false], // too few days
  [0, [0, 0, 0, 0, 0, 0, 0], false],
])('%d after %j is an outlier: %s', (value, before, expected) => {
  expect(isOutlier(value, before)).toBe(expected);
});
