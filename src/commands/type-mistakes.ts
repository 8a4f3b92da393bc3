import { coerceInputValue, type GraphQLError, type GraphQLInputType } from 'graphql';
import { type UserError, userError } from './outcome.js';

/** More of one input help nobody. */
const MOST_MISTAKES = 5;

/** Where a value does not have its types, as user errors with the path inside it; none where it has. */
export function typeMistakes(value: unknown, type: GraphQLInputType): UserError[] {
  const found: UserError[] = [];
  coerceInputValue(value, type, (path, _, error) => {
    if (found.length < MOST_MISTAKES) found.push(inWords(path.map(String), error));
  });
  return found;
}

/** The library's words are for programmers; those of our own scalars say what would be right. */
function inWords(path: readonly string[], error: GraphQLError): UserError {
  const { message, originalError } = error;
  const named = /^Field "(\w+)" (of required type|is not defined)/.exec(message);
  if (named?.[1] && named[2] === 'of required type') return said([...path, named[1]], 'REQUIRED', 'is missing');
  if (named?.[1]) return said([...path, named[1]], 'MALFORMED', 'is not known here');
  if (/^Expected non-nullable type/.test(message)) return said(path, 'REQUIRED', 'is missing');
  if (/ enum\b/.test(message)) return said(path, 'UNKNOWN_VALUE', 'is none of the values that it may have');
  const expected = originalError?.message ?? WANTED.find(([of]) => of.test(message))?.[1];
  return said(path, 'MALFORMED', expected ? `is not ${expected}` : 'is not what belongs here');
}

const WANTED: readonly (readonly [of: RegExp, expected: string])[] = [
  [/^Float cannot/, 'a number'],
  [/^Int cannot/, 'a whole number'],
  [/^Boolean cannot/, 'true or false'],
  [/^(String|ID) cannot/, 'a text'],
];

const said = (path: readonly string[], ...[code, message]: [UserError['code'], string]) => ({
  ...userError('', code, message),
  path,
});
