import { LRUCache } from 'lru-cache';
import type { Bindings, LinkField, ViewBinding } from '../binding/bindings.js';
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
/** Networks that may have the same id. */
const MOST_NETWORKS = 100;
const NETWORK = 'id_flownet';
const UNIT = ['timezone', 'current_route_id', 'current_facility_id', 'id_flownet'];
const LOCK = ['is_locked', 'lock_date_utc'];

/** ProdView's part of what a write stands on, kept for a while: a write on a known completion asks the warehouse nothing. */
export class Places {
  readonly #kept: LRUCache<string, object>;

  constructor(readonly options: PlacesOptions) {
    this.#kept = new LRUCache({ max: MOST_KEPT, ttl: options.refreshMs });
  }

  /**
   * The places of a record of ProdView, whatever leads from it to a unit or facility: one a network that has the id; none
   * where there is no such record.
   * @param reads  reads that see everything: who may see the place is asked of the place
   * @param extra  columns of the record that the caller wants to know
   */
  async of(type: string, key: Key, reads: Reads, extra: readonly string[] = []): Promise<readonly Place[]> {
    const name = JSON.stringify([type, key, extra]);
    const known = this.#kept.get(name) as readonly Place[] | undefined;
    if (known) return known;
    const view = viewNamed(this.options.bindings, type);
    const places = await this.#read(view, key, reads, extra);
    if (places.length > 0) this.#kept.set(name, places);
    return places;
  }

  /** Anything else of ProdView's that decisions stand on. */
  async kept<T extends object>(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name) as T | undefined;
    if (known) return known;
    const value = await read();
    this.#kept.set(name, value);
    return value;
  }

  async #read(view: ViewBinding, key: Key, reads: Reads, extra: readonly string[]): Promise<Place[]> {
    const [link] = 'links' in view.scope ? view.scope.links : [];
    const own = view.type === 'Unit' ? UNIT : view.type === 'Facility' ? ['id_flownet'] : [];
    const locks = view.leaves.some(({ field }) => field.column.name === 'is_locked') ? LOCK : [];
    const names = [...own, ...locks, ...extra, ...(link?.from.map(({ name }) => name) ?? [])];
    const rows = await this.#rows(view, view.key, key, reads, names);
    const places = rows.map((row) => (link ? this.#above(link, row, reads) : this.#root(view, row, reads)));
    return (await Promise.all(places)).flatMap((place) => place ?? []);
  }

  /** The place of what the row belongs to, in the row's own network where it says one. */
  async #above({ from, to, target }: LinkField, row: Row, reads: Reads): Promise<Place | undefined> {
    const parent = from.map(({ name }) => String(row[name] ?? ''));
    const at = to.findIndex(({ name }) => name === NETWORK);
    const places = await this.of(target, keyBehind(viewNamed(this.options.bindings, target), to, parent), reads);
    const above = places.find(({ network }) => at === -1 || network === parent[at]);
    return above && { ...above, row, lockedUntil: later(above.lockedUntil, dayOfLock(row)) };
  }

  async #root(view: ViewBinding, row: Row, reads: Reads): Promise<Place> {
    const network = String(row.id_flownet);
    const networks = viewNamed(this.options.bindings, 'Network');
    const [master] = await this.#rows(networks, networks.key, [network], reads, ['master_lock_date_utc']);
    const lock = master?.master_lock_date_utc;
    const lockedUntil = later(typeof lock === 'string' ? lock.slice(0, 10) : null, dayOfLock(row));
    const at = view.type === 'Unit' ? row : await this.#unitOf(String(row.id_rec), network, reads);
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
  async #unitOf(facility: string, network: string, reads: Reads): Promise<Row | undefined> {
    const view = viewNamed(this.options.bindings, 'Unit');
    const by = ['current_facility_id', NETWORK].map((name) => columnNamed(view, name));
    return (await this.#rows(view, by, [facility, network], reads, UNIT, 1))[0];
  }

  async #rows(
    view: ViewBinding,
    by: readonly Column[],
    key: Key,
    reads: Reads,
    names: readonly string[],
    limit = MOST_NETWORKS,
  ) {
    const columns = [...view.key, ...by, ...names.map((name) => columnNamed(view, name))];
    const distinct = [...new Map(columns.map((column) => [column.name, column])).values()];
    return reads.select(view, {
      ...reads.from(view, `place ${view.type}`),
      again: true,
      columns: distinct,
      keys: { columns: by, tuples: [key] },
      order: view.key.map((column) => ({ column, descending: false })),
      limit,
    });
  }
}

const later = (left: string | null, right: string | null) => ((left ?? '') > (right ?? '') ? left : right);
const columnNamed = (view: ViewBinding, name: string): Column =>
  view.leaves.find(({ field }) => field.column.name === name)?.field.column ?? { name, kind: 'text' };

/** Values in the order of the target's own key; a link names the columns it joins in an order of its own. */
const keyBehind = (target: ViewBinding, to: readonly Column[], values: readonly string[]): Key =>
  target.key.map(({ name }) => values[to.findIndex((column) => column.name === name)] ?? '');
