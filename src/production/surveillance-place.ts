import { columnAt, viewNamed } from '../binding/named.js';
import { parsePlace, unitsIn } from '../bundle/place.js';
import type { Reads } from '../loaders/reads.js';
import type { Condition, Key, Row } from '../sources/row-source.js';

interface PlaceArgs {
  readonly route?: string | null;
  readonly asset?: string | null;
}

/** The units of a place that the viewer sees, and the facilities that they deliver to: ids, each with its network. */
export interface Sites {
  readonly units: readonly Key[];
  readonly facilities: readonly Key[];
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
  return rows.length === 0 ? null : { units: keysIn(rows, 'id_rec'), facilities: keysIn(rows, 'current_facility_id') };
}

/** What the rows name in this column, each once. */
function keysIn(rows: readonly Row[], column: string): Key[] {
  const keys = rows.flatMap(({ [column]: id, id_flownet: network }): Key[] =>
    typeof id === 'string' ? [[id, String(network)]] : [],
  );
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}

/** What is about these units, or about these facilities, of their own networks. */
export function about(type: string, { units, facilities }: Sites, reads: Reads): Condition {
  const view = viewNamed(reads.asked.bindings, type);
  const among = (field: string, keys: readonly Key[]): Condition => ({
    columns: [columnAt(view, field), columnAt(view, 'idFlownet')],
    keys,
  });
  const ofUnits = among('unitId', units);
  if (!view.leaves.some(({ field }) => field.column.name === 'facility_id') || facilities.length === 0) return ofUnits;
  return { any: [ofUnits, among('facilityId', facilities)] };
}
