import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { downsample } from '../../src/series/downsample.js';

type Value = number | null;
interface Point {
  readonly place: number;
  readonly boe: Value;
}

const boeOf = ({ boe }: Point) => boe;
const pointsOf = (values: readonly Value[]): Point[] => values.map((boe, place) => ({ place, boe }));
const value = fc.option(fc.integer({ min: -50, max: 1_000 }), { freq: 4 });
const series = fc.array(value, { minLength: 0, maxLength: 300 }).map(pointsOf);
const most = fc.integer({ min: 2, max: 60 });
const how = fc.constantFrom('MIN_MAX' as const, 'LTTB' as const);
const known = (points: readonly Point[]) => points.flatMap(({ boe }) => boe ?? []);

describe('either way of downsampling', () => {
  test('keeps at most as many points as asked for, whole, in their order, with both ends', () => {
    fc.assert(
      fc.property(series, most, how, (points, limit, way) => {
        const kept = downsample(points, limit, way, boeOf);
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(kept.every((point) => points[point.place] === point)).toBe(true);
        expect(kept.every((point, index) => index === 0 || point.place > (kept[index - 1]?.place ?? 0))).toBe(true);
        expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
      }),
    );
  });

  test('leaves a series alone that is short enough', () => {
    fc.assert(
      fc.property(series, how, (points, way) => {
        expect(downsample(points, Math.max(2, points.length), way, boeOf)).toEqual(points);
      }),
    );
  });
});

describe('MIN_MAX', () => {
  test('keeps the greatest value from 3 points on, the least from 4 on and a gap from 5 on', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 3, max: 60 }), (points, limit) => {
        const kept = downsample(points, limit, 'MIN_MAX', boeOf);
        expect(Math.max(...known(kept))).toBe(Math.max(...known(points)));
        if (limit >= 4) expect(Math.min(...known(kept))).toBe(Math.min(...known(points)));
        if (limit >= 5) expect(known(kept).length < kept.length).toBe(known(points).length < points.length);
      }),
    );
  });

  test('keeps the peak and the trough of every stretch, not only those of the whole', () => {
    const sawtooth = pointsOf(Array.from({ length: 1_000 }, (_, index) => (index % 100 === 50 ? 500 + index : 100)));
    const kept = downsample(sawtooth, 100, 'MIN_MAX', boeOf);
    expect(kept.filter(({ boe }) => (boe ?? 0) > 100).map(({ place }) => place)).toEqual(
      Array.from({ length: 10 }, (_, index) => index * 100 + 50),
    );
  });

  test('shows each gap of a line that breaks several times', () => {
    const broken = pointsOf(Array.from({ length: 600 }, (_, index) => (index % 100 === 70 ? null : index)));
    const kept = downsample(broken, 62, 'MIN_MAX', boeOf);
    expect(kept.filter(({ boe }) => boe === null).map(({ place }) => place)).toEqual([70, 170, 270, 370, 470, 570]);
  });

  test('keeps gaps where there is nothing else', () => {
    const empty = pointsOf(Array.from({ length: 50 }, () => null));
    const kept = downsample(empty, 10, 'MIN_MAX', boeOf);
    expect(kept.length).toBeGreaterThan(2);
    expect(known(kept)).toEqual([]);
  });
});

describe('LTTB', () => {
  test('fills every place that it has', () => {
    fc.assert(
      fc.property(series, most, (points, limit) => {
        expect(downsample(points, limit, 'LTTB', boeOf)).toHaveLength(Math.min(points.length, limit));
      }),
    );
  });

  test('keeps a lone peak and a lone gap in a level line', () => {
    const level = pointsOf(
      Array.from({ length: 500 }, (_, index) => (index === 123 ? 900 : index === 377 ? null : 100)),
    );
    const places = downsample(level, 20, 'LTTB', boeOf).map(({ place }) => place);
    expect(places).toEqual(expect.arrayContaining([123, 377]));
  });

  test('chooses as the method is defined: by hand for six points and four places', () => {
    // Stretches {1, 2} and {3, 4}. From (0, 0) towards the mean (3.5, 2): 1 makes |3.5 * 5 - 2| = 15.5 and 2 makes
    // |0 - 4| = 4. From (1, 5) towards the end (5, 0): 3 makes |-4 * (0 - 5) - 10| = 10 and 4 makes |4 + 15 * -1| = 11.
    const kept = downsample(pointsOf([0, 5, 0, 0, 4, 0]), 4, 'LTTB', boeOf);
    expect(kept.map(({ place }) => place)).toEqual([0, 1, 4, 5]);
  });
});
