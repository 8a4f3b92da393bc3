import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Logger } from 'pino';
import type { Admission } from '../auth/admission.js';
import type { Credentials, Identities } from '../auth/identities.js';
import type { Viewer } from '../auth/viewer.js';
import { Unauthenticated } from '../errors.js';
import { isLocal } from './request-local.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null at the few addresses that are for everybody. */
    viewer: Viewer | null;
  }
  interface FastifyContextConfig {
    /** Set by `forEverybody` only. */
    everybody?: true;
  }
}

export interface IdentifyOptions {
  readonly identities: Identities;
  readonly admission: Admission;
  readonly log: Pick<Logger, 'info'>;
}

/** Before the body is read: who asks, and whether they may ask now. For every address but those for everybody. */
export function identify(options: IdentifyOptions): onRequestAsyncHookHandler {
  return async (request, reply) => {
    if (request.is404 || request.routeOptions.config.everybody) return;
    const viewer = await whoAsks(credentialsOf(request), request, options);
    const over = await options.admission.admit(viewer, request.ip);
    whenOver(reply, over);
    request.viewer = viewer;
  };
}

/** The addresses that `register` adds answer everybody. They may say nothing about a field. */
export async function forEverybody(
  app: FastifyInstance,
  register: (app: FastifyInstance) => Promise<void> | void,
): Promise<void> {
  await app.register(async (open) => {
    open.addHook('onRoute', (route) => {
      route.config = { ...route.config, everybody: true };
    });
    await register(open);
  });
}

/** What came with a request as headers. */
export function credentialsOf(request: FastifyRequest): Credentials {
  const { authorization } = request.headers;
  return { authorization, apiKey: headerOf(request, 'x-api-key'), local: isLocal(request) };
}

/** Where credentials came from: the request's id, and the address that asks. */
export type Origin = Pick<FastifyRequest, 'id' | 'ip'>;

/** Who asks, for every transport; who is refused is counted, and the log says why. */
export async function whoAsks(given: Credentials, { id, ip }: Origin, options: IdentifyOptions): Promise<Viewer> {
  const { identities, admission, log } = options;
  try {
    return await identities.viewerOf(given);
  } catch (error) {
    if (error instanceof Unauthenticated) log.info({ requestId: id, reason: error.reason }, 'identity refused');
    await admission.refused(ip);
    throw error;
  }
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function whenOver({ raw }: FastifyReply, over: () => void): void {
  if (raw.closed) over();
  else raw.once('close', over);
}
