import { BadUserInput } from '../errors.js';
import type { Grouping } from '../sources/measure.js';
import type { Column, Condition, Grain, Key, OrderTerm } from '../sources/row-source.js';
import type { Bindings, LinkField, RootList, ViewBinding } from './bindings.js';
import { afterCursor, listSignature } from './cursor.js';
import { type GroupEntry, geometryOf, groupEntries } from './derive/list-types.js';
import { isGroupable } from './derive/periods.js';
import { type Near, nearCondition, parseWhere } from './filter.js';
import type { ListLimits } from './list-limits.js';

/** What one list field asks for, the same under every parent; its identity is what keys are batched by. */
export interface ListPlan {
  readonly list: LinkField | RootList;
  readonly target: ViewBinding;
  readonly where?: Condition;
  readonly order: readonly OrderTerm[];
  /** What makes rows the same fact, where only the one that counts is wanted. */
  readonly grain?: Grain;
  readonly first: number;
  readonly after?: string;
  /** Whether the count of all pages comes with the page's own statement. */
  readonly total: boolean;
  /** What the cursor of a row under this parent is good for. */
  readonly signature: (parent: Key) => string;
}

export type ListArgs = Readonly<Record<string, unknown>>;

/**
 * The arguments of a list field as a plan.
 * @throws BadUserInput naming the argument that cannot be used
 */
export function planList(
  list: LinkField | RootList,
  args: ListArgs,
  bindings: Bindings,
  limits: ListLimits,
  asks: (field: RegExp) => boolean,
): ListPlan {
  const target = bindings.views.get(list.target);
  if (!target) throw new Error(`${list.label} has no target`);
  const order = parseOrder(args.orderBy, standardOrder(list, args, target), target);
  const where = conditionOf(list, args, target, limits);
  const window = [
    args.from ?? null,
    args.to ?? null,
    args.updatedSince ?? null,
    args.superseded === true,
    args.near ?? null,
  ];
  const identity = [list.label, args.where ?? null, window, order];
  return {
    list,
    target,
    ...(where && { where }),
    order,
    ...(target.grain && args.superseded !== true && { grain: target.grain }),
    first: parseFirst(args.first, limits.defaultFirst, limits.maxFirst, 0),
    ...(typeof args.after === 'string' && { after: args.after }),
    total: typeof args.after !== 'string' && asks(/^totalCount$/) && asks(/^(nodes( as text)?|edges|pageInfo)$/),
    signature: (parent) => listSignature([identity, parent]),
  };
}

/** The plan's condition for one parent: its filter, and what lies behind the cursor. */
export function conditionBehind(plan: ListPlan, parent: Key): Condition | undefined {
  if (plan.after === undefined) return plan.where;
  const behind = afterCursor(plan.after, plan.order, plan.signature(parent));
  return plan.where ? { all: [plan.where, behind] } : behind;
}

function conditionOf(list: LinkField | RootList, args: ListArgs, target: ViewBinding, limits: ListLimits) {
  const where = parseWhere(args.where, target, limits);
  const window = list.order ? windowOf(args, list.order) : [];
  const since = list.kind === 'list' && list.since && typeof args.updatedSince === 'string';
  const changed = since ? [{ column: list.since, is: 'gte', value: String(args.updatedSince) } as const] : [];
  const geometry = args.near ? geometryOf(target) : undefined;
  const around = geometry ? [nearCondition(args.near as Near, geometry, 'near')] : [];
  const all = [...(where ? [where] : []), ...window, ...changed, ...around];
  return all.length > 1 ? { all } : all[0];
}

/** Days inclusive at both ends, whatever the time of day in the column. */
function windowOf({ from, to }: ListArgs, order: Column): Condition[] {
  const day = { ...order, kind: 'date' as const };
  if (typeof from === 'string' && typeof to === 'string' && from > to) {
    throw new BadUserInput('from', `${from} is after to (${to})`);
  }
  const bounds: Condition[] = [];
  if (typeof from === 'string') bounds.push({ column: day, is: 'gte', value: from });
  if (typeof to === 'string') bounds.push({ column: day, is: 'lte', value: to });
  return bounds;
}

/** The asked order, closed by the key so that every row has one place. */
function parseOrder(orderBy: unknown, standard: readonly OrderTerm[], target: ViewBinding): OrderTerm[] {
  const asked = ((orderBy ?? []) as string[]).map((value) => orderTerm(value, target));
  const terms = asked.length > 0 ? asked : standard;
  const known = new Set<string>();
  const closed = [...terms, ...target.key.map((column) => ({ column, descending: false }))];
  return closed.filter(({ column }) => !known.has(column.name) && known.add(column.name));
}

/** The name under which a row carries how far it lies from the point that was asked for. */
const DISTANCE = 'wg_distance';

/** Nearest first around a point, newest first where rows are dated; a feed of changes runs forwards. */
function standardOrder(list: LinkField | RootList, { near }: ListArgs, target: ViewBinding): OrderTerm[] {
  const geometry = near ? geometryOf(target) : undefined;
  if (geometry) {
    const { metres: _, ...to } = near as Near;
    return [{ column: { name: DISTANCE, kind: 'float', distance: { from: geometry.name, to } }, descending: false }];
  }
  if (list.kind === 'list' && list.since) return [{ column: list.since, descending: false }];
  return list.order ? [{ column: list.order, descending: true }] : [];
}

function orderTerm(value: string, target: ViewBinding): OrderTerm {
  const [, name, direction] = /^(.*)_(ASC|DESC)$/.exec(value) ?? [];
  const leaf = target.leaves.find((each) => each.enumName === name);
  if (!leaf) throw new BadUserInput('orderBy', `${value} is no order of ${target.type}`);
  return { column: leaf.field.column, descending: direction === 'DESC' };
}

export function parseFirst(first: unknown, byDefault: number, most: number, least: number): number {
  if (first === null || first === undefined) return byDefault;
  const rows = first as number;
  if (rows < least || rows > most) throw new BadUserInput('first', `is ${rows}; it has to be from ${least} to ${most}`);
  return rows;
}

/** What `groups(by:)` asks for, in its order, each once. */
export function planGroups(by: readonly string[], target: ViewBinding): { entries: GroupEntry[]; groupBy: Grouping[] } {
  const known = target.leaves.filter(isGroupable).flatMap(groupEntries);
  if (by.length === 0) throw new BadUserInput('by', 'is empty; name what to group by');
  const entries = [...new Set(by)].map((value) => {
    const entry = known.find((each) => each.value === value);
    if (!entry) throw new BadUserInput('by', `${value} is no group of ${target.type}`);
    return entry;
  });
  const groupBy = entries.map(({ leaf, by: period }, index) => ({
    as: `group_${index}`,
    column: leaf.field.column,
    ...(period && { by: period }),
  }));
  return { entries, groupBy };
}
