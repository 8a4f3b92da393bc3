import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** GraphiQL's editor sets style attributes and embeds its fonts; nothing else may differ from "this server only". */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

const ASSETS: Omit<FastifyStaticOptions, 'root'> = {
  prefix: '/assets/',
  decorateReply: false,
  index: false,
  maxAge: '365d',
  immutable: true,
  setHeaders: (reply) => setAll(reply, HEADERS),
};

const PAGES: Omit<FastifyStaticOptions, 'root'> = {
  decorateReply: false,
  extensions: ['html'], // the map is at /map
  cacheControl: false,
  setHeaders: (reply) => setAll(reply, { ...HEADERS, 'cache-control': 'no-cache' }),
};

const NOT_BUILT = 'The page is not built. Run `npm run build:web`, then start again; /graphql answers anyway.\n';

/**
 * Serves the built pages of `webRoot` at `/` and `/map`: assets, which are named by their hash, to be kept for a year, and the
 * rest to be asked for anew each time. Where nothing is built, `/` answers 404 and says how to build it.
 */
export async function registerPages(app: FastifyInstance, webRoot: string): Promise<void> {
  if (!existsSync(join(webRoot, 'index.html'))) {
    app.get('/', (_request, reply) => reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, { ...ASSETS, root: join(webRoot, 'assets') });
  await app.register(fastifyStatic, { ...PAGES, root: webRoot });
}

interface Headed {
  setHeader(name: string, value: string): void;
}

function setAll(reply: Headed, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) reply.setHeader(name, value);
}
