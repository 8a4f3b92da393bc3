import type { GraphQLSchema } from 'graphql';
import { MAX_ZOOM } from '../geo/tile-box.js';
import { describedBy } from './described.js';
import type { Extent } from './extent.js';
import type { Layer } from './layers.js';
import type { Query } from './query.js';
import { MAX_TILE_FEATURES } from './read-tile.js';

export interface TileJsonOptions {
  readonly schema: GraphQLSchema;
  /** Where the gateway is, as the request has it. */
  readonly base: string;
  /** Who is to be named with the data. */
  readonly attribution: string | undefined;
}

/** TileJSON 3.0.0 of a layer. Filters that it was asked with stand in the address of its tiles. */
export function tileJson(layer: Layer, { box }: Extent, query: Query, { schema, base, attribution }: TileJsonOptions) {
  const { layer: description, properties } = describedBy(schema, layer);
  const filters = query.size > 0 ? `?${new URLSearchParams([...query])}` : '';
  const zooms = { minzoom: 0, maxzoom: MAX_ZOOM };
  const fields = { id: 'The global id of the graph.', ...Object.fromEntries(properties) };
  return {
    tilejson: '3.0.0',
    name: layer.name,
    description: `${description} A tile holds at most ${MAX_TILE_FEATURES} features; one that leaves some out says so in its header X-Truncated.`,
    scheme: 'xyz',
    tiles: [`${base}/tiles/${layer.name}/{z}/{x}/{y}.mvt${filters}`],
    ...zooms,
    ...(box && { bounds: box }),
    ...(attribution && { attribution }),
    vector_layers: [{ id: layer.name, description, ...zooms, fields }],
  };
}
