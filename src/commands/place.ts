import type { ViewerScope } from '../binding/viewer-scope.js';
import type { Row } from '../sources/row-source.js';

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
export function covers(scope: ViewerScope, place: Place): boolean {
  const { unit, facility } = place;
  if (place === NOWHERE) return true;
  if (scope.kind !== 'keys') return scope.kind === 'everything';
  return unit === null ? facility !== null && has(scope, 'FACILITY', facility) : has(scope, 'UNIT', unit);
}

type Keyed = Extract<ViewerScope, { kind: 'keys' }>;
const sets = new WeakMap<Keyed, Record<'UNIT' | 'FACILITY', ReadonlySet<string>>>();

function has(scope: Keyed, root: 'UNIT' | 'FACILITY', key: string): boolean {
  const known = sets.get(scope) ?? { UNIT: new Set(scope.keys.UNIT), FACILITY: new Set(scope.keys.FACILITY) };
  sets.set(scope, known);
  return known[root].has(key);
}
