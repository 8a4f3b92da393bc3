import { type TileAt, tileBox } from '../geo/tile-box.js';
import type { Reads } from '../loaders/reads.js';
import type { Condition, Row, Value } from '../sources/row-source.js';
import type { Tile } from '../sources/tile-read.js';
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
 * it is cut here, of the same features with the same properties.
 */
export async function readTile(
  layer: Layer,
  at: TileAt,
  filter: readonly Condition[],
  reads: Reads,
  cutter: TileCutter,
): Promise<ReadTile> {
  const box: Condition = { column: layer.geometry.column, intersects: { boxes: [tileBox(at)] } };
  const where: Condition = { all: [box, ...filter] };
  const label = `${layer.name} tile`;
  const from = reads.from(layer.view, label);
  const limit = Math.min(MAX_TILE_FEATURES, from.rowLimit);
  const read = { ...from, where, order: orderOf(layer), limit };
  const made = await reads.tile(layer.view, {
    ...read,
    at,
    layer: layer.name,
    geometry: layer.geometry.column,
    id: { word: layer.view.type, columns: layer.view.key },
    properties: layer.properties.map(({ path, field }) => ({ as: path.join('.'), column: field.column })),
  });
  const tile =
    made ??
    (await cut(
      layer,
      at,
      await reads.select(layer.view, { ...read, columns: columnsOf(layer) }),
      cutter,
      reads.asked.signal,
    ));
  return { ...tile, matched: tile.features >= limit ? await countOf(layer, where, label, reads) : tile.features };
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
