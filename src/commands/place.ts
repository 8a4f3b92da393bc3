import type { Row } from '../sources/row-source.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import { hasKey } from '../binding/scope-keys.js';

/** Where a record belongs today, by ProdView's keys, and what holds there. */
export interface Place {
  readonly network: string;
  readonly unit: string | null;
  readonly facility: string | null;
  readonly route: string | null;
  /** The time zone of the unit's production days; null where ProdView has none that is known. */
  readonly zone: string | null;
  /** The last day that is closed for changes; null where none is. */
  readonly lockedUntil: string | null;
  /** What was asked for by its id, with its key and the columns that were asked for. */
  readonly row: Row;
}

/** Where lists belong that forms are filled from: to no network, and to everybody. */
export const NOWHERE: Place = {
  network: '',
  unit: null,
  facility: null,
  route: null,
  zone: null,
  lockedUntil: null,
  row: {},
};

/** Whether a viewer of this scope sees what belongs there. */
export function covers(scope: ViewerScope, place: Pick<Place, 'network' | 'unit' | 'facility'>): boolean {
  const { unit, facility, network } = place;
  if (place === NOWHERE) return true;
  if (scope.kind !== 'keys') return scope.kind === 'everything';
  if (unit !== null) return hasKey(scope, 'UNIT', [unit, network]);
  return facility !== null && hasKey(scope, 'FACILITY', [facility, network]);
}
