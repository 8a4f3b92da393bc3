/** Texts that connections keep a plan of; a connection's memory is bounded by it. */
const MOST_PLANS = 300;
const names = new Map<string, string>();

/** The name of a statement that a connection plans once and knows from then on; none beyond the bound. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_PLANS) return known;
  const name = `wellgraph_${names.size}`;
  names.set(text, name);
  return name;
}

/** The table was made anew with other types: this connection cannot run what it knows any more. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '0A000' && /cached plan/.test(error.message);
