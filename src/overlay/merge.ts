import type { Asked, DayHours, Fact, Joined, Named, Overlay, ReasonHours, Values } from './declaration.js';
import { type Difference, differencesOf } from './differences.js';
import { hangingTogether, nearestOfDay, oneADay, type Pair } from './pairs.js';

export type Origin = 'PRODVIEW' | 'OPS' | 'BOTH';
export type Match = 'MATCHED' | 'DIFFERS' | 'MISSING_IN_PRODVIEW' | 'ONLY_IN_PRODVIEW';

/** One fact, whoever told it. */
export interface Merged {
  readonly key: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly origin: Origin;
  /** Null where one of the stores did not answer. */
  readonly match: Match | null;
  readonly prodview: Fact | null;
  readonly operations: Fact | null;
  readonly differences: readonly Difference[];
  /** The values that count. */
  readonly values: Values;
  readonly hoursByDay: readonly DayHours[];
  readonly reasonsByDay: readonly ReasonHours[];
  readonly unapprovedByDay: readonly DayHours[];
}

/** The facts of one parent as each store tells them; null where the store did not answer. */
export interface Told {
  readonly prodview: readonly Fact[] | null;
  readonly operations: readonly Fact[] | null;
  /** Rows of ProdView that operations tell, on whichever days. */
  readonly named?: readonly Named[];
}

/** Each fact once, the newest first. */
export function merge(overlay: Overlay, told: Told, asked: Asked): Merged[] {
  const pairs = pairsOf(overlay, told.prodview ?? [], told.operations ?? [], asked);
  const list = pairs.map((pair) => merged(overlay, pair, told, asked)).sort(newestFirst);
  return overlay.together?.(list, asked) ?? list;
}

function pairsOf({ same }: Overlay, prodview: readonly Fact[], operations: readonly Fact[], asked: Asked): Pair[] {
  if (same.kind !== 'DAYS')
    return same.kind === 'ONE_A_DAY' ? oneADay(prodview, operations) : nearestOfDay(prodview, operations, same);
  const joined = (facts: readonly Fact[], join: Joined) => {
    const [only] = facts;
    if (!only) return null;
    const rows = facts.flatMap((fact) => fact.rows);
    return facts.length === 1 ? only : join(rows, asked);
  };
  return hangingTogether(prodview, operations).map(([ours, theirs]) => [
    joined(ours, same.prodview),
    joined(theirs, same.operations),
  ]);
}

function merged(overlay: Overlay, [prodview, operations]: Pair, told: Told, asked: Asked): Merged {
  const isWhole = told.prodview !== null && told.operations !== null;
  const facts = [prodview, operations].filter((fact) => fact !== null);
  const differences = prodview && operations ? differencesOf(overlay.values, prodview.values, operations.values) : [];
  const days = facts.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).sort();
  const counted = overlay.counted(prodview, operations, asked, told.named);
  const { values, hoursByDay = [], reasonsByDay = [], unapprovedByDay = [] } = counted;
  return {
    key: facts[0]?.key ?? '',
    firstDay: days[0] ?? '',
    lastDay: days.at(-1) ?? '',
    origin: prodview && operations ? 'BOTH' : prodview ? 'PRODVIEW' : 'OPS',
    match: isWhole ? matchOf(prodview, operations, differences) : null,
    prodview,
    operations,
    differences,
    values,
    hoursByDay,
    reasonsByDay,
    unapprovedByDay,
  };
}

function matchOf(prodview: Fact | null, operations: Fact | null, differences: readonly Difference[]): Match {
  if (!prodview) return 'MISSING_IN_PRODVIEW';
  if (!operations) return 'ONLY_IN_PRODVIEW';
  return differences.length > 0 ? 'DIFFERS' : 'MATCHED';
}

/** When it was, on the wall. */
export const timeOf = ({ prodview, operations }: Merged) => (operations ?? prodview)?.at ?? 0;

function newestFirst(left: Merged, right: Merged): number {
  if (left.lastDay !== right.lastDay) return left.lastDay < right.lastDay ? 1 : -1;
  if (left.firstDay !== right.firstDay) return left.firstDay < right.firstDay ? 1 : -1;
  return timeOf(right) - timeOf(left) || (left.key < right.key ? -1 : 1);
}
