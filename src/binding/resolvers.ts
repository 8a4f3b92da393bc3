import type { GraphQLError, GraphQLResolveInfo } from 'graphql';
import type { Loaders } from '../loaders/loaders.js';
import type { Reads } from '../loaders/reads.js';
import { rowWith } from '../sources/failing-row.js';
import type { JsonShape } from '../sources/json-shape.js';
import type { Row } from '../sources/row-source.js';
import type { Bindings, FieldBinding, LinkField, RootList, RootLookup, SourceName, ViewBinding } from './bindings.js';
import { connectionResolvers, ListRequest } from './connection.js';
import { expectBeneath, rowAbove } from './expect-beneath.js';
import { globalId, parseGlobalId } from './global-id.js';
import type { ListLimits } from './list-limits.js';
import { type ListArgs, type ListPlan, planList } from './list-plan.js';
import { viewNamed } from './named.js';
import type { Sight } from './personal.js';
import {
  ascending,
  columnResolver,
  embedResolver,
  geometryResolver,
  jsonResolver,
  keyOf,
  orderOfOne,
} from './own-row.js';
import { placeOf } from './place.js';
import { oneOfTypes, unionsOf } from './polymorphic.js';
import type { Need } from './projection.js';

/** What the generic resolvers ask of a request's context. */
export interface ReadContext {
  readonly loaders: (info: GraphQLResolveInfo) => Loaders;
  /** The way to the sources for hand-written fields: scope, limits and the request's signal come with it. */
  readonly read: (info: GraphQLResolveInfo) => Reads;
  readonly need: (info: GraphQLResolveInfo, type: string) => Need;
  /** Whether this field's own selection has a field of such a name. */
  readonly asks: (info: GraphQLResolveInfo, field: RegExp) => boolean;
  /** Plans of this request, by the place in the document that they were made for. */
  readonly plans: Map<object, ListPlan>;
  /** What the store writes of a list's rows, by the place of the list in the document. */
  readonly shapes: Map<object, JsonShape>;
  /** What the viewer sees of personal data. */
  readonly sight: Sight;
  /** The stores that write JSON. */
  readonly writers: ReadonlySet<SourceName>;
  /** What time it is, whichever copy of the gateway is asked. */
  readonly now: () => Promise<Date>;
  /** What went wrong where the answer could do without it: told beside the answer's own errors. */
  readonly faults: GraphQLError[];
}

export type Resolver<Parent = unknown> = (
  parent: Parent,
  args: ListArgs,
  context: ReadContext,
  info: GraphQLResolveInfo,
) => unknown;
export type ResolverMap = Record<string, Record<string, Resolver<never>>>;

/** Resolvers of every bound field, connection and root field. */
export function boundResolvers(bindings: Bindings, limits: ListLimits): ResolverMap {
  const core = new Core(bindings, limits);
  const map: ResolverMap = { Query: { node: core.node } };
  const add = (label: string, resolver: Resolver<never>) => {
    const [type = '', name = ''] = label.split('.');
    map[type] = { ...map[type], [name]: resolver };
  };
  for (const [label, root] of bindings.roots) add(label, root.kind === 'list' ? core.list(root) : core.lookup(root));
  for (const label of bindings.namespaces.keys()) add(label, () => ({}));
  for (const view of bindings.views.values()) {
    map[view.type] = core.fieldsOf(view);
    Object.assign(map, connectionResolvers(view, limits));
  }
  for (const union of unionsOf(bindings)) map[union] = { __resolveType: core.typeOfNode };
  return { ...map, Node: { __resolveType: core.typeOfNode } } as ResolverMap;
}

class Core {
  constructor(
    readonly bindings: Bindings,
    readonly limits: ListLimits,
  ) {}

  fieldsOf(view: ViewBinding): Record<string, Resolver<never>> {
    const resolvers: Record<string, Resolver<never>> = { id: (row: Row) => globalId(view, row) };
    for (const [name, field] of view.fields) {
      const resolver = this.#resolverOf(field);
      if (resolver) resolvers[name] = resolver;
    }
    return resolvers;
  }

  #resolverOf(field: FieldBinding): Resolver<never> | undefined {
    if (field.kind === 'column' && field.column.kind === 'geometry') return geometryResolver(field.column.name);
    if (field.kind === 'column' && field.column.kind === 'json') return jsonResolver(field.column.name);
    if (field.kind === 'column') return columnResolver(field.column.name);
    if (field.kind === 'embed') return embedResolver(field.fields);
    if (field.kind === 'link') return field.many ? this.list(field) : this.#one(field);
    return field.kind === 'polymorphic' ? oneOfTypes(field, this.bindings) : undefined;
  }

  #one(link: LinkField): Resolver<never> {
    const target = viewNamed(this.bindings, link.target);
    const asked = { target, by: link.to, label: link.label, order: orderOfOne(link, target) };
    return (row: Row, _args, context, info) => {
      const key = keyOf(row, link);
      return key && rowAbove(asked, key, context, info, this.limits);
    };
  }

  list(list: LinkField | RootList): Resolver<never> {
    return (row: Row, args, context, info) => {
      // One place of the document is one plan, under however many aliases a fragment brings it.
      const place = placeOf(info.fieldNodes);
      const known = context.plans.get(place);
      const plan = known ?? planList(list, args, this.bindings, this.limits, (field) => context.asks(info, field));
      if (!known) context.plans.set(place, plan);
      expectBeneath(plan, place, context, info, this.limits);
      const parent = list.kind === 'link' ? keyOf(row, list) : [];
      return new ListRequest(plan, parent, context, context.shapes.get(place));
    };
  }

  lookup(lookup: RootLookup): Resolver<never> {
    const target = viewNamed(this.bindings, lookup.target);
    const order = lookup.prefer && [{ column: lookup.prefer, descending: true }, ...ascending(target)];
    const { label, by } = lookup;
    const asked = by && { target, by: by.map(({ column }) => column), label, order: order ?? ascending(target) };
    const byId = { target, by: target.key, label };
    return (_parent: unknown, args, context, info) => {
      if (asked) {
        const key = by.map(({ argument }) => String(args[argument]));
        return rowAbove(asked, key, context, info, this.limits);
      }
      const { view, key } = parseGlobalId(String(args.id), this.bindings);
      return view === target ? rowAbove(byId, key, context, info, this.limits) : null;
    };
  }

  readonly node: Resolver<never> = async (_parent: unknown, args, context, info) => {
    const { view, key } = parseGlobalId(String(args.id), this.bindings);
    const asked = { target: view, by: view.key, label: `Query.node ${view.type}` };
    const row = await rowAbove(asked, key, context, info, this.limits);
    return row && rowWith(row, { __typename: view.type });
  };

  readonly typeOfNode = (row: { readonly __typename: string }) => row.__typename;
}
