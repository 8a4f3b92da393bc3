import type { z } from 'zod';

/** A line a mistake: where it is, and what is wrong. */
export function faultsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `  ${[...path].join('.') || 'the whole'}: ${message}`).join('\n');
}
