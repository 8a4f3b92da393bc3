import type { Reads } from '../loaders/reads.js';
import type { Key, Row } from '../sources/row-source.js';
import { columnsOf, type Rows, viewOf } from './views.js';

/** Where a unit is: the geometry as RFC 7946 text, and the type of the record that has it. */
export interface Place {
  readonly geometry: string;
  readonly of: 'WellLocation' | 'FacilitySite';
}

/** What the map has of a trace. */
export interface Mapped {
  /** By unit: where its well stands, else the site of the facility that it belongs to today. */
  readonly places: ReadonlyMap<string, Place>;
  /** By connection: the courses of the pipelines that it flows through. */
  readonly courses: ReadonlyMap<string, readonly string[]>;
}

/** The rows of these units of a network, by one statement. */
export function unitRows(reads: Reads, network: string, units: readonly string[]): Promise<Row[]> {
  return keyed(reads, 'Unit', ['id_rec', 'id_flownet'], ['current_facility_id'], inNetwork(units, network));
}

/** Three reads of the spatial database that are one statement together. */
export async function mapped(
  reads: Reads,
  network: string,
  units: readonly Row[],
  connections: readonly string[],
): Promise<Mapped> {
  const facilityOf = new Map(units.flatMap((row) => linkOf(row, 'id_rec', 'current_facility_id')));
  const [wells, sites, lines] = await Promise.all([
    keyed(
      reads,
      'WellLocation',
      ['prodview_unit_id', 'prodview_flownet_id'],
      ['geom'],
      inNetwork(
        units.map((row) => String(row.id_rec)),
        network,
      ),
    ),
    keyed(
      reads,
      'FacilitySite',
      ['prodview_facility_id', 'prodview_flownet_id'],
      ['geom'],
      inNetwork([...new Set(facilityOf.values())], network),
    ),
    keyed(
      reads,
      'Pipeline',
      ['prodview_connection_id', 'prodview_flownet_id'],
      ['geom'],
      inNetwork(connections, network),
    ),
  ]);
  return { places: placesOf(wells, sites, facilityOf), courses: coursesOf(lines) };
}

function placesOf(wells: readonly Row[], sites: readonly Row[], facilityOf: ReadonlyMap<string, string>) {
  const siteOf = new Map(sites.flatMap((row) => linkOf(row, 'prodview_facility_id', 'geom')));
  const places = new Map<string, Place>();
  for (const [unit, facility] of facilityOf) {
    const geometry = siteOf.get(facility);
    if (geometry !== undefined) places.set(unit, { geometry, of: 'FacilitySite' });
  }
  for (const [unit, geometry] of wells.flatMap((row) => linkOf(row, 'prodview_unit_id', 'geom')))
    places.set(unit, { geometry, of: 'WellLocation' });
  return places;
}

function coursesOf(lines: readonly Row[]): Map<string, string[]> {
  const courses = new Map<string, string[]>();
  for (const [connection, geometry] of lines.flatMap((row) => linkOf(row, 'prodview_connection_id', 'geom')))
    courses.set(connection, [...(courses.get(connection) ?? []), geometry]);
  return courses;
}

/** In the order of their ids backwards, so that of several rows of one key the first decides. */
async function keyed<Type extends keyof Rows>(
  reads: Reads,
  type: Type,
  by: readonly (keyof Rows[Type] & string)[],
  columns: readonly (keyof Rows[Type] & string)[],
  tuples: readonly Key[],
): Promise<Row[]> {
  if (tuples.length === 0) return [];
  const view = viewOf(reads, type);
  return reads.select(view, {
    ...reads.from(view, `Trace.geojson ${type}`),
    columns: columnsOf<Type>(view, columns),
    keys: { columns: columnsOf<Type>(view, by), tuples },
    order: view.key.map((column) => ({ column, descending: true })),
  });
}

const inNetwork = (ids: readonly string[], network: string): Key[] => ids.map((id) => [id, network]);

function linkOf(row: Row, from: string, to: string): [string, string][] {
  const [key, value] = [row[from], row[to]];
  return typeof key === 'string' && typeof value === 'string' ? [[key, value]] : [];
}
