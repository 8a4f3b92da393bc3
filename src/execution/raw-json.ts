import { randomBytes } from 'node:crypto';
import { GraphQLScalarType } from 'graphql';

/** JSON text that stands in an answer as it is. */
export class RawJson {
  constructor(readonly text: string) {}

  toJSON(): string {
    return `${MARK}${pieces.push(this.text) - 1}`;
  }
}

// Of this process alone, so that no text of a row can look like it.
const MARK = `raw ${randomBytes(12).toString('hex')} `;
const MARKS = new RegExp(`"${MARK}(\\d+)"`, 'g');
let pieces: string[] = [];

/** An answer as JSON, with the texts that the stores wrote put in whole. */
export function stringify(answer: unknown): string {
  pieces = [];
  const text = JSON.stringify(answer);
  return pieces.length === 0 ? text : text.replace(MARKS, (_, at) => pieces[Number(at)] ?? 'null');
}

/** What a field of `RawJson` answers; it never appears in the served schema. */
export const rawJson = new GraphQLScalarType({ name: 'RawJson', serialize: (value) => value });
