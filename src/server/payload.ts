import type { GraphQLRequest } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BadUserInput } from '../errors.js';

const Anything = z.record(z.string(), z.unknown()).nullish();
const Body = z.object({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: Anything,
  extensions: Anything,
  documentId: z.string().nullish(),
});

/** What a client sends for one operation. */
export interface Payload {
  readonly query?: string | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
  readonly documentId?: unknown;
}

/** The body of a request where Apollo's own handler of HTTP does not read it. @throws BadUserInput */
export function payloadOf({ body }: Pick<FastifyRequest, 'body'>): z.infer<typeof Body> {
  const parsed = Body.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new BadUserInput(parsed.error.issues[0]?.path.join('.') || 'body', 'is malformed');
}

/** The same as Apollo takes it. */
export function requestOf({ query, operationName, variables, extensions, documentId }: Payload): GraphQLRequest {
  const named = typeof documentId === 'string' ? { documentId } : {};
  return {
    ...(query && { query }),
    ...(operationName && { operationName }),
    ...(variables && { variables }),
    extensions: { ...extensions, ...named },
  };
}
