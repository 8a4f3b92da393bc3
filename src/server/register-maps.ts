import etag from '@fastify/etag';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { demand } from '../auth/permissions.js';
import type { Bindings } from '../binding/bindings.js';
import type { ListLimits } from '../binding/list-limits.js';
import type { Config } from '../config.js';
import { NotThere } from '../errors.js';
import { listLimitsOf } from '../list-limits-of.js';
import { Reads } from '../loaders/reads.js';
import type { Extent } from '../maps/extent.js';
import { Extents } from '../maps/extents.js';
import { type Layer, layersOf } from '../maps/layers.js';
import { registerOgc } from './ogc.js';
import { NO_NEED } from '../binding/projection.js';
import { askingOf } from './asking.js';
import { packed } from './packed.js';
import type { ReadsOfRequest, RequestReads } from './request-reads.js';
import { registerTiles } from './tiles.js';

/** What every address of the map needs. */
export interface MapRoutes {
  readonly schema: GraphQLSchema;
  readonly bindings: Bindings;
  readonly limits: ListLimits;
  /** Whom to name with the data, where the gateway knows. */
  readonly attribution: string | undefined;
  layers(): Iterable<Layer>;
  /** @throws NotThere */
  layerNamed(name: string, argument: string): Layer;
  /** Where a layer lies, as far as the viewer of these reads sees it: no older than MAP_REFRESH_SECONDS and one read. */
  extentOf(layer: Layer, reads: Reads): Promise<Extent>;
  /** The request's reads, in the viewer's scope. @throws Forbidden where the viewer may not read */
  readsOf(request: FastifyRequest, reply: FastifyReply): Promise<Reads>;
}

export interface MapOptions {
  readonly schema: GraphQLSchema;
  readonly bindings: Bindings;
  readonly config: Config;
  readonly log: Logger;
  readonly readsOf: ReadsOfRequest;
}

/** As the publishers of the sample ask to be named. */
const SAMPLE =
  'Source: Bureau of Safety and Environmental Enforcement, US Department of the Interior. Contains data under the Norwegian licence for Open Government data (NLOD) distributed by the Norwegian Offshore Directorate (Sodir), https://factpages.sodir.no, data of 2022-03-16 (wellbores, production) and 2024-11 (facilities, pipelines, fields).';

/** Who serves a map of their own names whom they like. */
const attributionOf = ({ MAP_ATTRIBUTION, POSTGRES_URL }: Config) =>
  MAP_ATTRIBUTION ?? (POSTGRES_URL === undefined ? SAMPLE : undefined);

function extentsOf({ config, log }: MapOptions): Extents {
  const onFailure = (err: unknown) => log.warn({ err }, 'the extent of a layer was not read again');
  return new Extents({
    refreshMs: config.MAP_REFRESH_SECONDS * 1000,
    timeoutMs: config.REQUEST_TIMEOUT_MS,
    onFailure,
  });
}

/** Vector tiles and the features API: the map's layers for software that does not speak GraphQL. */
export async function registerMaps(app: FastifyInstance, options: MapOptions): Promise<void> {
  const { schema, bindings, config, log } = options;
  const layers = layersOf(bindings);
  const extents = extentsOf(options);
  const routes: MapRoutes = {
    schema,
    bindings,
    limits: listLimitsOf(config),
    attribution: attributionOf(config),
    extentOf: (layer, reads) => extents.of(layer, reads),
    layers: () => layers.values(),
    layerNamed: (name, argument) => {
      const layer = layers.get(name);
      if (layer) return layer;
      throw new NotThere(argument, 'is no layer');
    },
    readsOf: async (request, reply) => {
      if (request.viewer) demand(request.viewer, 'read');
      const asked = await options.readsOf(askingOf(request, reply));
      whenDone(request, reply, asked, log);
      return new Reads({ ...asked.allowed, bindings, need: () => NO_NEED });
    },
  };
  await app.register(async (map) => {
    await map.register(etag, { weak: true }); // the same answer may come packed and not
    map.addHook('onRequest', async (_request, reply) => void reply.headers(KEPT));
    map.addHook('onSend', packed);
    registerTiles(map, routes);
    registerOgc(map, routes);
  });
}

/** What one viewer may see is nobody else's, and may have changed: kept by the viewer only, and asked for again. */
const KEPT = { 'cache-control': 'private, no-cache', vary: 'authorization, x-api-key, accept-encoding, origin' };

/** One line a request, as an operation of the graph has one: never parameters or values. */
function whenDone(
  request: FastifyRequest,
  reply: FastifyReply,
  { costs, viewer, requestId }: RequestReads,
  log: Logger,
) {
  reply.raw.once('close', () => {
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    const { url: name } = request.routeOptions;
    const reads = Object.fromEntries(costs);
    log.info({ requestId, role: viewer.role, name, milliseconds, status: reply.statusCode, reads }, 'map');
  });
}

/** Where the gateway is, as the request has it. */
export const baseOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}`;
