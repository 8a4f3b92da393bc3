import type { UserErrorCode } from '../generated/resolvers.js';
import { faultOfText } from './texts.js';

/** Characters of an object as JSON, and objects within each other, at most: it says what a record rests on, and no more. */
export const MOST_OF_AN_OBJECT = 10_000;
const DEEPEST = 8;

/** A fault of an object of no fixed shape, with the way to it. */
export interface ObjectFault {
  readonly path: readonly (string | number)[];
  readonly code: UserErrorCode;
  readonly message: string;
}

/** Why an object cannot be kept: it is too large, or some name or text in it holds what nobody can see. */
export function faultsOfObject(object: object): ObjectFault[] {
  if ([...JSON.stringify(object)].length > MOST_OF_AN_OBJECT)
    return [{ path: [], code: 'TOO_LONG', message: `has more than ${MOST_OF_AN_OBJECT} characters as JSON` }];
  return faultsWithin(object, []);
}

function faultsWithin(value: unknown, path: readonly (string | number)[]): ObjectFault[] {
  if (typeof value === 'string') return textFaults(value, path);
  if (typeof value !== 'object' || value === null) return [];
  if (path.length >= DEEPEST)
    return [{ path, code: 'MALFORMED', message: `has more than ${DEEPEST} levels of objects in each other` }];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([name, each]) => {
    // A name that cannot be seen could not be read where the way to it is told.
    const [fault] = typeof name === 'string' ? textFaults(name, path) : [];
    return fault ? [fault] : faultsWithin(each, [...path, name]);
  });
}

/** Here a text may be empty: nobody typed it into a field of its own. */
function textFaults(text: string, path: readonly (string | number)[]): ObjectFault[] {
  const message = text.trim() === '' ? undefined : faultOfText(text);
  return message ? [{ path, code: 'MALFORMED', message }] : [];
}
