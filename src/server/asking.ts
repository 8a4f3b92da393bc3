import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asking } from './request-reads.js';

/** What a request over HTTP says of itself, once it is known who asks. */
export function askingOf(request: FastifyRequest, reply: FastifyReply): Asking {
  const { viewer, id: requestId } = request;
  if (!viewer) throw new Error('A request came this far and nobody knows who asks');
  return { requestId, viewer, wantsReport: request.headers['x-report'] === '1', gone: clientGone(reply) };
}

/** Aborted when the client leaves before it has its answer. */
export function clientGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new Error('the client left'));
  });
  return controller.signal;
}
