import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Context } from './context.js';

/** Never leaves the gateway: from Apollo, which knows what failed, to the reply, which knows the type of the answer. */
const MARK = 'x-failed-before-execution';

/**
 * Marks answers to documents that could not be parsed, validated or run with their variables. GraphQL over HTTP has two
 * ways to answer them: clients of `application/graphql-response+json` look at the status, and older ones, of
 * `application/json`, take any status but 200 for a fault of the network and do not look into the body.
 */
export function jsonStatusPlugin(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response }) => {
        if (response.body.kind !== 'single') return;
        const { errors = [], data } = response.body.singleResult;
        if (data === undefined && errors.length > 0 && errors.some(isOfDocument)) response.http.headers.set(MARK, '1');
      },
    }),
  };
}

function isOfDocument({ extensions: { code, argument } = {} }: GraphQLFormattedError): boolean {
  if (code === 'GRAPHQL_PARSE_FAILED' || code === 'GRAPHQL_VALIDATION_FAILED') return true;
  return code === 'BAD_USER_INPUT' && typeof argument === 'string' && argument.startsWith('$');
}

/** Marked answers of the older type leave with 200, the others as they are. */
export async function statusOfType(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!reply.hasHeader(MARK)) return;
  reply.removeHeader(MARK);
  if (String(reply.getHeader('content-type')).startsWith('application/json')) reply.code(200);
}
