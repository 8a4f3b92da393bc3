import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  BadUserInput,
  ERROR_CODES,
  type ErrorCode,
  GatewayError,
  NotThere,
  RateLimited,
  Unauthenticated,
} from '../errors.js';
import { STATUS } from './refusal.js';
import { ClientLeft } from './waiting.js';

/** What a request that never reached GraphQL did wrong, by its HTTP status. */
const BY_STATUS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  400: ['BAD_USER_INPUT', 'The body is not valid JSON'],
  404: ['BAD_USER_INPUT', 'There is nothing at this address'],
  413: ['LIMIT_EXCEEDED', 'The body is larger than BODY_LIMIT_KB allows'],
  405: ['BAD_USER_INPUT', 'Ask by POST, or a query of /graphql by GET'],
  415: ['BAD_USER_INPUT', 'The body has to be application/json in UTF-8, not compressed'],
  503: ['OVERLOADED', 'The gateway is stopping'],
};

/** An address that no text is: refused before anything of the gateway is asked. */
export function refuseAddress(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  refuse(new BadUserInput('url', 'is not well-formed'), request.id, reply);
}

/** Answers in the form of GraphQL errors also where HTTP itself fails; never with a framework's own words. */
export function registerHttpErrors(app: FastifyInstance): void {
  const body = (status: number, requestId: string) => {
    const [code, message] = BY_STATUS[status] ?? (['INTERNAL', 'Internal error'] as const);
    return { errors: [{ message, extensions: { code, retryable: ERROR_CODES[code].retryable, requestId } }] };
  };
  app.setNotFoundHandler((request, reply) => {
    if (/^\/export\/?(\?|$)/.test(request.url))
      return reply.code(405).header('allow', 'POST').send(body(405, request.id));
    if (!/^\/graphql\/?(\?|$)/.test(request.url)) return reply.code(404).send(body(404, request.id));
    return reply.code(405).header('allow', 'GET, POST').send(body(405, request.id));
  });
  app.setErrorHandler<FastifyError | GatewayError>((error, request, reply) => {
    if (error instanceof GatewayError) return refuse(error, request.id, reply);
    const status = error.statusCode ?? 500;
    if (status >= 500 && !(error instanceof ClientLeft)) app.log.error({ requestId: request.id, err: error }, 'fault');
    return reply.code(status).send(body(status, request.id));
  });
}

/** A refusal in the gateway's own words. */
function refuse(error: GatewayError, requestId: string, reply: FastifyReply) {
  const { code, message, details } = error;
  if (error instanceof Unauthenticated) reply.header('www-authenticate', 'Bearer');
  if (error instanceof RateLimited) reply.header('retry-after', error.retryAfterSeconds);
  if (error.cause) reply.log.error({ requestId, err: error }, 'fault');
  const extensions = { code, retryable: ERROR_CODES[code].retryable, ...details, requestId };
  return reply
    .code(error instanceof NotThere ? 404 : (STATUS[code] ?? 500))
    .send({ errors: [{ message, extensions }] });
}
