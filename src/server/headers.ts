import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

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
  await app.register(helmet, SECURITY);
  app.addHook('onRequest', async (_request, reply) => void reply.raw.setHeader('cache-control', 'no-store'));
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
