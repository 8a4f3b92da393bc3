import type { FastifyInstance } from 'fastify';

/**
 * Closes every connection as soon as the last request in flight has been answered. Node by itself also waits for those
 * that were opened and never used, as browsers do in advance.
 */
export function registerDrain(app: FastifyInstance): void {
  let flying = 0;
  let closing = false;
  const settle = () => {
    if (closing && flying === 0) setImmediate(() => app.server.closeAllConnections());
  };
  app.addHook('onRequest', (_request, reply, done) => {
    flying += 1;
    reply.raw.once('close', () => {
      flying -= 1;
      settle();
    });
    done();
  });
  app.addHook('preClose', async () => {
    closing = true;
    settle();
  });
}
