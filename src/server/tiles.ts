import type { FastifyInstance } from 'fastify';
import { readExtent } from '../maps/extent.js';
import { filterNames, parseFilters } from '../maps/filters.js';
import { checkKnown, queryOf } from '../maps/query.js';
import { readTile } from '../maps/read-tile.js';
import { parseTileAt } from '../maps/tile-at.js';
import { TileCutter } from '../maps/tile-cutter.js';
import { tileJson } from '../maps/tile-json.js';
import { baseOf, type MapRoutes } from './register-maps.js';

interface OneLayer {
  readonly Params: { readonly layer: string };
}
interface OneTile {
  readonly Params: { readonly layer: string; readonly z: string; readonly x: string; readonly y: string };
}

/** `/tiles` lists the layers, `/tiles/{layer}.json` is TileJSON, `/tiles/{layer}/{z}/{x}/{y}.mvt` a tile. */
export function registerTiles(app: FastifyInstance, routes: MapRoutes): void {
  app.get('/tiles', async (request) => {
    checkKnown(queryOf(request.query), []);
    const base = baseOf(request);
    return { layers: [...routes.layers()].map(({ name }) => ({ name, tilejson: `${base}/tiles/${name}.json` })) };
  });
  app.get<OneLayer>('/tiles/:layer.json', async (request, reply) => {
    const layer = routes.layerNamed(request.params.layer, 'layer');
    const query = queryOf(request.query);
    checkKnown(query, filterNames(layer));
    const filter = parseFilters(query, layer, routes);
    const reads = await routes.readsOf(request, reply);
    // Filters are too many to keep the extent of each.
    const extent = await (filter.length > 0 ? readExtent(layer, filter, reads) : routes.extentOf(layer, reads));
    return tileJson(layer, extent, query, { ...routes, base: baseOf(request) });
  });
  registerTile(app, routes);
}

function registerTile(app: FastifyInstance, routes: MapRoutes): void {
  const cutter = new TileCutter();
  app.addHook('onClose', () => cutter.close());
  app.get<OneTile>('/tiles/:layer/:z/:x/:y.mvt', async (request, reply) => {
    const layer = routes.layerNamed(request.params.layer, 'layer');
    const at = parseTileAt(request.params);
    const query = queryOf(request.query);
    checkKnown(query, filterNames(layer));
    const filter = parseFilters(query, layer, routes);
    const { bytes, features, matched } = await readTile(
      layer,
      at,
      filter,
      await routes.readsOf(request, reply),
      cutter,
    );
    if (features === 0) return reply.code(204).send();
    if (matched > features) reply.header('x-truncated', `matched=${matched}; returned=${features}`);
    return reply
      .type('application/vnd.mapbox-vector-tile')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  });
}
