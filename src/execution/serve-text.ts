import { type GraphQLField, GraphQLNonNull, type GraphQLSchema, isObjectType } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import type { ListRequest } from '../binding/connection.js';
import type { ReadContext } from '../binding/resolvers.js';
import { RawJson, rawJson } from './raw-json.js';
import { NODES_AS_TEXT } from './text-lists.js';
import { LINES, POINTS_AS_TEXT } from './text-series.js';

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
  servePoints(schema);
}

/** The same for the points of series. */
function servePoints(schema: GraphQLSchema): void {
  for (const name of Object.values(LINES)) {
    const line = schema.getType(name);
    if (isObjectType(line))
      Object.defineProperty(line.getFields(), POINTS_AS_TEXT, { value: pointsAsText, enumerable: false });
  }
}

const LEAF = {
  description: undefined,
  type: new GraphQLNonNull(rawJson),
  args: [],
  deprecationReason: undefined,
  extensions: {},
  astNode: undefined,
};

const nodesAsText: GraphQLField<ListRequest, ReadContext> = {
  ...LEAF,
  name: NODES_AS_TEXT,
  resolve: async (request, _args, _context, info) => {
    if (!request.shape) throw new Error(`${info.path.key} has no shape`);
    const { text } = await request.text(request.shape, info);
    return new RawJson(`[${text}]`);
  },
};

const pointsAsText: GraphQLField<{ readonly text: () => Promise<string> }, ReadContext> = {
  ...LEAF,
  name: POINTS_AS_TEXT,
  resolve: async ({ text }) => new RawJson(await text()),
};
