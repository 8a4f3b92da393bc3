import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketsOf, dayAt } from '../../src/series/buckets.js';
import { everyBucket, type GapPolicy, type Point } from '../../src/series/gaps.js';

const week = bucketsOf('2024-02-26', '2024-03-03', 'DAY');
const point = (at: string, oilBbl: number | null): Point => ({ at, oilBbl, daysWithData: 1 });
const oil = (policy: GapPolicy, filled: readonly Point[], before?: number) =>
  everyBucket(week, filled, policy, ['oilBbl'], before === undefined ? undefined : { oilBbl: before }).map(
    ({ oilBbl }) => oilBbl,
  );
const SOME = [point('2024-02-27', 5), point('2024-02-29', 7), point('2024-03-01', null)];

test('a bucket without data is null, 0 or the last one with data, which may itself lack a value', () => {
  expect(oil('NULL', SOME)).toEqual([null, 5, null, 7, null, null, null]);
  expect(oil('ZERO', SOME)).toEqual([0, 5, 0, 7, null, 0, 0]);
  expect(oil('LAST', SOME)).toEqual([null, 5, 5, 7, null, null, null]);
});

test('LAST begins with the value before the window, and only LAST does', () => {
  expect(oil('LAST', SOME, 3)).toEqual([3, 5, 5, 7, null, null, null]);
  expect(oil('LAST', [], 3)).toEqual([3, 3, 3, 3, 3, 3, 3]);
  expect(oil('NULL', [], 3)).toEqual([null, null, null, null, null, null, null]);
  expect(oil('ZERO', [], 3)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

describe('whatever has data', () => {
  const places = fc.uniqueArray(fc.nat(week.count - 1));
  const policy = fc.constantFrom<GapPolicy>('NULL', 'ZERO', 'LAST');

  test('every bucket of the window has one point, in order, and only gaps are without days', () => {
    fc.assert(
      fc.property(places, policy, (filled, gaps) => {
        const rows = filled.map((place) => point(dayAt(week.first + place, 'DAY'), place));
        const points = everyBucket(week, rows, gaps, ['oilBbl']);
        expect(points.map(({ at }) => at)).toEqual(
          ['02-26', '02-27', '02-28', '02-29', '03-01', '03-02', '03-03'].map((each) => `2024-${each}`),
        );
        expect(points.flatMap(({ daysWithData }, place) => (daysWithData === 0 ? [] : [place]))).toEqual(
          [...filled].sort((left, right) => left - right),
        );
        for (const place of filled) expect(points[place]?.oilBbl).toBe(place);
      }),
    );
  });
});
