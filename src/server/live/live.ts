import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../../config.js';
import { type LiveOptions, LiveOperations } from './operations.js';
import { Sockets } from './sockets.js';
import { Streams } from './streams.js';
import type { Upgrade } from './upgrades.js';
import { Visits } from './visits.js';
import type { IdentifyOptions } from '../identify.js';
import { requestLimitsOf } from '../request-form.js';

export interface Served extends Omit<LiveOptions, 'admission' | 'limits'> {
  readonly schema: GraphQLSchema;
  readonly identity: IdentifyOptions;
}

/**
 * Serves operations over WebSocket at `/graphql` and over server-sent events at `/graphql/stream`. At a stop, operations
 * that are being worked out are answered first, then everything is closed.
 * @returns what takes requests to upgrade
 */
export function registerLive(app: FastifyInstance, config: Config, served: Served): (upgrade: Upgrade) => void {
  const { schema, identity, log } = served;
  const operations = new LiveOperations({
    ...served,
    admission: identity.admission,
    limits: requestLimitsOf(config),
  });
  const visits = new Visits(config.SOCKETS_PER_IDENTITY);
  const streams = new Streams({ operations, visits });
  streams.register(app);
  const sockets = new Sockets({
    schema,
    identity,
    operations,
    visits,
    log,
    origins: config.CORS_ORIGINS ?? [],
    sockets: config.SOCKETS,
    operationsOfOne: config.SOCKET_OPERATIONS,
    messageBytes: config.SOCKET_MESSAGE_KB * 1024,
  });
  app.addHook('preClose', async () => {
    await operations.stop();
    await nextTurn(); // what was answered last is on its way
    streams.close();
    sockets.close();
  });
  return (upgrade) => sockets.accept(upgrade);
}
