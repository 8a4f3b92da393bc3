import { randomUUID } from 'node:crypto';

/** The caller's `x-request-id` where it is a plain word, so that logs can be joined; else a new one. */
export function requestIdOf({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}
