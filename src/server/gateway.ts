import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { Config } from '../config.js';
import type { EventStore } from '../events/event-store.js';
import type { Sources } from '../loaders/reads.js';
import { apolloServer } from './apollo.js';
import { asBytes } from './as-bytes.js';
import { askingOf } from './asking.js';
import type { BuiltSchema } from './build-schema.js';
import { type Context, contextFor } from './context.js';
import { contextOptionsOf, readOptionsOf } from './context-options.js';
import { registerDrain } from './drain.js';
import { registerExport } from './export/register-export.js';
import { registerHeaders } from './headers.js';
import { type Readiness, registerHealth } from './health.js';
import { refuseAddress, registerHttpErrors } from './http-errors.js';
import { forEverybody } from './identify.js';
import { statusOfType } from './json-status.js';
import { KeptAnswers } from './kept-answers.js';
import { registerLive } from './live/live.js';
import { registerUpgrades, type Upgrade } from './live/upgrades.js';
import { packed } from './packed.js';
import { registerPages } from './pages.js';
import { registerMaps } from './register-maps.js';
import { registerIdentity } from './register-identity.js';
import { checkingRequests, registerRequestForm } from './request-form.js';
import { requestIdOf } from './request-id.js';
import { type ReadsOfRequest, readsOfRequests } from './request-reads.js';
import { SeenSources } from './seen-sources.js';
import { toldRequest } from './told-request.js';

export interface GatewayOptions extends BuiltSchema {
  readonly config: Config;
  readonly sources: Sources;
  readonly readiness: Readiness;
  readonly log: Logger;
  /** The folder of the built pages. */
  readonly webRoot: string;
  readonly audit: AuditTrail;
  /** Where operations are written; undefined where no PostgreSQL is served. */
  readonly events?: (() => Promise<EventStore>) | undefined;
}

/** The whole HTTP server, not yet listening: `/graphql`, `/export`, `/tiles`, `/ogc`, `/health/*` and the pages. */
export async function createGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const { config } = options;
  const app = bareServer(options);
  await registerHeaders(app, config.CORS_ORIGINS ?? []);
  let accept: (upgrade: Upgrade) => void = () => {};
  if (config.LIVE === 'on') registerUpgrades(app, (upgrade) => accept(upgrade));
  registerDrain(app);
  registerHttpErrors(app);
  registerRequestForm(app);
  const identity = await registerIdentity(app, config, options.log);
  const apollo = apolloServer(options);
  await apollo.start();
  const seen = new SeenSources();
  const readsOf = readsOfRequests({ ...readOptionsOf(options), hearing: seen });
  const contextOf = contextFor(contextOptionsOf(options), readsOf);
  const kept = keptAnswersOf(options, readsOf);
  registerGraph(app, config, apollo, contextOf, kept);
  registerExport(app, config, { apollo, contextOf, log: options.log });
  if (config.LIVE === 'on') accept = registerLive(app, config, { ...options, identity, apollo, contextOf });
  await registerMaps(app, { ...options, readsOf });
  await forEverybody(app, async (open) => {
    registerHealth(open, options.readiness, seen);
    await registerPages(open, options.webRoot);
  });
  app.addHook('onClose', async () => {
    await apollo.stop();
    await options.audit.close();
  });
  return app;
}

function registerGraph(
  app: FastifyInstance,
  config: Config,
  apollo: ApolloServer<Context>,
  contextOf: ReturnType<typeof contextFor>,
  kept: KeptAnswers | undefined,
): void {
  const context = (request: FastifyRequest, reply: FastifyReply) =>
    contextOf({ ...askingOf(request, reply), prepared: kept?.preparedFor(request) });
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    preValidation: checkingRequests(config),
    onSend: [statusOfType, toldRequest, ...(kept ? [kept.onTheWayOut] : []), packed, asBytes],
    ...(kept && { preHandler: kept.atTheDoor }),
    handler: fastifyApolloHandler(apollo, { context }),
  });
}

const keptAnswersOf = ({ sources, config, log }: GatewayOptions, readsOf: ReadsOfRequest) =>
  config.ANSWER_CACHE_MB > 0
    ? new KeptAnswers({ sources, bytes: config.ANSWER_CACHE_MB * 1_048_576, readsOf, log })
    : undefined;

function bareServer({ config, log }: GatewayOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: config.BODY_LIMIT_KB * 1024,
    requestTimeout: 20_000, // a body that trickles in is cut off
    keepAliveTimeout: 10_000,
    genReqId: requestIdOf,
    frameworkErrors: refuseAddress,
    trustProxy: config.TRUSTED_PROXIES ?? false,
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }), // an operation has its own line
    forceCloseConnections: 'idle',
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 },
  });
  app.removeContentTypeParser('text/plain'); // a form of another origin may send it without asking first
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  return app;
}
