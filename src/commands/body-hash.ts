import { createHash } from 'node:crypto';
import type { Input } from './input-schema.js';

/** What tells two bodies of the same request id apart: the command and its input, in whatever order they were written. */
export function bodyHash(command: string, { clientRequestId: _, clientAt: __, ...input }: Input): string {
  return createHash('sha256')
    .update(JSON.stringify([command, sorted(input)]))
    .digest('base64url');
}

/** Null and left out are two things to a change, so they are two bodies. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, sorted(each)]));
}

/** The id of the n-th record that a request makes: the same whenever and wherever the request is tried. */
export function rowIdOf(actor: string, clientRequestId: string, n: number): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([actor, clientRequestId, n]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6); // version 8: made by a rule of its own
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
