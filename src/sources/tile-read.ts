import type { TileAt } from '../geo/tile-box.js';
import type { Column, OrderTerm, Read } from './row-source.js';

/** A vector tile: the rows whose shapes the condition finds, the first `limit` of them in `order`. */
export interface TileRead extends Read {
  readonly at: TileAt;
  /** What the layer is called within the tile. */
  readonly layer: string;
  readonly geometry: Column;
  /** The property `id`: base64url of a JSON array of this word and the texts of these columns. */
  readonly id: { readonly word: string; readonly columns: readonly Column[] };
  readonly properties: readonly { readonly as: string; readonly column: Column }[];
  readonly order: readonly OrderTerm[];
  readonly limit: number;
}

/** A vector tile as Mapbox's format 2.1 has it. */
export interface Tile {
  readonly bytes: Uint8Array;
  readonly features: number;
}
