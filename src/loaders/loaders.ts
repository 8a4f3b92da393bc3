import DataLoader from 'dataloader';
import type { Bindings, SourceName, ViewBinding } from '../binding/bindings.js';
import { conditionBehind, type ListPlan } from '../binding/list-plan.js';
import type { NamedMeasure } from '../binding/measures.js';
import type { Need } from '../binding/projection.js';
import { LimitExceeded, SourceUnavailable } from '../errors.js';
import type { Aggregation, Column, Grouping, Key, Row, RowSource, Scope, Selection } from '../sources/row-source.js';
import { cacheKey, inOrder } from './in-order.js';

export type Sources = Readonly<Partial<Record<SourceName, RowSource>>>;

/** Rows of one list under one parent, one more than the page holds where there are more. */
export interface Page {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
}

interface Asked {
  readonly sources: Sources;
  readonly bindings: Bindings;
  readonly scope: Scope;
  readonly signal: AbortSignal;
  readonly maxRows: number;
  /** What the document needs of a type. */
  readonly need: (type: string) => Need;
}

/** One request's reads: whatever asks at the same time for the same list, with many parents, is one statement. */
export class Loaders {
  readonly #loaders = new Map<unknown, DataLoader<Key, unknown, string>>();
  constructor(readonly asked: Asked) {}

  /** The row whose columns `by` equal the key; where several do, the first in `order`. Null where none does. */
  row(
    target: ViewBinding,
    by: readonly Column[],
    key: Key,
    label: string,
    order?: Selection['order'],
  ): Promise<Row | null> {
    const signature = `row ${target.type} ${by.map(({ name }) => name)} ${JSON.stringify(order ?? [])}`;
    return this.#load(signature, key, async (tuples) => {
      const limit = order ? { limit: 1 } : {};
      const read = { ...this.#read(target, label), columns: this.#columns(target), order: order ?? [], ...limit };
      const rows = await this.#select(target, { ...read, keys: { columns: by, tuples } });
      return inOrder(tuples, by, rows).map((found) => found[0] ?? null);
    });
  }

  /** A page of a list under a parent; the root's key is empty. */
  async page(plan: ListPlan, parent: Key): Promise<Page> {
    const where = conditionBehind(plan, parent);
    return this.#load(plan, parent, async (tuples) => {
      const { target, order, first } = plan;
      const columns = this.#columns(target, plan);
      const keys = keysOf(plan, tuples);
      const filter = where && { where };
      const read = { ...this.#read(target, plan.list.label), columns, order, limit: first + 1, ...keys, ...filter };
      const rows = await this.#select(target, read);
      const found = keys.keys ? inOrder(tuples, keys.keys.columns, rows) : [rows];
      return found.map((page) => ({ rows: page.slice(0, first), hasNextPage: page.length > first }));
    });
  }

  /** Measures over the whole of a list under a parent; undefined where it has no rows. */
  aggregate(plan: ListPlan, parent: Key, measures: Iterable<NamedMeasure>): Promise<Row | undefined> {
    return this.#load(`aggregate ${this.#identity(plan)}`, parent, async (tuples) => {
      const found = await this.#measured(plan, tuples, { groupBy: [], measures: [...measures] });
      return found.map((rows) => rows[0]);
    });
  }

  /** Groups of a list under a parent, one more than `limit` where there are more. */
  groups(plan: ListPlan, parent: Key, groupBy: readonly Grouping[], limit: number, measures: Iterable<NamedMeasure>) {
    const signature = `groups ${this.#identity(plan)} ${JSON.stringify([groupBy, limit])}`;
    return this.#load(signature, parent, (tuples) =>
      this.#measured(plan, tuples, { groupBy, measures: [...measures], limit: limit + 1 }),
    );
  }

  async #measured(plan: ListPlan, tuples: readonly Key[], what: Pick<Aggregation, 'groupBy' | 'measures' | 'limit'>) {
    const keys = keysOf(plan, tuples);
    const filter = plan.where && { where: plan.where };
    const read = { ...this.#read(plan.target, plan.list.label), ...what, ...keys, ...filter };
    const rows = await this.#source(plan.target).aggregate(read, this.asked.signal);
    this.#bounded(rows);
    return keys.keys ? inOrder(tuples, keys.keys.columns, rows) : [rows];
  }

  async #select(target: ViewBinding, selection: Selection): Promise<Row[]> {
    return this.#bounded(await this.#source(target).select(selection, this.asked.signal));
  }

  #bounded(rows: Row[]): Row[] {
    const { maxRows } = this.asked;
    if (rows.length <= maxRows) return rows;
    throw new LimitExceeded(
      `A statement brings more than ${maxRows} rows; ask for fewer parents, days or rows a page`,
      {
        limit: maxRows,
      },
    );
  }

  #source({ source }: ViewBinding): RowSource {
    const found = this.asked.sources[source];
    if (!found) throw new SourceUnavailable(source, new Error('not configured'));
    return found;
  }

  #read(target: ViewBinding, label: string) {
    return { label, view: target.view, scope: this.asked.scope, rowLimit: this.asked.maxRows };
  }

  /** The key, what the document needs of the type, and what a cursor is made of where one is asked for. */
  #columns(target: ViewBinding, plan?: ListPlan): Column[] {
    const need = this.asked.need(target.type);
    const columns = new Map(target.key.map((column) => [column.name, column]));
    for (const name of need.columns) columns.set(name, columnOf(target, name));
    if (need.cursors && plan) for (const { column } of plan.order) columns.set(column.name, column);
    return [...columns.values()];
  }

  readonly #identities = new Map<ListPlan, number>();
  #identity(plan: ListPlan): number {
    const known = this.#identities.get(plan) ?? this.#identities.size;
    this.#identities.set(plan, known);
    return known;
  }

  #load<T>(signature: unknown, key: Key, batch: (keys: readonly Key[]) => Promise<T[]>): Promise<T> {
    const known = this.#loaders.get(signature) ?? new DataLoader<Key, unknown, string>(batch, { cacheKeyFn: cacheKey });
    this.#loaders.set(signature, known);
    return known.load(key) as Promise<T>;
  }
}

/** A link's list is read by its parents' keys; a root list has none. */
function keysOf({ list }: ListPlan, tuples: readonly Key[]): { keys?: Selection['keys'] & object } {
  return list.kind === 'link' ? { keys: { columns: list.to, tuples } } : {};
}

function columnOf(view: ViewBinding, name: string): Column {
  return view.leaves.find((leaf) => leaf.field.column.name === name)?.field.column ?? { name, kind: 'text' };
}
