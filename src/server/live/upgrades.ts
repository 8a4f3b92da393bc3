import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A request to leave HTTP, with the connection that it came over. */
export interface Upgrade {
  readonly request: FastifyRequest;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/**
 * Sends requests to upgrade through the server's own hooks, so that the address behind proxies, the request id and refusals
 * are the same as for any other. What is no request for a WebSocket goes on as plain HTTP.
 */
export function registerUpgrades(app: FastifyInstance, accept: (upgrade: Upgrade) => void): void {
  const waiting = new WeakMap<IncomingMessage, { socket: Duplex; head: Buffer; response: ServerResponse }>();
  app.server.on('upgrade', (raw, socket, head) => {
    const response = new ServerResponse(raw);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Socket);
    response.once('finish', () => socket.end());
    socket.on('error', () => socket.destroy());
    waiting.set(raw, { socket, head, response });
    app.routing(raw, response);
  });
  app.addHook('onRequest', async (request, reply) => {
    const upgrade = waiting.get(request.raw);
    if (!upgrade || request.headers.upgrade?.toLowerCase() !== 'websocket' || pathOf(request) !== '/graphql') return;
    accept({ request, socket: upgrade.socket, head: upgrade.head });
    upgrade.response.detachSocket(upgrade.socket as Socket);
    reply.hijack();
  });
}

const pathOf = ({ url }: FastifyRequest) => url.split('?', 1)[0];
