import { type TileAt, tileBox } from '../geo/tile-box.js';
import type { Reads } from '../loaders/reads.js';
import type { Condition, Row, Value } from '../sources/row-source.js';
import type { Tile, TileRead } from '../sources/tile-read.js';
import { columnsOf, countOf, idOf, orderOf, propertiesOf } from './features.js';
import type { Layer } from './layers.js';
import type { TileCutter, TileFeature } from './tile-cutter.js';

/** Features that a tile may hold, as far as MAX_ROWS allows; of more, it holds the first by their keys, and says so. */
export const MAX_TILE_FEATURES = 10_000;

export interface ReadTile extends Tile {
  /** Features that belong into the tile; more than are in it where the tile is truncated. */
  readonly matched: number;
}

/**
 * A layer's tile: the features that touch it or its buffer, and what `filter` finds. PostGIS makes it where it can; else
 * it is cut here, of the same features with the same properties. One statement, three where it has to be truncated.
 */
export async function readTile(
  layer: Layer,
  at: TileAt,
  filter: readonly Condition[],
  reads: Reads,
  cutter: TileCutter,
): Promise<ReadTile> {
  const box: Condition = { column: layer.geometry.column, intersects: { boxes: [tileBox(at)] } };
  const from = reads.from(layer.view, `${layer.name} tile`);
  const read = { ...from, where: { all: [box, ...filter] }, limit: Math.min(MAX_TILE_FEATURES, from.rowLimit) };
  // An order costs as much as a tenth of the tile: it matters only where it decides which features are left out.
  const tile = await makeTile(layer, at, { ...read, order: [] }, reads, cutter);
  if (tile.features < read.limit) return { ...tile, matched: tile.features };
  const matched = await countOf(layer, read.where, read.label, reads);
  if (matched <= read.limit) return { ...tile, matched };
  return { ...(await makeTile(layer, at, { ...read, order: orderOf(layer) }, reads, cutter)), matched };
}

type Read = Omit<TileRead, 'at' | 'layer' | 'geometry' | 'id' | 'properties'>;

async function makeTile(layer: Layer, at: TileAt, read: Read, reads: Reads, cutter: TileCutter): Promise<Tile> {
  const { name, view, geometry, properties } = layer;
  const made = await reads.tile(view, {
    ...read,
    at,
    layer: name,
    geometry: geometry.column,
    id: { word: view.type, columns: view.key },
    properties: properties.map(({ path, field }) => ({ as: path.join('.'), column: field.column })),
  });
  if (made) return made;
  const rows = await reads.select(view, { ...read, columns: columnsOf(layer) });
  return cut(layer, at, rows, cutter, reads.asked.signal);
}

async function cut(
  layer: Layer,
  at: TileAt,
  rows: readonly Row[],
  cutter: TileCutter,
  signal: AbortSignal,
): Promise<Tile> {
  if (rows.length === 0) return { bytes: new Uint8Array(), features: 0 };
  const features = rows.map((row): TileFeature => {
    const properties = propertiesOf(layer, row).filter(
      (entry): entry is [string, NonNullable<Value>] => entry[1] !== null,
    );
    const geometry = String(row[layer.geometry.column.name]);
    return { geometry, properties: { id: idOf(layer, row), ...Object.fromEntries(properties) } };
  });
  return { bytes: await cutter.cut(layer.name, at, features, signal), features: features.length };
}
