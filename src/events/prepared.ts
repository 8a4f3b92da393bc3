import type pg from 'pg';

/** Texts that connections keep a plan of; a connection's memory is bounded by it. */
const MOST_PLANS = 300;
const names = new Map<string, string>();

/** A statement that a connection plans once and then knows by its name. Beyond the bound it is planned each time. */
export function prepared(text: string, values: readonly unknown[]): pg.QueryConfig {
  const known = names.get(text);
  if (known === undefined && names.size >= MOST_PLANS) return { text, values: [...values] };
  const name = known ?? `events_${names.size}`;
  names.set(text, name);
  return { name, text, values: [...values] };
}
