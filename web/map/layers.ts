import type { ExpressionSpecification } from 'maplibre-gl';

/** The layers of the gateway's map, by the names that they have in the graph; those at the bottom first. */
export const LAYERS = ['fields', 'pipelines', 'wellLocations', 'facilitySites'] as const;
export type LayerName = (typeof LAYERS)[number];
/** Wells with what ProdView knows of them, from the graph. */
export const RATES = 'rates';
/** Lines of whole degrees, fewer of them up to a zoom. */
export const WIDE = 'graticule-5';
export const NARROW = 'graticule-1';
export const NEARER = 6;

export const RATE_OF: ExpressionSpecification = ['get', 'lastOilRateBblPerDay'];
export const FLOWS: ExpressionSpecification = ['>', ['coalesce', RATE_OF, 0], 0];

/** Where a layer's features are: each has tiles of its own. */
export const of = (name: LayerName) => ({ source: name, 'source-layer': name });
