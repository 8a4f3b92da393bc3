import { CATEGORIES, type Category, type Claims } from './categories.js';
import { type Micro, microOf, sumOf } from './micro.js';

/** One completion on both sides of a comparison; null where a side knows nothing of it. */
export interface WellCompared {
  readonly well: string;
  readonly base: Micro | null;
  readonly current: Micro | null;
  /** Whether it is new: whatever it makes more than the base is a new well's. */
  readonly isNew: boolean;
  readonly claims: Claims;
}

export interface WellDelta {
  readonly well: string;
  readonly delta: Micro;
}

export interface Component {
  readonly category: Category;
  readonly delta: Micro;
  /** Those that contribute, the largest first. */
  readonly wells: readonly WellDelta[];
}

/** `current - base` in parts: the components and the residual add up to it exactly. */
export interface Variance {
  readonly base: Micro;
  readonly current: Micro;
  readonly components: readonly Component[];
  /** Of completions that only one side knows. */
  readonly residual: Micro;
  readonly residualWells: readonly WellDelta[];
}

/** Null where one of the sides has no volume at all. */
export function varianceOf(wells: readonly WellCompared[]): Variance | null {
  const base = sumOf(wells.map((well) => well.base));
  const current = sumOf(wells.map((well) => well.current));
  if (base === null || current === null) return null;
  const parts = new Map<Category | 'RESIDUAL', WellDelta[]>();
  for (const well of wells) {
    for (const [category, delta] of partsOf(well)) {
      if (delta !== 0n) parts.set(category, [...(parts.get(category) ?? []), { well: well.well, delta }]);
    }
  }
  const of = (category: Category | 'RESIDUAL') => [...(parts.get(category) ?? [])].sort(largestFirst);
  const components = CATEGORIES.map((category) => ({ category, delta: total(of(category)), wells: of(category) }));
  const explained = total(components);
  // What is left of the whole, not the sum of its parts: whatever the parts are, nothing is lost.
  return { base, current, components, residual: current - base - explained, residualWells: of('RESIDUAL') };
}

const total = (parts: readonly { readonly delta: Micro }[]) => parts.reduce((sum, { delta }) => sum + delta, 0n);

/** The parts of one completion's difference; the last of them is what the others leave. */
function partsOf({ base, current, isNew, claims }: WellCompared): [Category | 'RESIDUAL', Micro][] {
  const difference = (current ?? 0n) - (base ?? 0n);
  if (isNew && current !== null) return [['NEW_WELL', difference]];
  if (base === null || current === null) return [['RESIDUAL', difference]];
  const claimed = Object.entries(claims).map(([category, boe]) => [category as Category, microOf(boe) ?? 0n] as const);
  const left = claimed.reduce((rest, [, delta]) => rest - delta, difference);
  return [...claimed.map(([category, delta]): [Category, Micro] => [category, delta]), ['UNEXPLAINED', left]];
}

const sizeOf = ({ delta }: WellDelta) => (delta < 0n ? -delta : delta);

function largestFirst(left: WellDelta, right: WellDelta): number {
  const [first, second] = [sizeOf(left), sizeOf(right)];
  if (first !== second) return first > second ? -1 : 1;
  return left.well < right.well ? -1 : 1;
}
