import type { Bindings, SourceName, ViewBinding } from '../binding/bindings.js';
import type { ListPlan } from '../binding/list-plan.js';
import type { Need } from '../binding/projection.js';
import { scopeOn, type ViewerScope } from '../binding/viewer-scope.js';
import { LimitExceeded, SourceUnavailable } from '../errors.js';
import { FOUND } from '../sources/json-shape.js';
import type { Aggregation, Column, Row, RowSource, Scope, Selection } from '../sources/row-source.js';

export type Sources = Readonly<Partial<Record<SourceName, RowSource>>>;

/** What all reads of one request share. */
export interface Asked {
  readonly sources: Sources;
  readonly bindings: Bindings;
  readonly scope: ViewerScope;
  readonly signal: AbortSignal;
  readonly maxRows: number;
  /** What the document needs of a type. */
  readonly need: (type: string) => Need;
}

/** One request's way to its sources: every read carries the scope, the row limit and the request's signal. */
export class Reads {
  readonly #scopes = new Map<ViewBinding, Scope>();

  constructor(readonly asked: Asked) {}

  /** @throws LimitExceeded where there are more rows than one statement may bring */
  async select(target: ViewBinding, selection: Selection): Promise<Row[]> {
    return this.#bounded(await this.#source(target).select(selection, this.asked.signal));
  }

  /** @throws LimitExceeded where there are more rows than one statement may bring */
  async aggregate(target: ViewBinding, aggregation: Aggregation): Promise<Row[]> {
    return this.#bounded(await this.#source(target).aggregate(aggregation, this.asked.signal));
  }

  /** What every read of a view begins with. */
  from(target: ViewBinding, label: string) {
    return { label, view: target.view, scope: this.#scopeOn(target), rowLimit: this.asked.maxRows };
  }

  #scopeOn(target: ViewBinding): Scope {
    const known = this.#scopes.get(target) ?? scopeOn(target, this.asked.scope, this.asked.bindings);
    this.#scopes.set(target, known);
    return known;
  }

  /** The key, what the document needs of the type, and what a cursor is made of where one is asked for. */
  columns(target: ViewBinding, plan?: ListPlan): Column[] {
    const need = this.asked.need(target.type);
    const columns = new Map(target.key.map((column) => [column.name, column]));
    for (const name of need.columns) columns.set(name, columnOf(target, name));
    if (need.cursors && plan) for (const { column } of plan.order) columns.set(column.name, column);
    return [...columns.values()];
  }

  #bounded(rows: Row[]): Row[] {
    const { maxRows } = this.asked;
    const found = rows.reduce((sum, row) => sum + Number(row[FOUND] ?? 1), 0);
    if (found <= maxRows) return rows;
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
}

function columnOf(view: ViewBinding, name: string): Column {
  return view.leaves.find((leaf) => leaf.field.column.name === name)?.field.column ?? { name, kind: 'text' };
}
