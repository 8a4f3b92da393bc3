import type { GraphQLResolveInfo } from 'graphql';
import { LimitExceeded } from '../errors.js';
import type { Page, TextPage } from '../loaders/loaders.js';
import type { JsonShape } from '../sources/json-shape.js';
import type { Key, Row } from '../sources/row-source.js';
import type { ViewBinding } from './bindings.js';
import { cursorOf } from './cursor.js';
import type { ListLimits } from './list-limits.js';
import { type ListPlan, parseFirst, planGroups } from './list-plan.js';
import { measuredObject } from './measures.js';
import type { ReadContext, ResolverMap } from './resolvers.js';

const NOTHING: Page = { rows: [], hasNextPage: false, total: 0 };
const NO_TEXT: TextPage = { text: '', hasNextPage: false, total: 0 };

/** A list that has been asked for and not yet read: only the parts of it that the document selects cost a statement. */
export class ListRequest {
  constructor(
    readonly plan: ListPlan,
    /** Null where the parent lacks the value it would be linked by: the list is empty. */
    readonly parent: Key | null,
    readonly context: ReadContext,
    /** What the store writes of each row, where it answers the rows as text. */
    readonly shape?: JsonShape,
  ) {}

  page(info: GraphQLResolveInfo): Page | Promise<Page> {
    if (this.shape) return this.#asRows(this.shape, info);
    return this.parent ? this.context.loaders(info).page(this.plan, this.parent) : NOTHING;
  }

  /** Where rows are answered as text nobody asks for one of them: only for what is told of the page. */
  async #asRows(shape: JsonShape, info: GraphQLResolveInfo): Promise<Page> {
    const { text: _, ...page } = await this.text(shape, info);
    return { ...page, rows: [] };
  }

  text(shape: JsonShape, info: GraphQLResolveInfo): TextPage | Promise<TextPage> {
    return this.parent ? this.context.loaders(info).textPage(this.plan, this.parent, shape) : NO_TEXT;
  }

  cursorOf(row: Row): string {
    return cursorOf(row, this.plan.order, this.plan.signature(this.parent ?? []));
  }

  async aggregates(info: GraphQLResolveInfo): Promise<Record<string, unknown>> {
    const measures = this.context.need(info, this.plan.target.type).aggregates;
    const row = this.parent && (await this.context.loaders(info).aggregate(this.plan, this.parent, measures.values()));
    return measuredObject(row ?? undefined, measures.values());
  }

  async groups(by: readonly string[], first: number, info: GraphQLResolveInfo): Promise<unknown[]> {
    const { entries, groupBy } = planGroups(by, this.plan.target);
    const { groups: measures } = this.context.need(info, this.plan.target.type);
    const loaders = this.context.loaders(info);
    const rows = this.parent ? await loaders.groups(this.plan, this.parent, groupBy, first, measures.values()) : [];
    if (rows.length > first) {
      throw new LimitExceeded(`first: there are more than ${first} groups; ask for more, or group by less`, {
        argument: 'first',
        limit: first,
      });
    }
    return rows.map((row) => ({
      key: Object.fromEntries(entries.map(({ field }, index) => [field, row[`group_${index}`]])),
      ...measuredObject(row, measures.values()),
    }));
  }
}

interface Edge {
  readonly node: Row;
  readonly request: ListRequest;
}

/** Resolvers of a type's connection and edge: the same for every type. */
export function connectionResolvers({ type }: ViewBinding, limits: ListLimits): ResolverMap {
  const connection = {
    nodes: async (request: ListRequest, _args: unknown, _context: unknown, info: GraphQLResolveInfo) =>
      (await request.page(info)).rows,
    edges: async (request: ListRequest, _args: unknown, _context: unknown, info: GraphQLResolveInfo) =>
      (await request.page(info)).rows.map((node): Edge => ({ node, request })),
    pageInfo: (request: ListRequest, _args: unknown, _context: unknown, info: GraphQLResolveInfo) =>
      pageInfo(request, info),
    totalCount: async (request: ListRequest, _args: unknown, _context: unknown, info: GraphQLResolveInfo) =>
      request.plan.total ? (await request.page(info)).total : (await request.aggregates(info)).count,
    aggregates: (request: ListRequest, _args: unknown, _context: unknown, info: GraphQLResolveInfo) =>
      request.aggregates(info),
    groups: (request: ListRequest, args: GroupArgs, _context: unknown, info: GraphQLResolveInfo) =>
      request.groups(args.by, parseFirst(args.first, limits.defaultGroups, limits.maxGroups, 1), info),
  };
  const edge = { cursor: ({ request, node }: Edge) => request.cursorOf(node) };
  return { [`${type}Connection`]: connection, [`${type}Edge`]: edge } as unknown as ResolverMap;
}

interface GroupArgs {
  readonly by: readonly string[];
  readonly first?: number;
}

async function pageInfo(request: ListRequest, info: GraphQLResolveInfo) {
  const { rows, hasNextPage } = await request.page(info);
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    hasNextPage,
    hasPreviousPage: request.plan.after !== undefined,
    startCursor: first ? () => request.cursorOf(first) : null,
    endCursor: last ? () => request.cursorOf(last) : null,
  };
}
