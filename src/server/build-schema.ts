import { makeExecutableSchema } from '@graphql-tools/schema';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import { compileBindings } from '../binding/compile-bindings.js';
import { servedDocument } from '../binding/derive/served-document.js';
import type { ListLimits } from '../binding/list-limits.js';
import { boundResolvers } from '../binding/resolvers.js';
import { handWritten } from '../resolvers/hand-written.js';
import { scalars } from './scalars.js';

export interface BuiltSchema {
  readonly schema: GraphQLSchema;
  readonly bindings: Bindings;
}

/**
 * The served schema with all its resolvers, from the hand-written SDL.
 * @throws BindingMistakes where a binding is wrong; Error where a computed field has no resolver
 */
export function buildSchema(document: DocumentNode, limits: ListLimits): BuiltSchema {
  const bindings = compileBindings(document);
  const resolvers = [boundResolvers(bindings, limits), handWritten, scalars];
  checkHandWritten(bindings);
  const typeDefs = servedDocument(document, bindings, limits);
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers: resolvers as never,
    inheritResolversFromInterfaces: false,
  });
  return { schema, bindings };
}

function checkHandWritten({ views }: Bindings): void {
  const written = handWritten as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  for (const view of views.values()) {
    for (const [name, field] of view.fields) {
      if (field.kind === 'computed' && !written[view.type]?.[name])
        throw new Error(`${view.type}.${name} has no resolver`);
    }
  }
}
