import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { demand } from '../../auth/permissions.js';
import type { Config } from '../../config.js';
import { BadUserInput, type ErrorCode } from '../../errors.js';
import { askingOf } from '../asking.js';
import type { Context } from '../context.js';
import { payloadOf, requestOf } from '../payload.js';
import { STATUS } from '../refusal.js';
import { checkingRequests } from '../request-form.js';
import type { Asking } from '../request-reads.js';
import { csv } from './csv.js';
import type { Format } from './export-file.js';
import type { Exporting } from './export-plugin.js';
import { ndjson } from './ndjson.js';
import { type Begun, send } from './send-export.js';
import { xlsx } from './xlsx.js';

const FORMATS: Readonly<Record<string, Format>> = { csv, xlsx, ndjson };

export interface ExportRoute {
  readonly apollo: ApolloServer<Context>;
  readonly contextOf: (asking: Asking) => Promise<Context>;
  readonly log: Logger;
}

/** `POST /export?format=…`: the rows of one list of a query as a file, written while they are read. */
export function registerExport(app: FastifyInstance, config: Config, route: ExportRoute): void {
  app.post('/export', { preValidation: checkingRequests(config) }, async (request, reply) => {
    if (request.viewer) demand(request.viewer, 'export');
    const { format: extension, ...others } = request.query as Readonly<Record<string, unknown>>;
    const format = typeof extension === 'string' && Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
    if (!format) throw new BadUserInput('format', `has to be one of ${Object.keys(FORMATS).join(', ')}`);
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw new BadUserInput(unknown.slice(0, 100), 'is no parameter of an export');
    const begun = await begin(request, reply, config, format, route);
    if ('errors' in begun) {
      const { id: requestId, viewer } = request;
      const refused = begun.errors[0]?.extensions?.code;
      route.log.info({ requestId, role: viewer?.role, format: extension, refused }, 'export');
      return reply.code(begun.status).send({ errors: begun.errors });
    }
    return send(reply, begun, format, String(extension));
  });
}

interface Refused {
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
}

async function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  config: Config,
  { mostRows }: Format,
  { apollo, contextOf, log }: ExportRoute,
): Promise<Begun | Refused> {
  const own = askingOf(request, reply);
  const signal = AbortSignal.any([own.gone, AbortSignal.timeout(config.EXPORT_TIMEOUT_SECONDS * 1000)]);
  const asking: Asking = { ...own, gone: signal, within: undefined };
  const first = await contextOf(asking);
  const exporting: Exporting = {
    contextOfPage: () => contextOf({ ...asking, audit: first.audit }),
    maxRows: Math.min(config.MAX_EXPORT_ROWS, mostRows ?? config.MAX_EXPORT_ROWS),
  };
  const context = { ...first, exporting };
  const { body, http } = await apollo.executeOperation(requestOf(payloadOf(request)), { contextValue: context });
  const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
  const { opened } = exporting;
  if (opened && errors.length === 0) return { context, opened, signal, log };
  return { status: statusOf(errors, http.status), errors };
}

/** Where nothing is exported the status says so, whichever way the answer is read. */
function statusOf([first]: readonly GraphQLFormattedError[], status = 200): number {
  const code = String(first?.extensions?.code);
  const isOfDocument = /^(GRAPHQL|PERSISTED)_/.test(code);
  return STATUS[code as ErrorCode] ?? (status >= 400 ? status : isOfDocument ? 400 : 500);
}
