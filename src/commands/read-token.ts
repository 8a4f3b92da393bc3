import { BadUserInput } from '../errors.js';

/** How far a reader has to see: the last event that a write made, opaque to clients. */
export const tokenOf = (sequence: string): string => Buffer.from(`seq:${sequence}`).toString('base64url');

/** @throws BadUserInput  the text is no token of this gateway */
export function sequenceOf(token: string): string {
  const [, sequence] = /^seq:(\d{1,18})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (sequence === undefined) throw new BadUserInput('x-read-token', 'is no token that a write was answered with');
  return sequence;
}
