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

/**
 * Gives every statement another name, so that each connection plans it anew: what they know by the old ones may all be of
 * tables that are not so any more. They keep that until they end. Whoever failed by an older name finds it done.
 */
export function renewNames(outdated?: string): void {
  if (outdated !== undefined && !outdated.startsWith(`wellgraph_${renewed}_`)) return;
  renewed += 1;
  names.clear();
}

/** The table was made anew with other types: this connection cannot run what it knows any more. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '0A000' && /cached plan/.test(error.message);
