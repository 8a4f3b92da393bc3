import { simplify } from '@turf/simplify';
import type { Geometry } from 'geojson';
import { parseMetres } from './area.js';

/** Metres of a degree of latitude; of longitude it is fewer, so a shape is never simplified by more than was asked. */
const METRES_A_DEGREE = 111_320;

/**
 * A geometry with fewer corners, none of them moved; what is left out lay at most so far from the line that stays.
 * @param geometry   RFC 7946 text
 * @param tolerance  metres; nothing is left out at 0
 * @throws BadUserInput where the tolerance is no distance
 */
export function simplified(geometry: string, tolerance: number): Geometry {
  const degrees = parseMetres(tolerance, 'simplify') / METRES_A_DEGREE;
  return simplify(JSON.parse(geometry) as Geometry, { tolerance: degrees, highQuality: true, mutate: true });
}
