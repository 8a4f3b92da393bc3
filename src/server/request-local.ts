import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../auth/loopback.js';

const BY_PROXY = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether a request was made on this machine: over loopback, to one of loopback's own names, and not handed on by a
 * proxy. The name matters, because a web page may point a name of its own at 127.0.0.1 and then ask as if it were at home.
 */
export function isLocal({ raw, headers }: Pick<FastifyRequest, 'raw' | 'headers'>): boolean {
  if (BY_PROXY.some((header) => headers[header] !== undefined)) return false;
  return isLoopback(raw.socket.remoteAddress ?? '') && isLoopback(nameOf(headers.host ?? ''));
}

const nameOf = (host: string) => host.replace(/:\d+$/, '');
