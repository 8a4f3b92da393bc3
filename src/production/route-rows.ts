import type { ViewBinding } from '../binding/bindings.js';
import { localDay, zoneOf } from '../days/local-day.js';
import { parseGlobalId } from '../binding/global-id.js';
import { columnNamed } from '../binding/compile-link.js';
import { viewNamed } from '../binding/named.js';
import type { Reads } from '../loaders/reads.js';
import { inForce } from '../overlay/sides.js';
import type { Condition, Key, Row, Selection } from '../sources/row-source.js';

/** Rows of a type whose columns `by` equal one of the keys, with the columns the document needs and those named. */
export interface Wanted {
  readonly by: readonly string[];
  readonly keys: readonly Key[];
  readonly columns: readonly string[];
  readonly where?: Condition;
  /** Only the row of each key that is the last by this column. */
  readonly newest?: string;
  /** So many of the last ones instead. */
  readonly most?: number;
  /** Only the row that counts of each fact. */
  readonly grain?: true;
  readonly label: string;
}

/** No key, no statement. */
export async function rowsOf(reads: Reads, type: string, wanted: Wanted): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, type);
  return wanted.keys.length === 0 ? [] : reads.select(view, selectionOf(reads, view, wanted));
}

function selectionOf(reads: Reads, view: ViewBinding, wanted: Wanted): Selection {
  const { by, keys, columns: names, where, newest, most = 1, label } = wanted;
  const columns = [...reads.columns(view), ...[...by, ...names].map((name) => columnNamed(view, name))];
  const order = view.key.map((column) => ({ column, descending: false }));
  return {
    ...reads.from(view, label),
    columns: [...new Map(columns.map((column) => [column.name, column])).values()],
    keys: { columns: by.map((name) => columnNamed(view, name)), tuples: keys },
    ...(where && { where }),
    ...(newest && { limit: most }),
    ...(wanted.grain && view.grain && { grain: view.grain }),
    order: newest ? [{ column: columnNamed(view, newest), descending: true }, ...order] : order,
  };
}

/** A column of a type, for conditions. */
export const columnIn = (reads: Reads, type: string, name: string) =>
  columnNamed(viewNamed(reads.asked.bindings, type), name);

/** Units of a route that the viewer sees; null where they see no such route. */
export async function unitsOf(reads: Reads, route: string, label: string): Promise<Row[] | null> {
  const { view, key } = parseGlobalId(route, reads.asked.bindings, 'route');
  if (view.type !== 'Route') return null;
  const [found, units] = await Promise.all([
    rowsOf(reads, 'Route', { by: ['id_rec'], keys: [key], columns: ['id_flownet'], label }),
    rowsOf(reads, 'Unit', {
      by: ['current_route_id'],
      keys: [key],
      columns: ['id_rec', 'id_flownet', 'timezone'],
      label,
    }),
  ]);
  const [its] = found;
  return its ? units.filter(({ id_flownet: network }) => network === its.id_flownet) : null;
}

export const keyOf = ({ id_rec: id, id_flownet: network }: Row): Key => [String(id), String(network)];
export const nameOf = (row: Row) => JSON.stringify(keyOf(row));

/** Rows by what they belong to: its id and network, in these columns. */
export function byParent(rows: readonly Row[], columns: readonly [id: string, network: string]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = JSON.stringify(columns.map((column) => String(row[column])));
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

/** The time zone of a row's unit; UTC where it is not known. */
export function zonesOf(units: readonly Row[]): (row: Row) => string {
  const zones = new Map(units.map((unit) => [nameOf(unit), unit.timezone]));
  return ({ id_rec_parent: unit, id_flownet: network }) => {
    const zone = zones.get(JSON.stringify([String(unit), String(network)]));
    return zoneOf(typeof zone === 'string' ? zone : null) ?? 'UTC';
  };
}

/** Rows of units by the instant at which a day ends there: one group where all units are in one time zone. */
export function byDayEnd(rows: readonly Row[], units: readonly Row[], day: string): Map<string, Row[]> {
  const zoneAt = zonesOf(units);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const end = localDay(zoneAt(row), day).end.toISOString();
    groups.set(end, [...(groups.get(end) ?? []), row]);
  }
  return groups;
}

/**
 * The last record in force of each of these before the day ends where its unit is.
 * @param wanted  `newest` is the column of the moment
 */
export async function lastBefore(
  reads: Reads,
  type: string,
  wanted: Wanted & { readonly newest: string },
  groups: Map<string, Row[]>,
) {
  const standing = inForce((name) => columnIn(reads, type, name));
  const found = await Promise.all(
    [...groups].map(([end, rows]) => {
      const before = { column: columnIn(reads, type, wanted.newest), is: 'lt', value: end } as const;
      const where = { all: [...standing, before, ...(wanted.where ? [wanted.where] : [])] };
      return rowsOf(reads, type, { ...wanted, keys: rows.map(keyOf), where });
    }),
  );
  return byParent(found.flat(), wanted.by as [string, string]);
}
