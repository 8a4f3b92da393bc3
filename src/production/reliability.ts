/** A failure, from when to when it stopped the completion; one that is not over has no end. */
export interface Failure {
  readonly from: Date;
  readonly to: Date | null;
}

export interface Window {
  readonly from: Date;
  readonly until: Date;
}

const HOUR_MS = 3_600_000;
/** One failure says nothing of how far apart they are. */
const FEWEST = 2;

/**
 * What failures come to within a window: time that several of them cover is one failure's, a failure is the window's in
 * which it began, and its repair counts once it is over.
 */
export function reliabilityOf(recorded: readonly Failure[], window: Window) {
  const failures = apart(recorded).filter(({ from }) => from < window.until);
  const begun = failures.filter(({ from }) => from >= window.from);
  const down = failures.reduce((sum, failure) => sum + hoursWithin(failure, window), 0);
  const whole = hoursOf(window.from, window.until);
  const repairs = begun.flatMap(({ from, to }) => (to && to <= window.until ? [hoursOf(from, to)] : []));
  const isTold = begun.length >= FEWEST && whole > 0;
  return {
    failures: begun.length,
    repaired: repairs.length,
    downHours: down,
    mtbfHours: isTold ? (whole - down) / begun.length : null,
    mttrHours: isTold && repairs.length > 0 ? repairs.reduce((sum, hours) => sum + hours, 0) / repairs.length : null,
    availabilityPct: isTold ? (1 - down / whole) * 100 : null,
  };
}

const hoursOf = (from: Date, to: Date) => (to.getTime() - from.getTime()) / HOUR_MS;

function hoursWithin({ from, to }: Failure, window: Window): number {
  const begin = from > window.from ? from : window.from;
  const end = to && to < window.until ? to : window.until;
  return Math.max(0, hoursOf(begin, end));
}

/** Failures that overlap or touch, as one. */
function apart(recorded: readonly Failure[]): Failure[] {
  const joined: Failure[] = [];
  for (const each of [...recorded].sort((one, other) => one.from.getTime() - other.from.getTime())) {
    const last = joined.at(-1);
    if (!last || (last.to && each.from > last.to)) joined.push(each);
    else joined[joined.length - 1] = { from: last.from, to: later(last.to, each.to) };
  }
  return joined;
}

const later = (one: Date | null, other: Date | null) => (!one || !other ? null : one > other ? one : other);
