import type { Bindings, SourceName, ViewBinding } from '../binding/bindings.js';
import type { ListPlan } from '../binding/list-plan.js';
import { missingNamed, refuseOracle, type Sight, seesWhole, shownRows } from '../binding/personal.js';
import type { Need } from '../binding/projection.js';
import { scopeOn, type ViewerScope } from '../binding/viewer-scope.js';
import { Forbidden, LimitExceeded, SourceUnavailable } from '../errors.js';
import { columnsOfShape, FOUND } from '../sources/json-shape.js';
import type { Deep } from '../sources/beside.js';
import type { Aggregation, Column, Row, RowSource, Scope, Selection } from '../sources/row-source.js';
import type { Tile, TileRead } from '../sources/tile-read.js';

export type Sources = Readonly<Partial<Record<SourceName, RowSource>>>;

/** What all reads of one request share. */
export interface Asked {
  readonly sources: Sources;
  readonly bindings: Bindings;
  readonly scope: ViewerScope;
  /** What the viewer sees of personal data. */
  readonly sight: Sight;
  readonly signal: AbortSignal;
  readonly maxRows: number;
  /** What the viewer's role may do; a view that needs a permission is closed without. */
  readonly permissions?: ReadonlySet<string>;
  /** Told of the rows of a type that were read. */
  readonly onRows?: (type: string, rows: number) => void;
  /** What the document needs of a type. */
  readonly need: (type: string) => Need;
}

/**
 * One request's way to its sources: every read carries the scope, the row limit and the request's signal, and brings
 * personal data only as the viewer may see it.
 */
export class Reads {
  readonly #scopes = new Map<ViewBinding, Scope>();

  constructor(readonly asked: Asked) {}

  /** @throws LimitExceeded where there are more rows than one statement may bring; Forbidden as `refuseOracle` does */
  async select(target: ViewBinding, selection: Selection): Promise<Row[]> {
    const { sight, signal } = this.asked;
    refuseOracle(target, selection, sight);
    if (selection.asText && columnsOfShape(selection.asText).some((column) => !seesWhole(column, sight)))
      throw new Error(`${selection.label} would be written with names that the viewer may not see`);
    const rows = this.#bounded(await this.#told(target, (source) => source.select(selection, signal)));
    this.asked.onRows?.(target.type, foundIn(rows));
    return shownRows(rows, selection.columns, sight);
  }

  /** @throws LimitExceeded where there are more rows than one statement may bring; Forbidden as `refuseOracle` does */
  async aggregate(target: ViewBinding, aggregation: Aggregation): Promise<Row[]> {
    refuseOracle(target, aggregation, this.asked.sight);
    return this.#bounded(await this.#told(target, (source) => source.aggregate(aggregation, this.asked.signal)));
  }

  /** @throws Forbidden as `refuseOracle` does */
  check(target: ViewBinding, read: Selection | Aggregation): void {
    refuseOracle(target, read, this.asked.sight);
  }

  /** Whether the view's store is so far away that what lies beneath its rows should be read beside them. */
  isFar(target: ViewBinding): boolean {
    return this.asked.sources[target.source]?.ahead !== undefined;
  }

  /** Reads of one store what will be asked beneath rows that are being read. */
  async ahead(source: SourceName, deep: readonly Deep[]): Promise<void> {
    await this.asked.sources[source]?.ahead?.(deep, this.asked.signal);
  }

  /** A finished vector tile; null where the source makes none. */
  async tile(target: ViewBinding, read: TileRead): Promise<Tile | null> {
    const columns = read.properties.filter(({ column }) => seesWhole(column, this.asked.sight));
    return (await this.#source(target).tile?.({ ...read, properties: columns }, this.asked.signal)) ?? null;
  }

  /**
   * What every read of a view begins with.
   * @throws Forbidden where the view needs a permission that the viewer's role lacks
   */
  from(target: ViewBinding, label: string) {
    const { permission } = target;
    if (permission && !this.asked.permissions?.has(permission))
      throw new Forbidden(`This needs the permission ${permission}`);
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

  #told(target: ViewBinding, ask: (source: RowSource) => Promise<Row[]>): Promise<Row[]> {
    return ask(this.#source(target)).catch((error: unknown) => {
      throw missingNamed(error, target);
    });
  }

  #bounded(rows: Row[]): Row[] {
    const { maxRows } = this.asked;
    if (foundIn(rows) <= maxRows) return rows;
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

/** A page that the store wrote as text is one row; those in it count. */
const foundIn = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row[FOUND] ?? 1), 0);

function columnOf(view: ViewBinding, name: string): Column {
  return view.leaves.find((leaf) => leaf.field.column.name === name)?.field.column ?? { name, kind: 'text' };
}
