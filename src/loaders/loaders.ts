import DataLoader from 'dataloader';
import type { ViewBinding } from '../binding/bindings.js';
import { conditionBehind, type ListPlan } from '../binding/list-plan.js';
import type { NamedMeasure } from '../binding/measures.js';
import { FOUND, type JsonShape, ODD, PAGE } from '../sources/json-shape.js';
import type { Grouping } from '../sources/measure.js';
import type { Column, Condition, Key, Row, Selection } from '../sources/row-source.js';
import { TOTAL } from '../sources/row-source.js';
import { Ahead } from './ahead.js';
import { cacheKey, inOrder } from './in-order.js';
import {
  aggregateOf,
  byParent,
  keysOf,
  listRead,
  type Measured,
  measuredRead,
  pageRead,
  type RowQuestion,
  rowRead,
  signatureOf,
} from './questions.js';
import type { Reads } from './reads.js';

/** Rows of one list under one parent. */
export interface Page {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  /** Rows of all pages, where the plan asked for it. */
  readonly total?: number;
}

/** The same with the rows as text, `{…},{…}`. */
export interface TextPage extends Omit<Page, 'rows'> {
  readonly text: string;
}

/** The store cannot write these rows as GraphQL would answer them; read as rows they say what is wrong with them. */
export class NeedsRows extends Error {}

/** One request's batches: whatever asks at the same time for the same list, with many parents, is one statement. */
export class Loaders {
  readonly #loaders = new Map<unknown, DataLoader<Key, unknown, string>>();
  readonly #identities = new Map<ListPlan, number>();
  readonly ahead: Ahead;

  constructor(readonly reads: Reads) {
    this.ahead = new Ahead(reads);
  }

  /** The row whose columns `by` equal the key; of several that `where` holds of, the first in `order`. Null where none does. */
  row(
    target: ViewBinding,
    by: readonly Column[],
    key: Key,
    label: string,
    order?: Selection['order'],
    where?: Condition,
  ): Promise<Row | null> {
    return this.rowOf({ target, by, label, order, where }, key);
  }

  /** The same for a question that is asked again and again. */
  rowOf(question: RowQuestion, key: Key): Promise<Row | null> {
    const { target, by } = question;
    const signature = signatureOf(question);
    return this.batched(signature, key, async (tuples) => {
      await this.ahead.settled(signature);
      const read = rowRead(this.reads, question, { columns: by, tuples });
      this.ahead.begin(signature, target, read);
      const rows = await this.reads.select(target, read);
      return inOrder(tuples, by, rows).map((found) => found[0] ?? null);
    });
  }

  /** A page of a list under a parent; the root's key is empty. */
  async page(plan: ListPlan, parent: Key): Promise<Page> {
    const where = conditionBehind(plan, parent);
    return this.batched(plan, parent, async (tuples) => {
      await this.ahead.settled(plan);
      const { target, total, first } = plan;
      const read = pageRead(this.reads, plan, keysOf(plan, tuples), where);
      this.ahead.begin(plan, target, read, first);
      const rows = await this.reads.select(target, read);
      return byParent(plan, tuples, rows).map((found) => ({
        rows: found.slice(0, first),
        hasNextPage: found.length > first,
        ...(total && { total: Number(found[0]?.[TOTAL] ?? 0) }),
      }));
    });
  }

  /**
   * A page of a list under a parent, its rows as the objects of a JSON list that the store writes.
   * @throws NeedsRows where GraphQL would not answer a row as it is
   */
  async textPage(plan: ListPlan, parent: Key, shape: JsonShape): Promise<TextPage> {
    const where = conditionBehind(plan, parent);
    return this.batched(shape, parent, async (tuples) => {
      const { target, order, total, first } = plan;
      const read = { ...listRead(this.reads, plan, keysOf(plan, tuples)), columns: [], order, total, limit: first };
      const rows = await this.reads.select(target, { ...read, asText: shape, ...(where && { where }) });
      return byParent(plan, tuples, rows).map(([row]) => textPageOf(row, first, total));
    });
  }

  /** Measures over the whole of a list under a parent; undefined where it has no rows. */
  aggregate(plan: ListPlan, parent: Key, measures: Iterable<NamedMeasure>): Promise<Row | undefined> {
    const signature = this.aggregateSignature(plan);
    return this.batched(signature, parent, async (tuples) => {
      await this.ahead.settled(signature);
      const found = await this.#measured(plan, tuples, aggregateOf(measures));
      return found.map((rows) => rows[0]);
    });
  }

  /** Groups of a list under a parent, one more than `limit` where there are more. */
  groups(plan: ListPlan, parent: Key, groupBy: readonly Grouping[], limit: number, measures: Iterable<NamedMeasure>) {
    const signature = `groups ${this.#identity(plan)} ${JSON.stringify([groupBy, limit])}`;
    const what = { groupBy, measures: [...measures], limit: limit + 1 };
    return this.batched(signature, parent, (tuples) => this.#measured(plan, tuples, what));
  }

  /** Which batch measures the lists of this plan. */
  aggregateSignature(plan: ListPlan): string {
    return `aggregate ${this.#identity(plan)}`;
  }

  async #measured(plan: ListPlan, tuples: readonly Key[], what: Measured): Promise<Row[][]> {
    const rows = await this.reads.aggregate(plan.target, measuredRead(this.reads, plan, keysOf(plan, tuples), what));
    return byParent(plan, tuples, rows);
  }

  #identity(plan: ListPlan): number {
    const known = this.#identities.get(plan) ?? this.#identities.size;
    this.#identities.set(plan, known);
    return known;
  }

  /** One statement for all keys that ask at the same time with the same signature. */
  batched<T>(signature: unknown, key: Key, batch: (keys: readonly Key[]) => Promise<T[]>): Promise<T> {
    const known = this.#loaders.get(signature) ?? new DataLoader<Key, unknown, string>(batch, { cacheKeyFn: cacheKey });
    this.#loaders.set(signature, known);
    return known.load(key) as Promise<T>;
  }
}

function textPageOf(row: Row | undefined, first: number, total: boolean): TextPage {
  if (Number(row?.[ODD] ?? 0) > 0) throw new NeedsRows();
  const hasNextPage = Number(row?.[FOUND] ?? 0) > first;
  return { text: String(row?.[PAGE] ?? ''), hasNextPage, ...(total && { total: Number(row?.[TOTAL] ?? 0) }) };
}
