import { isUnfit } from './fit-text.js';

/** Levels of objects and lists inside each other in a variable: the deepest filter with a multipolygon in it has 17. */
export const MAX_VARIABLE_DEPTH = 24;

/** What nothing that is sent may have, and where. */
export interface SentFault {
  readonly is: 'text' | 'list' | 'depth';
  /** The way to it; to what is nested too deep as far as that may be. */
  readonly path: readonly string[];
  /** Values of the list, or levels. */
  readonly measured: number;
}

/**
 * The first fault of a value that was sent. It goes no deeper than a variable may be, so what is nested deeper than any
 * recursion survives is no danger.
 * @param limit  values of one list
 * @param depth  how deep the value itself lies in its variable
 */
export function sentFault(value: unknown, limit: number, depth = 0): SentFault | undefined {
  if (depth > MAX_VARIABLE_DEPTH) return { is: 'depth', path: [], measured: depth };
  if (typeof value === 'string') return isUnfit(value) ? { is: 'text', path: [], measured: 0 } : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    if (value.length > limit) return { is: 'list', path: [], measured: value.length };
    for (let at = 0; at < value.length; at++) {
      const fault = sentFault(value[at], limit, depth + 1);
      if (fault) return beneath(String(at), fault);
    }
    return undefined;
  }
  for (const [name, inner] of Object.entries(value)) {
    const fault = sentFault(inner, limit, depth + 1);
    if (fault) return beneath(name, fault);
  }
  return undefined;
}

const beneath = (name: string, fault: SentFault): SentFault => ({ ...fault, path: [name, ...fault.path] });
