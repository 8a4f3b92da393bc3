import type { ViewBinding } from '../binding/bindings.js';
import type { ListPlan } from '../binding/list-plan.js';
import { once } from '../binding/once.js';
import type { NamedMeasure } from '../binding/measures.js';
import type { Aggregation, Column, Condition, Key, Keys, Row, Selection } from '../sources/row-source.js';
import { inOrder } from './in-order.js';
import type { Reads } from './reads.js';

/** A row that is looked up: the one whose columns `by` equal a key, of several the first in `order` that `where` holds of. */
export interface RowQuestion {
  readonly target: ViewBinding;
  readonly by: readonly Column[];
  readonly label: string;
  readonly order?: Selection['order'] | undefined;
  readonly where?: Condition | undefined;
}

/** Equal for rows that are looked up in the same way. */
export const signatureOf = once(
  ({ target, by, order, where }: RowQuestion) =>
    `row ${target.type} ${by.map(({ name }) => name)} ${JSON.stringify([order ?? [], where ?? null])}`,
);

export function rowRead(reads: Reads, { target, label, order, where }: RowQuestion, keys: Keys): Selection {
  // The newest of a fact's rows is the one that counts; a row that is looked up by its key is that row.
  const limit = order ? { limit: 1, ...(target.grain && { grain: target.grain }), ...(where && { where }) } : {};
  return { ...reads.from(target, label), columns: reads.columns(target), order: order ?? [], ...limit, keys };
}

/** The root has no keys. */
export const keysOf = ({ list }: ListPlan, tuples: readonly Key[]): Keys | undefined =>
  list.kind === 'link' ? { columns: list.to, tuples } : undefined;

/** What every read of a list begins with. */
export function listRead(reads: Reads, { target, list, grain }: ListPlan, keys: Keys | undefined) {
  return { ...reads.from(target, list.label), ...(keys && { keys }), ...(grain && { grain }) };
}

/** One row more than a page has, which says whether there is another. */
export function pageRead(
  reads: Reads,
  plan: ListPlan,
  keys: Keys | undefined,
  where: Condition | undefined,
): Selection {
  const { target, order, total, first } = plan;
  const read = { ...listRead(reads, plan, keys), columns: reads.columns(target, plan), order, total };
  return { ...read, limit: first + 1, ...(where && { where }) };
}

export type Measured = Pick<Aggregation, 'groupBy' | 'measures' | 'limit'>;

export function measuredRead(reads: Reads, plan: ListPlan, keys: Keys | undefined, what: Measured): Aggregation {
  return { ...listRead(reads, plan, keys), ...what, ...(plan.where && { where: plan.where }) };
}

export const aggregateOf = (measures: Iterable<NamedMeasure>): Measured => ({ groupBy: [], measures: [...measures] });

/** A link's rows are told apart by its columns; a root list has one parent, the root. */
export function byParent({ list }: ListPlan, tuples: readonly Key[], rows: Row[]): Row[][] {
  return list.kind === 'link' ? inOrder(tuples, list.to, rows) : [rows];
}
