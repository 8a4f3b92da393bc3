import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { EventStore } from '../events/event-store.js';
import type { Sources } from '../loaders/reads.js';
import type { BuiltSchema } from './build-schema.js';
import { type Context, contextFor } from './context.js';
import { registerDrain } from './drain.js';
import { registerHeaders } from './headers.js';
import { type Readiness, registerHealth } from './health.js';
import { registerHttpErrors } from './http-errors.js';
import { stringify } from '../execution/raw-json.js';
import { executing } from './executing.js';
import { forEverybody } from './identify.js';
import { maskError } from './masking.js';
import { registerPages } from './pages.js';
import { permissionsPlugin } from './permissions.js';
import { answeringPlugin, checkingPlugin, loggingPlugin } from './plugins.js';
import { registerIdentity } from './register-identity.js';
import { requestIdOf } from './request-id.js';

export interface GatewayOptions extends BuiltSchema {
  readonly config: Config;
  readonly sources: Sources;
  /** Where operations are written; undefined where no PostgreSQL is served. */
  readonly events?: (() => Promise<EventStore>) | undefined;
  readonly readiness: Readiness;
  readonly log: Logger;
  /** The folder of the built GraphiQL page. */
  readonly webRoot: string;
}

/** The whole HTTP server, not yet listening: `/graphql`, `/health/*` and the pages. */
export async function createGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const { config } = options;
  const app = bareServer(options);
  await registerHeaders(app, config.CORS_ORIGINS ?? []);
  registerDrain(app);
  registerHttpErrors(app);
  await registerIdentity(app, config, options.log);
  const apollo = apolloServer(options);
  await apollo.start();
  const context = contextFor({
    ...options,
    timeoutMs: config.REQUEST_TIMEOUT_MS,
    maxRows: config.MAX_ROWS,
    wideStatements: config.WIDE_STATEMENTS === 'on',
    searchRefreshMs: config.SEARCH_REFRESH_SECONDS * 1000,
    scopeRefreshMs: config.SCOPE_REFRESH_SECONDS * 1000,
    assetField: config.ASSET_FIELD,
  });
  app.route({ url: '/graphql', method: ['GET', 'POST'], handler: fastifyApolloHandler(apollo, { context }) });
  await forEverybody(app, async (open) => {
    registerHealth(open, options.readiness);
    await registerPages(open, options.webRoot);
  });
  app.addHook('onClose', async () => apollo.stop());
  return app;
}

function bareServer({ config, log }: GatewayOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: config.BODY_LIMIT_KB * 1024,
    requestTimeout: 20_000, // a body that trickles in is cut off
    keepAliveTimeout: 10_000,
    genReqId: requestIdOf,
    trustProxy: config.TRUSTED_PROXIES ?? false,
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }), // an operation has its own line
    forceCloseConnections: 'idle',
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 },
  });
  app.removeContentTypeParser('text/plain'); // a form of another origin may send it without asking first
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  return app;
}

function apolloServer({ schema, bindings, config, log }: GatewayOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    gateway: executing(schema, bindings, config.TEXT_LISTS === 'on'),
    stringifyResult: stringify,
    introspection: true, // by role: see permissions.ts
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: 10_000,
    parseOptions: { maxTokens: config.MAX_TOKENS },
    validationOptions: { maxErrors: 5 },
    formatError: maskError,
    logger: { debug() {}, info() {}, warn: (message) => log.warn(message), error: (message) => log.error(message) },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      permissionsPlugin(),
      checkingPlugin(limitsOf(config)),
      answeringPlugin(),
      loggingPlugin(log),
    ],
  });
}

const limitsOf = (config: Config) => ({
  maxDepth: config.MAX_DEPTH, // deepest query of the tour: 11
  maxFields: config.MAX_FIELDS,
  maxAliases: config.MAX_ALIASES,
  maxRootFields: config.MAX_ROOT_FIELDS,
  maxDirectives: config.MAX_DIRECTIVES,
});
