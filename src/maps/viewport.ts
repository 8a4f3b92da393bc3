import { BadUserInput } from '../errors.js';
import { boxesOf } from '../geo/area.js';
import type { Area } from '../sources/area.js';

/** What of the earth a map shows, and how large. */
export interface Viewport {
  readonly area: Extract<Area, { boxes: unknown }>;
  /** How far a shape may be off at this zoom, in degrees. */
  readonly tolerance: number;
}

/** Closer than this no map goes: a pixel is a few millimetres. */
export const MAX_ZOOM = 24;
/** Pixels of a tile, of which zoom 0 has one for the whole earth. Maps whose tiles have 256 show half as much detail. */
const TILE = 512;
/** Where the maps of the web end, in degrees. */
const MERCATOR_END = 85.06;

/** @throws BadUserInput naming the edge that is nowhere on earth, or `zoom` */
export function viewportOf(bbox: Parameters<typeof boxesOf>[0], zoom: number): Viewport {
  const boxes = boxesOf(bbox, 'bbox');
  if (zoom < 0 || zoom > MAX_ZOOM) throw new BadUserInput('zoom', `is ${zoom}; it has to be from 0 to ${MAX_ZOOM}`);
  return { area: { boxes }, tolerance: halfAPixel(zoom, Math.max(Math.abs(bbox.south), Math.abs(bbox.north))) };
}

/** In degrees of latitude, of which a pixel has the fewest where the viewport is farthest from the equator. */
function halfAPixel(zoom: number, latitude: number): number {
  const pixel = 360 / (TILE * 2 ** zoom);
  return (pixel / 2) * Math.cos((Math.min(latitude, MERCATOR_END) * Math.PI) / 180);
}
