/** Degrees on WGS 84. */
export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

/** Part of the earth's surface: boxes of degrees (two where it crosses the antimeridian), or an RFC 7946 polygon as text. */
export type Area =
  | { readonly boxes: readonly (readonly [west: number, south: number, east: number, north: number])[] }
  | { readonly geojson: string };
