import { kinks } from '@turf/kinks';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { BadUserInput } from '../errors.js';
import type { Area, Point } from '../sources/area.js';

/** Corners that an area may have: whether it crosses itself is found in at most some 130 ms, even where it does everywhere. */
export const MAX_VERTICES = 1_000;
/** Half the way round the earth, in metres: nothing is farther. */
export const MAX_METRES = 20_040_000;

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/**
 * A box or a polygon, found fit before any store is asked.
 * @throws BadUserInput naming what does not fit, by `path`
 */
export function parseArea(area: Readonly<Record<string, unknown>>, path: string): Area {
  if (area.bbox) return { boxes: boxesOf(area.bbox as Box, `${path}.bbox`) };
  const polygon = parsePolygon(area.polygon, `${path}.polygon`);
  return { geojson: JSON.stringify(polygon) };
}

/** A box whose west is greater than its east crosses the antimeridian: it is two. */
export function boxesOf({ west, south, east, north }: Box, path: string): [number, number, number, number][] {
  for (const [name, degrees] of Object.entries({ west, east })) checkDegrees(degrees, 180, `${path}.${name}`);
  for (const [name, degrees] of Object.entries({ south, north })) checkDegrees(degrees, 90, `${path}.${name}`);
  if (south > north) throw new BadUserInput(`${path}.south`, `${south} is north of north (${north})`);
  if (west <= east) return [[west, south, east, north]];
  return [
    [west, south, 180, north],
    [-180, south, east, north],
  ];
}

/** @throws BadUserInput where the point is none on earth */
export function parsePoint({ longitude, latitude }: Point, path: string): Point {
  checkDegrees(longitude, 180, `${path}.longitude`);
  checkDegrees(latitude, 90, `${path}.latitude`);
  return { longitude, latitude };
}

/** @throws BadUserInput where the distance is none, negative or farther than the earth is round */
export function parseMetres(metres: number, path: string): number {
  if (!Number.isFinite(metres) || metres < 0 || metres > MAX_METRES)
    throw new BadUserInput(path, `is ${metres}; a distance is 0 to ${MAX_METRES} metres`);
  return metres;
}

function checkDegrees(degrees: unknown, most: number, path: string): void {
  if (typeof degrees !== 'number' || !Number.isFinite(degrees) || Math.abs(degrees) > most)
    throw new BadUserInput(path, `is ${String(degrees)}; degrees are -${most} to ${most}`);
}

function parsePolygon(value: unknown, path: string): Polygon | MultiPolygon {
  const shape = value as Partial<Polygon | MultiPolygon> & { crs?: unknown };
  if (typeof value !== 'object' || value === null) throw new BadUserInput(path, 'is no GeoJSON object');
  if (shape.type !== 'Polygon' && shape.type !== 'MultiPolygon')
    throw new BadUserInput(path, 'is no GeoJSON Polygon or MultiPolygon');
  if (shape.crs !== undefined)
    throw new BadUserInput(`${path}.crs`, 'is not part of RFC 7946: coordinates are longitude and latitude on WGS 84');
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0) throw new BadUserInput(path, 'has no coordinates');
  const checked = polygons.map((rings, index) =>
    checkRings(rings, shape.type === 'Polygon' ? `${path}.coordinates` : `${path}.coordinates.${index}`),
  );
  const polygon: Polygon | MultiPolygon =
    shape.type === 'Polygon'
      ? { type: 'Polygon', coordinates: checked[0] ?? [] }
      : { type: 'MultiPolygon', coordinates: checked };
  checkSize(polygon, path);
  if (kinks(polygon).features.length > 0) throw new BadUserInput(path, 'crosses itself');
  return polygon;
}

function checkRings(rings: unknown, path: string): Position[][] {
  if (!Array.isArray(rings) || rings.length === 0) throw new BadUserInput(path, 'has no ring');
  return rings.map((ring: unknown, index) => checkRing(ring, `${path}.${index}`));
}

function checkRing(ring: unknown, path: string): Position[] {
  if (!Array.isArray(ring) || ring.length < 4) throw new BadUserInput(path, 'is a ring of fewer than four positions');
  if (ring.length > MAX_VERTICES) throw new BadUserInput(path, `has ${ring.length} corners; at most ${MAX_VERTICES}`);
  const positions = ring.map((position: unknown, index): Position => {
    const here = `${path}.${index}`;
    if (!Array.isArray(position) || position.length < 2) throw new BadUserInput(here, 'is no position');
    checkDegrees(position[0], 180, `${here}.0`);
    checkDegrees(position[1], 90, `${here}.1`);
    return [position[0], position[1]];
  });
  const [first, last] = [positions[0], positions.at(-1)];
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
    throw new BadUserInput(path, 'is a ring that does not close');
  return positions;
}

function checkSize({ type, coordinates }: Polygon | MultiPolygon, path: string): void {
  const rings = type === 'Polygon' ? coordinates : coordinates.flat();
  const corners = rings.reduce((sum, ring) => sum + ring.length, 0);
  if (corners > MAX_VERTICES) throw new BadUserInput(path, `has ${corners} corners; at most ${MAX_VERTICES}`);
}
