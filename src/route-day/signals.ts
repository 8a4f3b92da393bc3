import type { Reads } from '../loaders/reads.js';
import { inForce } from '../overlay/sides.js';
import { columnIn, keyOf, rowsOf } from '../production/route-rows.js';
import type { Key, Row } from '../sources/row-source.js';

const LABEL = 'RouteDay.signals';
/** The severities, the gravest first. */
export const SEVERITIES = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Open events of the units' completions and of the facilities that the units report to, the gravest and newest first. */
export async function openSignals(reads: Reads, units: readonly Row[]): Promise<Row[]> {
  const facilities = units.flatMap(({ current_facility_id: id, id_flownet: network }) =>
    typeof id === 'string' ? [[id, String(network)] as const] : [],
  );
  const found = await Promise.all([
    eventsOf(reads, 'unit_id', units.map(keyOf)),
    eventsOf(reads, 'facility_id', [...new Map(facilities.map((key) => [JSON.stringify(key), key])).values()]),
  ]);
  const once = new Map(found.flat().map((row) => [row.row_id, row]));
  return [...once.values()].sort(gravestFirst);
}

function eventsOf(reads: Reads, owner: string, keys: readonly Key[]): Promise<Row[]> {
  const column = (name: string) => columnIn(reads, 'SurveillanceEvent', name);
  return rowsOf(reads, 'SurveillanceEvent', {
    by: [owner, 'id_flownet'],
    keys,
    columns: ['row_id', 'severity', 'detected_at'],
    where: {
      all: [{ not: { column: column('status'), in: ['CLOSED', 'DISMISSED'] } }, ...inForce(column)],
    },
    label: LABEL,
  });
}

/** Those that are at least as grave. */
export const atLeast = (rows: readonly Row[], least: Severity) =>
  rows.filter((row) => rankOf(row) <= SEVERITIES.indexOf(least));

const rankOf = ({ severity }: Row) => SEVERITIES.indexOf(severity as Severity);

function gravestFirst(left: Row, right: Row): number {
  if (rankOf(left) !== rankOf(right)) return rankOf(left) - rankOf(right);
  const [first, second] = [String(left.detected_at), String(right.detected_at)];
  if (first !== second) return first > second ? -1 : 1;
  return String(left.row_id) < String(right.row_id) ? -1 : 1;
}
