import type { GraphQLError } from 'graphql';
import { SourceSchema } from '../errors.js';

/** Where a store lacks a column every row of a list fails in the same way: the first one tells it, with its path. */
export function onceAPlace(errors: readonly GraphQLError[]): GraphQLError[] {
  const told = new Set<string>();
  return errors.filter(({ originalError, path }) => {
    if (!(originalError instanceof SourceSchema) || !path) return true;
    const place = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
    const isFirst = !told.has(place);
    told.add(place);
    return isFirst;
  });
}
