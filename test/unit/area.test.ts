import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BadUserInput } from '../../src/errors.js';
import { boxesOf, MAX_VERTICES, parseArea, parseMetres, parsePoint } from '../../src/geo/area.js';

const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];
const polygon = (...rings: unknown[]) => ({ polygon: { type: 'Polygon', coordinates: rings } });
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(BadUserInput);
    return (error as Error).message;
  }
  return 'taken';
};

describe('a box', () => {
  test('is one, or two across the antimeridian', () => {
    expect(boxesOf({ west: -90, south: 20, east: -80, north: 30 }, 'bbox')).toEqual([[-90, 20, -80, 30]]);
    expect(boxesOf({ west: 170, south: -10, east: -170, north: 10 }, 'bbox')).toEqual([
      [170, -10, 180, 10],
      [-180, -10, -170, 10],
    ]);
  });

  test.each([
    [{ west: Number.NaN, south: 0, east: 1, north: 1 }, 'bbox.west: is NaN'],
    [{ west: 0, south: 0, east: Number.POSITIVE_INFINITY, north: 1 }, 'bbox.east: is Infinity'],
    [{ west: -181, south: 0, east: 1, north: 1 }, 'bbox.west: is -181; degrees are -180 to 180'],
    [{ west: 0, south: -90.1, east: 1, north: 1 }, 'bbox.south: is -90.1; degrees are -90 to 90'],
    [{ west: 0, south: 2, east: 1, north: 1 }, 'bbox.south: 2 is north of north (1)'],
  ])('%j is refused by name', (box, reason) => {
    expect(refusal(() => boxesOf(box, 'bbox'))).toContain(reason);
  });
});

describe('a polygon', () => {
  test('is taken as it came, third dimension left out', () => {
    const area = parseArea(polygon(SQUARE.map(([x, y]) => [x, y, 7])), 'where');
    expect('geojson' in area && JSON.parse(area.geojson)).toEqual({ type: 'Polygon', coordinates: [SQUARE] });
  });

  const bow = [
    [0, 0],
    [1, 1],
    [1, 0],
    [0, 1],
    [0, 0],
  ];
  const many = Array.from({ length: MAX_VERTICES + 1 }, (_, index) => [index / 1e6, 0]);
  test.each([
    ['no object', { polygon: 'POLYGON' }, 'a.polygon: is no GeoJSON object'],
    ['a point', { polygon: { type: 'Point', coordinates: [0, 0] } }, 'a.polygon: is no GeoJSON Polygon'],
    ['another SRID', { polygon: { type: 'Polygon', coordinates: [SQUARE], crs: {} } }, 'a.polygon.crs: is not part of'],
    ['no ring', polygon(), 'a.polygon.coordinates: has no ring'],
    ['three positions', polygon(SQUARE.slice(0, 3)), 'a.polygon.coordinates.0: is a ring of fewer than four'],
    ['an open ring', polygon(SQUARE.slice(0, 4)), 'a.polygon.coordinates.0: is a ring that does not close'],
    ['a ring that crosses itself', polygon(bow), 'a.polygon: crosses itself'],
    ['a text for a number', polygon([['0', 0], ...SQUARE.slice(1)]), 'a.polygon.coordinates.0.0.0: is 0'],
    ['a latitude of 95', polygon([[0, 95], ...SQUARE.slice(1)]), 'a.polygon.coordinates.0.0.1: is 95'],
    ['too many corners', polygon(many), `has ${MAX_VERTICES + 1} corners; at most ${MAX_VERTICES}`],
    ['nothing for coordinates', { polygon: { type: 'Polygon' } }, 'a.polygon.coordinates: has no ring'],
  ])('%s is refused by name', (_, area, reason) => {
    expect(refusal(() => parseArea(area, 'a'))).toContain(reason);
  });

  test('of whatever JSON is taken or refused, never more', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('Polygon', 'MultiPolygon'), (coordinates, type) => {
        expect(refusal(() => parseArea({ polygon: { type, coordinates } }, 'a'))).not.toBe('');
      }),
    );
  });
});

test('a point and a distance are on earth', () => {
  expect(parsePoint({ longitude: -88, latitude: 28 }, 'near')).toEqual({ longitude: -88, latitude: 28 });
  expect(refusal(() => parsePoint({ longitude: -88, latitude: 91 }, 'near'))).toContain('near.latitude: is 91');
  expect(refusal(() => parseMetres(-1, 'near.metres'))).toContain('near.metres: is -1; a distance is 0 to');
  expect(refusal(() => parseMetres(Number.NaN, 'near.metres'))).toContain('near.metres: is NaN');
});
