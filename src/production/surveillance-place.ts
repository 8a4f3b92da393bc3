import { columnAt, viewNamed } from '../binding/named.js';
import { parsePlace, unitsIn } from '../bundle/place.js';
import type { Reads } from '../loaders/reads.js';
import type { Condition } from '../sources/row-source.js';

interface PlaceArgs {
  readonly route?: string | null;
  readonly asset?: string | null;
}

/** The units of a place that the viewer sees, and the facilities that they deliver to. */
export interface Sites {
  readonly units: readonly string[];
  readonly facilities: readonly string[];
}

/** Undefined where everything is asked for; null where the viewer sees no unit of the place. One statement. */
export async function sitesOf(args: PlaceArgs, reads: Reads, assetField: string): Promise<Sites | null | undefined> {
  const { route, asset } = args;
  if ((route ?? null) === null && (asset ?? null) === null) return undefined;
  const { bindings } = reads.asked;
  const view = viewNamed(bindings, 'Unit');
  const rows = await reads.select(view, {
    ...reads.from(view, 'surveillanceFunnel units'),
    columns: ['idRec', 'idFlownet', 'currentFacilityId'].map((field) => columnAt(view, field)),
    where: unitsIn(parsePlace(args, bindings), reads, assetField),
    order: view.key.map((column) => ({ column, descending: false })),
  });
  const facilities = new Set(rows.flatMap(({ current_facility_id: id }) => (typeof id === 'string' ? [id] : [])));
  return rows.length === 0 ? null : { units: rows.map(({ id_rec }) => String(id_rec)), facilities: [...facilities] };
}

/** What is about these units, or about these facilities: ProdView's ids are unique across networks. */
export function about(type: string, { units, facilities }: Sites, reads: Reads): Condition {
  const view = viewNamed(reads.asked.bindings, type);
  const ofUnits: Condition = { column: columnAt(view, 'unitId'), in: units };
  if (!view.leaves.some(({ field }) => field.column.name === 'facility_id') || facilities.length === 0) return ofUnits;
  return { any: [ofUnits, { column: columnAt(view, 'facilityId'), in: facilities }] };
}
