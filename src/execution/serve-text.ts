import { type GraphQLField, GraphQLNonNull, type GraphQLSchema, isObjectType } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import type { ListRequest } from '../binding/connection.js';
import type { ReadContext } from '../binding/resolvers.js';
import { RawJson, rawJson } from './raw-json.js';
import { NODES_AS_TEXT } from './text-lists.js';

/**
 * Gives every connection a field for its rows as text. It is not enumerable, so neither introspection nor a suggestion
 * shows it, and its name is none that a document can be written with: only rewritten operations ask for it.
 */
export function serveText(schema: GraphQLSchema, { views }: Bindings): void {
  for (const { type } of views.values()) {
    const connection = schema.getType(`${type}Connection`);
    if (!isObjectType(connection)) continue;
    Object.defineProperty(connection.getFields(), NODES_AS_TEXT, { value: nodesAsText, enumerable: false });
  }
}

const nodesAsText: GraphQLField<ListRequest, ReadContext> = {
  name: NODES_AS_TEXT,
  description: undefined,
  type: new GraphQLNonNull(rawJson),
  args: [],
  deprecationReason: undefined,
  extensions: {},
  astNode: undefined,
  resolve: async (request, _args, _context, info) => {
    if (!request.shape) throw new Error(`${info.path.key} has no shape`);
    const { text } = await request.text(request.shape, info);
    return new RawJson(`[${text}]`);
  },
};
