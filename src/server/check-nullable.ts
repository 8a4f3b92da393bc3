import { type GraphQLSchema, isNonNullType, isObjectType } from 'graphql';

/** Hand-written resolvers by type and field. */
type HandWritten = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A resolver that reads needs the document it reads for, which is its fourth argument. */
const READS = 4;

/**
 * A store that is out of order must cost the fields that it feeds and no other, so none of those may be non-null. Links and
 * lists are held to it where they are bound.
 * @throws Error naming every hand-written field that reads a store and is non-null
 */
export function checkNullable(schema: GraphQLSchema, written: HandWritten): void {
  const mistakes: string[] = [];
  for (const [name, fields] of Object.entries(written)) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const [field, resolve] of Object.entries(fields)) {
      const isReading = typeof resolve === 'function' && resolve.length >= READS;
      if (isReading && isNonNullType(type.getFields()[field]?.type)) mistakes.push(`${name}.${field}`);
    }
  }
  if (mistakes.length > 0) throw new Error(`Read a store, so they have to be nullable: ${mistakes.join(', ')}`);
}
