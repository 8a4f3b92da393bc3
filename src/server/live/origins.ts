import type { FastifyRequest } from 'fastify';
import { Forbidden } from '../../errors.js';

/**
 * Browsers let a page of any origin open a socket, and leave it to the server to say no.
 * @throws Forbidden where a page asks that is neither this server's own nor of a listed origin
 */
export function checkOrigin({ headers, host }: FastifyRequest, origins: readonly string[]): void {
  const { origin } = headers;
  if (origin === undefined || origins.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new Forbidden('Pages of this origin may not open a socket');
}
