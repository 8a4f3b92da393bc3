import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Logger } from 'pino';
import type { Admission } from '../auth/admission.js';
import type { Identities } from '../auth/identities.js';
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
    const viewer = await viewerOf(request, options);
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

async function viewerOf(request: FastifyRequest, { identities, admission, log }: IdentifyOptions): Promise<Viewer> {
  const { authorization } = request.headers;
  const apiKey = headerOf(request, 'x-api-key');
  try {
    return await identities.viewerOf({ authorization, apiKey, local: isLocal(request) });
  } catch (error) {
    if (error instanceof Unauthenticated) log.info({ requestId: request.id, reason: error.reason }, 'identity refused');
    await admission.refused(request.ip);
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
