/** A tile of the web's map pyramid: `2^z` by `2^z` of them cover the world in Web Mercator, counted from the north-west. */
export interface TileAt {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Units across a tile. */
export const EXTENT = 4096;
/** Units around a tile that belong to it too, so that lines and symbols are whole where tiles meet. */
export const BUFFER = 64;
/** Deepest zoom: a unit is 15 cm at the equator there, finer than what is published of a place. */
export const MAX_ZOOM = 16;
/** Where Web Mercator ends, in degrees of latitude. */
export const MAX_LATITUDE = 85.0511287798066;

/** West, south, east and north of a tile with its buffer, in degrees on WGS 84; nothing lies beyond the map's edge. */
export function tileBox({ z, x, y }: TileAt): [number, number, number, number] {
  const across = 2 ** z;
  const margin = BUFFER / EXTENT;
  return [
    Math.max(-180, longitudeOf((x - margin) / across)),
    Math.max(-MAX_LATITUDE, latitudeOf((y + 1 + margin) / across)),
    Math.min(180, longitudeOf((x + 1 + margin) / across)),
    Math.min(MAX_LATITUDE, latitudeOf((y - margin) / across)),
  ];
}

const longitudeOf = (part: number) => part * 360 - 180;
const latitudeOf = (part: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * part))) * 180) / Math.PI;
