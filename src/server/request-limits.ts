import { LimitExceeded } from '../errors.js';
import { checkText } from './fit-text.js';

/** What a client sent, before anything of it is parsed. */
export interface Sent {
  readonly query?: unknown;
  readonly variables?: unknown;
}

export interface RequestLimits {
  readonly maxDocumentBytes: number;
  /** Values of one list in a variable. */
  readonly maxInputList: number;
}

/** Levels of objects and lists inside each other in a variable: the deepest filter with a multipolygon in it has 17. */
export const MAX_VARIABLE_DEPTH = 24;

/**
 * Refuses a document that is too long to parse, and variables that are too long or deep to look into. Every transport
 * calls this one function, on what it was sent.
 * @throws LimitExceeded naming the limit and what was measured; BadUserInput where a text is none
 */
export function checkSent({ query, variables }: Sent, limits: RequestLimits): void {
  const measured = typeof query === 'string' ? Buffer.byteLength(query) : 0;
  if (measured > limits.maxDocumentBytes) {
    throw new LimitExceeded(
      `The document has ${measured} bytes; at most ${limits.maxDocumentBytes} are allowed. Send values as variables, and ask in several requests.`,
      { limit: limits.maxDocumentBytes, measured, what: 'bytes' },
    );
  }
  if (typeof variables !== 'object' || variables === null) return;
  for (const [name, value] of Object.entries(variables)) checkValue(value, `$${name}`, limits.maxInputList);
}

/** Without recursion, as what is looked for is a depth that recursion would not survive. */
function checkValue(whole: unknown, argument: string, limit: number): void {
  let level: unknown[] = [whole];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_VARIABLE_DEPTH) refuse(argument, `is nested ${depth} or more deep`, MAX_VARIABLE_DEPTH, depth);
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string') checkText(value, argument);
      if (Array.isArray(value) && value.length > limit)
        refuse(argument, `has a list of ${value.length} values`, limit, value.length);
      if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) below.push(inner);
    }
    level = below;
  }
}

function refuse(argument: string, measure: string, limit: number, measured: number): never {
  const message = `${argument.slice(0, 100)}: ${measure}; at most ${limit} is allowed. Ask in several requests`;
  throw new LimitExceeded(message, { argument: argument.slice(0, 100), limit, measured });
}
