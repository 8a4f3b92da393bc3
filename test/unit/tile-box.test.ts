import { describe, expect, test } from 'vitest';
import { MAX_LATITUDE, tileBox } from '../../src/geo/tile-box.js';
import { parseBbox } from '../../src/maps/bbox.js';
import { parseDatetime } from '../../src/maps/datetime.js';
import { parseTileAt } from '../../src/maps/tile-at.js';
import { TileCutter } from '../../src/maps/tile-cutter.js';
import { featuresOf } from '../support/map-requests.js';

describe('the box of a tile', () => {
  test('of the world is the map, whose edges its buffer does not pass', () => {
    expect(tileBox({ z: 0, x: 0, y: 0 })).toEqual([-180, -MAX_LATITUDE, 180, MAX_LATITUDE]);
  });

  test('reaches into its neighbours by the buffer, a 64th of its width', () => {
    const [west, south, east, north] = tileBox({ z: 2, x: 1, y: 1 });
    expect([west, east]).toEqual([-90 - 90 / 64, 90 / 64]);
    expect(south).toBeLessThan(0);
    expect(north).toBeGreaterThan(66.5);
    const [, , nextWest] = tileBox({ z: 2, x: 0, y: 1 });
    expect(nextWest).toBeGreaterThan(-90);
  });

  test.each([
    [
      { z: '16', x: '65535', y: '0' },
      { z: 16, x: 65535, y: 0 },
    ],
    [
      { z: '0', x: '0', y: '0' },
      { z: 0, x: 0, y: 0 },
    ],
  ])('%o is a tile', (given, at) => expect(parseTileAt(given)).toEqual(at));
});

test('a box of degrees that crosses the antimeridian is two', () => {
  expect(parseBbox('170,-10,-170,10', undefined)).toEqual({
    boxes: [
      [170, -10, 180, 10],
      [-180, -10, -170, 10],
    ],
  });
});

describe('datetime', () => {
  const instant = { name: 'updated_at', kind: 'instant' } as const;
  const day = { name: 'start_date', kind: 'date' } as const;
  const told = (text: string, column: typeof instant | typeof day) =>
    parseDatetime(text, column).flatMap((each) => ('is' in each ? [[each.is, each.value]] : []));

  test.each([
    [
      '2024-02-28',
      [
        ['gte', '2024-02-28T00:00:00.000Z'],
        ['lt', '2024-02-29T00:00:00.000Z'],
      ],
    ],
    [
      '2024-02-28T06:00:00Z',
      [
        ['gte', '2024-02-28T06:00:00.000Z'],
        ['lte', '2024-02-28T06:00:00.000Z'],
      ],
    ],
    ['2024-02-28T06:00:00+02:00/..', [['gte', '2024-02-28T04:00:00.000Z']]],
    ['../2024-02-28', [['lt', '2024-02-29T00:00:00.000Z']]],
    ['../..', []],
  ])('%s of instants', (text, conditions) => expect(told(text, instant)).toEqual(conditions));

  test.each([
    [
      '2024-02-28',
      [
        ['gte', '2024-02-28'],
        ['lte', '2024-02-28'],
      ],
    ],
    [
      '2024-02-28T23:00:00-02:00/2024-03-02',
      [
        ['gte', '2024-02-29'],
        ['lte', '2024-03-02'],
      ],
    ],
  ])('%s of days', (text, conditions) => expect(told(text, day)).toEqual(conditions));
});

describe('tiles that are cut here', () => {
  const features = (geometries: object[]) =>
    geometries.map((geometry, index) => ({ geometry: JSON.stringify(geometry), properties: { index } }));
  const cut = async (at: Parameters<TileCutter['cut']>[1], geometries: object[]) => {
    const cutter = new TileCutter();
    const bytes = await cutter.cut('layer', at, features(geometries), new AbortController().signal);
    await cutter.close();
    return featuresOf(new Response(Buffer.from(bytes)));
  };
  const point = (...coordinates: number[]) => ({ type: 'Point', coordinates });
  const square = (west: number, south: number, size: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  });

  test('hold each feature once, also beside the antimeridian, where the library copies them', async () => {
    const found = await cut({ z: 0, x: 0, y: 0 }, [point(179.9, 0), point(-179.9, 0), point(0, 0)]);
    expect(found.map(({ lines }) => lines[0]?.[0])).toEqual([
      { x: 4095, y: 2048 },
      { x: 1, y: 2048 },
      { x: 2048, y: 2048 },
    ]);
  });

  test('hold a point where a shape is too small to be drawn', async () => {
    const found = await cut({ z: 0, x: 0, y: 0 }, [square(10, 10, 0.001), square(10, 10, 5)]);
    expect(found.map(({ type }) => type)).toEqual([1, 3]);
    const line = {
      type: 'LineString',
      coordinates: [
        [10, 10],
        [10.0001, 10.0001],
      ],
    };
    const [near] = await cut({ z: 0, x: 0, y: 0 }, [line]);
    expect(near).toMatchObject({ type: 1, lines: [[{ x: 2162 }]] });
  });

  test('fail by themselves where a shape is none, and the next is cut', async () => {
    const cutter = new TileCutter();
    const broken = [{ geometry: 'no shape', properties: {} }];
    const { signal } = new AbortController();
    await expect(cutter.cut('layer', { z: 0, x: 0, y: 0 }, broken, signal)).rejects.toThrow();
    const bytes = await cutter.cut('layer', { z: 0, x: 0, y: 0 }, features([point(1, 1)]), signal);
    expect(bytes.length).toBeGreaterThan(10);
    await cutter.close();
  });
});
