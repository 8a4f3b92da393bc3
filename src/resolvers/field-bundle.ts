import { GraphQLError, type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import { LIST_LIMITS } from '../binding/list-limits.js';
import { parseFirst } from '../binding/list-plan.js';
import { viewNamed } from '../binding/named.js';
import type { ReadContext, Resolver } from '../binding/resolvers.js';
import { type Change, fieldBundle } from '../bundle/field-bundle.js';
import { KINDS } from '../bundle/kinds.js';
import type { GatewayError } from '../errors.js';
import type { QueryResolvers } from '../generated/resolvers.js';

export const fieldBundleQuery: Pick<QueryResolvers, 'fieldBundle'> = {
  fieldBundle: async (_query, args, context, info) => {
    const first = parseFirst(args.first, args.first, LIST_LIMITS.maxFirst, 1);
    const bundle = await fieldBundle(
      { ...args, first },
      {
        reads: context.read(info),
        viewer: context.viewer.id,
        assetField: context.assetField,
        now: await context.now(),
        onAway: (error) => tell(error, context, info),
      },
    );
    return bundle as never;
  },
};

function tell(error: GatewayError, context: ReadContext, info: GraphQLResolveInfo): void {
  const place = { nodes: info.fieldNodes, path: responsePathAsArray(info.path) };
  context.faults.push(new GraphQLError(error.message, { ...place, originalError: error }));
}

/** The record of a change, read where it is asked for: with what the document needs of it, as of any other row. */
const recordOf =
  (name: string, type: string): Resolver<Change> =>
  ({ kind, present }, _args, context, info) => {
    if (kind !== name || !present) return null;
    const view = viewNamed(context.read(info).asked.bindings, type);
    return context.loaders(info).row(view, view.key, present.key, `BundleChange ${type}`);
  };

export const BundleChange = {
  key: ({ name }: Change) => name,
  deleted: ({ present }: Change) => present === undefined,
  ...Object.fromEntries(KINDS.map(({ field, name, type }) => [field, recordOf(name, type) as Resolver<never>])),
};
