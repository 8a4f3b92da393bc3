import type { GraphQLResolveInfo } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import type { ReadContext } from '../binding/resolvers.js';
import { RawJson } from '../execution/raw-json.js';
import type {
  MapLayerResolvers,
  MapViewResolvers,
  QueryResolvers,
  WellMapLayerResolvers,
} from '../generated/resolvers.js';
import { attributesOf } from '../maps/attribute-properties.js';
import { featuresOf } from '../maps/features.js';
import { featuresText } from '../maps/features-text.js';
import { type Layer, layersOf } from '../maps/layers.js';
import { type LayerArgs, type LayerRead, readLayer } from '../maps/map-layer.js';
import { type Viewport, viewportOf } from '../maps/viewport.js';

export const mapQuery: Pick<QueryResolvers, 'map'> = {
  map: (_query, { bbox, zoom }) => viewportOf(bbox, zoom),
};

const layerField =
  (name: string) =>
  (viewport: Viewport, args: LayerArgs, context: ReadContext, info: GraphQLResolveInfo): LayerRead => {
    const reads = context.read(info);
    return readLayer(reads, layerNamed(name, reads.asked.bindings), viewport, args, context.asks(info, /^geojson$/));
  };

const wells = layerField('wellLocations');

export const MapView: MapViewResolvers = {
  facilitySites: layerField('facilitySites'),
  pipelines: layerField('pipelines'),
  fields: layerField('fields'),
  wellLocations: (viewport, { attributes, on, ...args }, context, info) => {
    const layer = wells(viewport, args, context, info);
    if (attributes.length === 0) return layer;
    const more = context.unitAttributes.of(context.read(info)).then(async (units) => {
      const day = on ?? (await context.now()).toISOString().slice(0, 10);
      return { of: attributesOf(attributes, units, day), asOf: units.asOf };
    });
    more.catch(() => {}); // each field that stands on it tells
    return { ...layer, more };
  },
};

export const MapLayer: MapLayerResolvers = {
  geojson: async ({ layer, found, more }, _args, { writers }) => {
    const [{ rows }, extra] = [await found, (await more)?.of];
    return writers.size > 0 ? new RawJson(featuresText(layer, rows, extra)) : featuresOf(layer, rows, extra);
  },
  matched: async ({ found }) => (await found).matched,
  returned: async ({ first, found }) => Math.min(first, (await found).matched),
  truncated: async ({ first, found }) => (await found).matched > first,
};

export const WellMapLayer: WellMapLayerResolvers = {
  ...MapLayer,
  attributesAsOf: async ({ more }) => (await more)?.asOf ?? null,
};

const layers = new WeakMap<Bindings, ReadonlyMap<string, Layer>>();

/** The schema declares the layers: they are the same for all requests. */
function layerNamed(name: string, bindings: Bindings): Layer {
  const known = layers.get(bindings) ?? layersOf(bindings);
  layers.set(bindings, known);
  const layer = known.get(name);
  if (!layer) throw new Error(`${name} is no layer`);
  return layer;
}
