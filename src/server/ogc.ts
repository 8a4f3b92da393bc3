import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  collection,
  collectionsPage,
  conformance,
  GEOJSON,
  itemLinks,
  itemsLinks,
  landingPage,
  OPEN_API,
} from '../maps/ogc/documents.js';
import { featuresText, featureText, keyOfFeature, readItem, readItems } from '../maps/ogc/items.js';
import { openApi } from '../maps/ogc/open-api.js';
import { checkForm, mostItems, parseItems } from '../maps/ogc/parameters.js';
import { checkKnown, queryOf } from '../maps/query.js';
import { baseOf, type MapRoutes } from './register-maps.js';

interface OneCollection {
  readonly Params: { readonly collection: string };
}
interface OneFeature {
  readonly Params: { readonly collection: string; readonly '*': string };
}

const rootOf = (request: FastifyRequest) => `${baseOf(request)}/ogc`;

/** OGC API - Features, part 1: core, GeoJSON and OpenAPI 3.0. */
export function registerOgc(app: FastifyInstance, routes: MapRoutes): void {
  const { schema, limits } = routes;
  const describing = (request: FastifyRequest) => {
    const query = queryOf(request.query);
    checkKnown(query, ['f']);
    checkForm(query);
    return rootOf(request);
  };
  const landing = async (request: FastifyRequest) => landingPage(describing(request), routes.attribution);
  app.get('/ogc', landing);
  app.get('/ogc/', landing);
  app.get('/ogc/conformance', async (request) => describing(request) && conformance);
  app.get('/ogc/api', async (request, reply) => {
    const text = JSON.stringify(openApi(describing(request), routes.layers(), schema, mostItems(limits.maxRows)));
    return reply.type(OPEN_API).send(text);
  });
  app.get('/ogc/collections', async (request, reply) => {
    const root = describing(request);
    const reads = await routes.readsOf(request, reply);
    const all = [...routes.layers()].map(async (layer) =>
      collection(layer, await routes.extentOf(layer, reads), root, schema),
    );
    return collectionsPage(root, await Promise.all(all));
  });
  app.get<OneCollection>('/ogc/collections/:collection', async (request, reply) => {
    const layer = routes.layerNamed(request.params.collection, 'collectionId');
    const root = describing(request);
    return collection(layer, await routes.extentOf(layer, await routes.readsOf(request, reply)), root, schema);
  });
  registerItems(app, routes);
  registerItem(app, routes, describing);
}

function registerItems(app: FastifyInstance, routes: MapRoutes): void {
  app.get<OneCollection>('/ogc/collections/:collection/items', async (request, reply) => {
    const layer = routes.layerNamed(request.params.collection, 'collectionId');
    const query = queryOf(request.query);
    const asked = parseItems(query, layer, routes);
    const { rows, matched, next } = await readItems(layer, asked, await routes.readsOf(request, reply));
    const features = await featuresText(layer, rows);
    const links = JSON.stringify(itemsLinks(layer, rootOf(request), query, next));
    const answer = `"links":${links},"numberMatched":${matched},"numberReturned":${rows.length},"features":[${features}]}`;
    return sendStamped(reply, `{"type":"FeatureCollection","timeStamp":"${new Date().toISOString()}",`, answer);
  });
}

/** The time of the answer is not part of what makes it another answer. */
function sendStamped(reply: FastifyReply, stamp: string, answer: string) {
  reply.header('etag', `W/"${createHash('sha1').update(answer).digest('base64')}"`);
  return reply.type(GEOJSON).send(stamp + answer);
}

function registerItem(app: FastifyInstance, routes: MapRoutes, describing: (request: FastifyRequest) => string): void {
  app.get<OneFeature>('/ogc/collections/:collection/items/*', async (request, reply) => {
    const layer = routes.layerNamed(request.params.collection, 'collectionId');
    const root = describing(request);
    const id = request.params['*'];
    const key = keyOfFeature(layer, id, routes.bindings);
    const row = await readItem(layer, key, await routes.readsOf(request, reply));
    const links = JSON.stringify(itemLinks(layer, root, id));
    return reply.type(GEOJSON).send(`{${featureText(layer, row)},"links":${links}}`);
  });
}
