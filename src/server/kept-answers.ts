import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Kind, type OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import { type Answer, Answers, digest } from '../answers/answers.js';
import type { Bindings } from '../binding/bindings.js';
import type { Sources } from '../loaders/reads.js';
import { askingOf } from './asking.js';
import type { Context } from './context.js';
import type { ReadsOfRequest, RequestReads } from './request-reads.js';

interface Prepared {
  readonly reads: RequestReads;
  readonly key: string;
}

export interface KeptAnswersOptions {
  readonly sources: Sources;
  readonly bytes: number;
  readonly readsOf: ReadsOfRequest;
  readonly log: Logger;
}

/** Answers to questions that were asked before, at the door: nothing is parsed, executed or read for them. */
export class KeptAnswers {
  readonly #answers: Answers;
  readonly #prepared = new WeakMap<FastifyRequest, Prepared>();

  constructor(readonly options: KeptAnswersOptions) {
    this.#answers = new Answers(options.sources, options.bytes);
  }

  /** Sends the kept answer, or leaves the request to be answered. */
  readonly atTheDoor = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const question = questionOf(request);
    if (question === undefined) return undefined;
    const started = performance.now();
    const reads = await this.options.readsOf(askingOf(request, reply));
    const key = digest(`${viewerOf(reads)} ${question}`);
    const answer = await this.#answers.find(key);
    if (!answer) {
      this.#prepared.set(request, { reads, key });
      return undefined;
    }
    const { requestId, viewer } = reads;
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    this.options.log.info({ requestId, role: viewer.role, operation: 'query', milliseconds, kept: true }, 'operation');
    return send(request, reply, answer);
  };

  /** What the request was prepared with, so that it is not prepared twice. */
  preparedFor(request: FastifyRequest): RequestReads | undefined {
    return this.#prepared.get(request)?.reads;
  }

  /** Keeps an answer on its way out, where all of it can be told to be unchanged. */
  readonly onTheWayOut = async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    const prepared = this.#prepared.get(request);
    const restsOn = prepared?.reads.watch.isAnswer ? prepared.reads.watch.restsOn : undefined;
    if (!prepared || !restsOn || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    const type = String(reply.getHeader('content-type') ?? 'application/json');
    const { tag, bytes } = this.#answers.keep(prepared.key, payload, type, restsOn);
    if (request.method === 'GET') reply.headers({ etag: tag, ...CACHING });
    return bytes;
  };
}

/** What one viewer sees nobody else may be sent. */
const CACHING = { 'cache-control': 'private, no-cache', vary: 'authorization, x-api-key, accept, accept-encoding' };

function send(request: FastifyRequest, reply: FastifyReply, { bytes, type, tag }: Answer) {
  if (request.method === 'GET') {
    reply.headers({ etag: tag, ...CACHING });
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  }
  return reply.type(type).send(bytes);
}

/** Whom an answer is for: all that decides what is seen. */
function viewerOf({ viewer, allowed: { scope, sight } }: RequestReads): string {
  const permissions = [...viewer.permissions].sort();
  const seen = scope.kind === 'keys' ? scope.id : scope.kind;
  return JSON.stringify([viewer.role, permissions, sight.personal, seen]);
}

/** The question as text; undefined where it has to go the whole way, as one that wants to know what it cost. */
function questionOf({ method, headers, body, query }: FastifyRequest): string | undefined {
  if (headers['x-report'] !== undefined || headers['x-read-token'] !== undefined) return undefined;
  const sent = (method === 'GET' ? query : body) as Readonly<Record<string, unknown>> | undefined;
  if (typeof sent?.query !== 'string' || sent.extensions !== undefined) return undefined;
  // The rules that keep other sites from asking in a user's name hold for kept answers too.
  if (method === 'GET' && !headers['apollo-require-preflight'] && !headers['x-apollo-operation-name']) return undefined;
  return JSON.stringify([method, headers.accept ?? '', sent.query, sent.operationName ?? null, sent.variables ?? null]);
}

/** Fields that may be kept beside those that the schema binds: they answer by rows alone, not by the time of day. */
const BY_ROWS = new Set(['node', 'productionSeries', 'unitProductionSeries', 'trace', '__typename']);

/** Says which answers may be kept: of queries, without an error, that ask for what rows alone decide. */
export function keepingPlugin({ roots, namespaces }: Bindings): ApolloServerPlugin<Context> {
  const isByRows = (operation: OperationDefinitionNode) =>
    operation.selectionSet.selections.every((selection) => {
      if (selection.kind !== Kind.FIELD) return false;
      const { value } = selection.name;
      return BY_ROWS.has(value) || roots.has(`Query.${value}`) || namespaces.has(`Query.${value}`);
    });
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ contextValue: { watch }, operation, response }) => {
        if (response.body.kind !== 'single' || operation?.operation !== 'query') return;
        const { errors, data, extensions } = response.body.singleResult;
        watch.isAnswer = !errors && data !== undefined && data !== null && !extensions && isByRows(operation);
      },
    }),
  };
}
