import type { FastifyReply, FastifyRequest } from 'fastify';

interface Answer {
  readonly errors?: readonly { readonly extensions?: object }[];
}

/** Puts the request id on errors of what never became an operation: Apollo answers those itself, and knows no request. */
export async function toldRequest({ id }: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (reply.statusCode < 400 || typeof payload !== 'string' || payload.includes('"requestId"')) return payload;
  const answer = parsed(payload);
  if (!Array.isArray(answer?.errors)) return payload;
  const errors = answer.errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: id } }));
  return JSON.stringify({ ...answer, errors });
}

function parsed(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}
