import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Below this an answer fits into a packet or two anyway. */
const WORTH_PACKING = 1_400;
const pack = promisify(gzip);

/** Packs an answer for a client that takes it packed: rows are a fifth or less of their size, at the cost of some milliseconds. */
export async function packed(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (!(typeof payload === 'string' || Buffer.isBuffer(payload)) || payload.length < WORTH_PACKING) return payload;
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload;
  reply.header('content-encoding', 'gzip');
  return pack(payload, { level: 1 });
}
