import type { FastifyReply, FastifyRequest } from 'fastify';
import { sequenceOf } from '../commands/read-token.js';
import { asRefusal } from './refusal.js';
import type { Asking } from './request-reads.js';
import { clientWaiting } from './waiting.js';

/** What a request over HTTP says of itself, once it is known who asks. */
export function askingOf(request: FastifyRequest, reply: FastifyReply): Asking {
  const { viewer, id: requestId } = request;
  if (!viewer) throw new Error('A request came this far and nobody knows who asks');
  const wantsReport = request.headers['x-report'] === '1';
  return { requestId, viewer, wantsReport, ...clientWaiting(reply), readToken: readTokenOf(request) };
}

/** The event that the client has to see; a token that is none is refused with the whole request. */
function readTokenOf({ headers }: FastifyRequest): string | undefined {
  const token = headers['x-read-token'];
  return token === undefined ? undefined : asRefusal(() => sequenceOf(String(token)));
}
