import { LRUCache } from 'lru-cache';
import type { Bindings, ViewBinding } from '../binding/bindings.js';
import { viewNamed } from '../binding/named.js';
import type { Reads } from '../loaders/reads.js';
import type { Column, Key, Row } from '../sources/row-source.js';
import type { Place } from './place.js';
import { dayOfLock } from './period-lock.js';
import { zoneOf } from '../days/local-day.js';

export interface PlacesOptions {
  readonly bindings: Bindings;
  /** How long a place holds. */
  readonly refreshMs: number;
}

/** Places kept at most; the one that was used longest ago goes. */
const MOST_KEPT = 50_000;
const UNIT = ['timezone', 'current_route_id', 'current_facility_id', 'id_flownet'];
const LOCK = ['is_locked', 'lock_date_utc'];

/** ProdView's part of what a write stands on, kept for a while: a write on a known completion asks the warehouse nothing. */
export class Places {
  readonly #kept: LRUCache<string, object>;

  constructor(readonly options: PlacesOptions) {
    this.#kept = new LRUCache({ max: MOST_KEPT, ttl: options.refreshMs });
  }

  /**
   * The place of a record of ProdView, whatever leads from it to a unit or facility; null where there is no such record.
   * @param reads  reads that see everything: who may see the place is asked of the place
   * @param extra  columns of the record that the caller wants to know
   */
  async of(type: string, key: Key, reads: Reads, extra: readonly string[] = []): Promise<Place | null> {
    const name = JSON.stringify([type, key, extra]);
    const known = this.#kept.get(name) as Place | undefined;
    if (known) return known;
    const view = viewNamed(this.options.bindings, type);
    const place = await this.#read(view, key, reads, extra);
    if (place) this.#kept.set(name, place);
    return place;
  }

  /** Anything else of ProdView's that decisions stand on. */
  async kept<T extends object>(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name) as T | undefined;
    if (known) return known;
    const value = await read();
    this.#kept.set(name, value);
    return value;
  }

  async #read(view: ViewBinding, key: Key, reads: Reads, extra: readonly string[]): Promise<Place | null> {
    const [link] = 'links' in view.scope ? view.scope.links : [];
    const own = view.type === 'Unit' ? UNIT : view.type === 'Facility' ? ['id_flownet'] : [];
    const locks = view.leaves.some(({ field }) => field.column.name === 'is_locked') ? LOCK : [];
    const names = [...own, ...locks, ...extra, ...(link?.from.map(({ name }) => name) ?? [])];
    const row = await this.#row(view, view.key, key, reads, names);
    if (!row) return null;
    if (!link) return this.#root(view, row, reads);
    const parent = link.from.map(({ name }) => String(row[name] ?? ''));
    const target = viewNamed(this.options.bindings, link.target);
    const above = await this.of(link.target, keyBehind(target, link.to, parent), reads);
    return above && { ...above, row, lockedUntil: later(above.lockedUntil, dayOfLock(row)) };
  }

  async #root(view: ViewBinding, row: Row, reads: Reads): Promise<Place> {
    const network = String(row.id_flownet);
    const master = await this.#row(viewNamed(this.options.bindings, 'Network'), undefined, [network], reads, [
      'master_lock_date_utc',
    ]);
    const lock = master?.master_lock_date_utc;
    const lockedUntil = later(typeof lock === 'string' ? lock.slice(0, 10) : null, dayOfLock(row));
    const at = view.type === 'Unit' ? row : await this.#unitOf(String(row.id_rec), reads);
    const text = (name: string) => (typeof at?.[name] === 'string' ? (at[name] as string) : null);
    return {
      network,
      unit: view.type === 'Unit' ? String(row.id_rec) : null,
      facility: view.type === 'Unit' ? text('current_facility_id') : String(row.id_rec),
      route: text('current_route_id'),
      zone: zoneOf(text('timezone')),
      lockedUntil,
      row,
    };
  }

  /** A facility's days are those of its units. */
  #unitOf(facility: string, reads: Reads): Promise<Row | undefined> {
    const view = viewNamed(this.options.bindings, 'Unit');
    return this.#row(view, [{ name: 'current_facility_id', kind: 'text' }], [facility], reads, UNIT);
  }

  async #row(view: ViewBinding, by: readonly Column[] = view.key, key: Key, reads: Reads, names: readonly string[]) {
    const columns = [...view.key, ...by, ...names.map((name) => columnNamed(view, name))];
    const distinct = [...new Map(columns.map((column) => [column.name, column])).values()];
    const rows = await reads.select(view, {
      ...reads.from(view, `place ${view.type}`),
      columns: distinct,
      keys: { columns: by, tuples: [key] },
      order: view.key.map((column) => ({ column, descending: false })),
      limit: 1,
    });
    return rows[0];
  }
}

const later = (left: string | null, right: string | null) => ((left ?? '') > (right ?? '') ? left : right);
const columnNamed = (view: ViewBinding, name: string): Column =>
  view.leaves.find(({ field }) => field.column.name === name)?.field.column ?? { name, kind: 'text' };

/** Values in the order of the target's own key; a link names the columns it joins in an order of its own. */
const keyBehind = (target: ViewBinding, to: readonly Column[], values: readonly string[]): Key =>
  target.key.map(({ name }) => values[to.findIndex((column) => column.name === name)] ?? '');
