/** Texts that connections keep a plan of; a connection's memory is bounded by it. */
const MOST_PLANS = 300;
const names = new Map<string, string>();
let renewed = 0;

/** The name of a statement that a connection plans once and knows from then on; none beyond the bound. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_PLANS) return known;
  const name = `wellgraph_${renewed}_${names.size}`;
  names.set(text, name);
  return name;
}

/** So often a text is asked before it is worth a plan that is kept. */
const OFTEN = 10;
const MOST_COUNTED = 1_000;
/** Those leave room for the gateway's own statements. */
const MOST_REPEATED = 150;
const asked = new Map<string, number>();
let repeated = 0;

/** The name of a statement that somebody's documents ask for again and again. */
export function nameOfRepeated(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || repeated >= MOST_REPEATED) return known;
  const times = (asked.get(text) ?? 0) + 1;
  asked.delete(text);
  if (times >= OFTEN) {
    repeated += 1;
    return nameOf(text);
  }
  if (asked.size >= MOST_COUNTED) asked.clear();
  asked.set(text, times);
  return undefined;
}

/**
 * Gives every statement another name, so that each connection plans it anew: what they know by the old ones may all be of
 * tables that are not so any more. They keep that until they end. Whoever failed by an older name finds it done.
 */
export function renewNames(outdated?: string): void {
  if (outdated !== undefined && !outdated.startsWith(`wellgraph_${renewed}_`)) return;
  renewed += 1;
  names.clear();
  repeated = 0;
}

/** The table was made anew with other types: this connection cannot run what it knows any more. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '0A000' && /cached plan/.test(error.message);
