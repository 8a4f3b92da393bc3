import { BadUserInput } from '../errors.js';

/** The parameters of an address as they came: each once as text. */
export type Query = ReadonlyMap<string, string>;

/**
 * The query of a URL, each parameter once.
 * @throws BadUserInput naming a parameter that came twice or holds what no text may hold
 */
export function queryOf(given: unknown): Query {
  const query = new Map<string, string>();
  for (const [name, value] of Object.entries(given as Record<string, unknown>)) {
    if (typeof value !== 'string') throw new BadUserInput(name, 'may be given once');
    if (value.includes('\0')) throw new BadUserInput(name, 'holds the character NUL');
    query.set(name, value);
  }
  return query;
}

/** @throws BadUserInput naming the first parameter that is none of these */
export function checkKnown(query: Query, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (!known.includes(name))
      throw new BadUserInput(name, `is no parameter of this address; it takes ${known.join(', ') || 'none'}`);
  }
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** The number that a text is; NaN where it is none, or no finite one. */
export function numberOf(text: string): number {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : Number.NaN;
}
