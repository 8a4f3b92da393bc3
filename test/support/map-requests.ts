import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { type TileAt, tileBox } from '../../src/geo/tile-box.js';

export interface TileFeature {
  readonly type: number;
  readonly properties: Record<string, string | number | boolean>;
  /** Lines of positions in units of the tile. */
  readonly lines: { x: number; y: number }[][];
}

/** The features of a tile's only layer; none where the answer has no content. */
export async function featuresOf(response: Response): Promise<TileFeature[]> {
  if (response.status === 204) return [];
  const tile = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())) as never);
  return Object.values(tile.layers).flatMap((layer) =>
    Array.from({ length: layer.length }, (_, index) => {
      const feature = layer.feature(index);
      const lines = feature.loadGeometry().map((line) => line.map(({ x, y }) => ({ x, y })));
      return { type: feature.type, properties: { ...feature.properties } as TileFeature['properties'], lines };
    }),
  );
}

export const tilePath = (layer: string, { z, x, y }: TileAt, query = '') =>
  `/tiles/${layer}/${z}/${x}/${y}.mvt${query}`;

/** The tile that a place is in. */
export function tileAround(longitude: number, latitude: number, z: number): TileAt {
  const y = 0.5 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / (2 * Math.PI);
  return { z, x: Math.floor((longitude / 360 + 0.5) * 2 ** z), y: Math.floor(y * 2 ** z) };
}

/** The box of a tile and its buffer, as a parameter. */
export const boxOf = (at: TileAt) => `bbox=${tileBox(at).join(',')}`;

export async function jsonOf(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers });
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}

/** The code, argument and message of a refusal. */
export async function refusalOf(url: string, headers: Record<string, string> = {}) {
  const { status, body } = await jsonOf(url, headers);
  const [error] = body.errors;
  return { status, message: error.message, ...error.extensions };
}
