import cors from '@fastify/cors';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

/** Answers are data: nothing in them may run, be framed or be kept. The pages have a policy of their own. */
const SECURITY = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
  },
  strictTransportSecurity: { includeSubDomains: false }, // the gateway speaks for its own name only
  xFrameOptions: { action: 'deny' },
} as const;

const ASKED = [
  'content-type',
  'authorization',
  'x-api-key',
  'x-request-id',
  'x-report',
  'if-none-match',
  'apollo-require-preflight',
];
const TOLD = ['x-request-id', 'retry-after', 'etag', 'x-truncated', 'x-data-as-of', 'x-stale', 'content-disposition'];

/** Security headers on every answer, and CORS for the listed origins: no cookies, as nobody is known by one. */
export async function registerHeaders(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  const headers = [...securityHeaders(), ['cache-control', 'no-store'] as const];
  app.addHook('onRequest', (_request, { raw }, done) => {
    for (const [name, value] of headers) raw.setHeader(name, value);
    done();
  });
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: ASKED,
    exposedHeaders: TOLD,
    credentials: false,
    maxAge: 600,
  });
}

/** What helmet sets, which is the same for every answer: asked of it once. */
function securityHeaders(): readonly (readonly [name: string, value: string])[] {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  helmet(SECURITY)(request, answer, () => {});
  return Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)] as const);
}
