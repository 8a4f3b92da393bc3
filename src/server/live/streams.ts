import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHandler } from 'graphql-sse';
import { BadUserInput } from '../../errors.js';
import { type Payload, payloadOf } from '../payload.js';
import type { Answers } from './answers.js';
import type { LiveOperations } from './operations.js';
import type { Visits } from './visits.js';

export interface StreamOptions {
  readonly operations: LiveOperations;
  readonly visits: Visits;
}

/** GraphQL over server-sent events, one operation a request: `POST /graphql/stream`. */
export class Streams {
  readonly #open = new Set<() => void>();
  readonly #handle = createHandler<Answers>({
    authenticate: () => null as never, // no streams that outlive their request: whose they are is known once
    onSubscribe: ({ raw }) => raw as never, // errors in it are in the form that clients see
  });

  constructor(readonly options: StreamOptions) {}

  register(app: FastifyInstance): void {
    app.post('/graphql/stream', (request, reply) => this.#answer(request, reply));
  }

  close(): void {
    for (const end of this.#open) end();
  }

  async #answer(request: FastifyRequest, reply: FastifyReply) {
    const { viewer, id: requestId, ip: address } = request;
    if (!viewer) throw new Error('A request came this far and nobody knows who asks');
    const body = bodyOf(request);
    const answers = this.options.operations.answers(body, { viewer, address, requestId });
    let end = () => {};
    const leave = this.options.visits.enter(viewer, address, () => end());
    reply.raw.once('close', leave);
    const [stream, { status, headers }] = await this.#handle({
      method: 'POST',
      url: '/graphql/stream',
      headers: { get: (name) => HEADERS[name] ?? null },
      body: { ...body, query: body.query ?? '' },
      raw: answers,
      context: undefined,
    });
    if (!stream || typeof stream === 'string') throw new Error('A stream was expected');
    end = () => void stream.return(undefined);
    this.#open.add(end);
    reply.raw.once('close', () => this.#open.delete(end));
    return reply
      .code(status)
      .headers(headers ?? {})
      .send(Readable.from(stream));
  }
}

/** What the library reads; the request's own were looked at before. */
const HEADERS: Readonly<Record<string, string>> = { accept: 'text/event-stream', 'content-type': 'application/json' };

function bodyOf(request: FastifyRequest): Payload {
  if (!/text\/event-stream/i.test(request.headers.accept ?? ''))
    throw new BadUserInput('accept', 'has to be text/event-stream');
  return payloadOf(request);
}
