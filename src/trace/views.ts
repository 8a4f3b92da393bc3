import type { ViewBinding } from '../binding/bindings.js';
import { columnNamed } from '../binding/compile-link.js';
import { viewNamed } from '../binding/named.js';
import type {
  FacilitySiteRow,
  FlowConnectionRow,
  NodeDailyVolumeRow,
  PipelineRow,
  UnitNodeRow,
  UnitRow,
  WellLocationRow,
} from '../generated/rows.js';
import type { Reads } from '../loaders/reads.js';
import type { Column } from '../sources/row-source.js';

/** The types that a trace reads. */
export interface Rows {
  readonly Unit: UnitRow;
  readonly UnitNode: UnitNodeRow;
  readonly FlowConnection: FlowConnectionRow;
  readonly NodeDailyVolume: NodeDailyVolumeRow;
  readonly WellLocation: WellLocationRow;
  readonly FacilitySite: FacilitySiteRow;
  readonly Pipeline: PipelineRow;
}

export const viewOf = ({ asked }: Reads, type: keyof Rows) => viewNamed(asked.bindings, type);

/** Columns of a view by name; a name that the view does not have does not compile. */
export function columnsOf<Type extends keyof Rows>(
  view: ViewBinding,
  names: readonly (keyof Rows[Type] & string)[],
): Column[] {
  return names.map((name) => columnNamed(view, name));
}

/** Several sets of columns as one, each once. */
export function together(...sets: readonly (readonly Column[])[]): Column[] {
  return [...new Map(sets.flat().map((column) => [column.name, column])).values()];
}
