import { BadUserInput, type GatewayError } from '../errors.js';
import { Reads } from '../loaders/reads.js';
import type { Row } from '../sources/row-source.js';
import { cursorOf, type Marks, parseCursor } from './cursor.js';
import { type Change, deltaOf, type Records } from './delta.js';
import { KINDS, RECENT_DAYS } from './kinds.js';
import { type Place, parsePlace } from './place.js';
import { type Found, isThere, presentOf, recordsOf } from './records.js';

const KIND_NAMES = new Set(KINDS.map(({ name }) => name));
const DAY_MS = 86_400_000;

export interface BundleAsked {
  readonly route?: string | null;
  readonly asset?: string | null;
  readonly kinds?: readonly string[] | null;
  readonly since?: string | null;
  readonly first: number;
}

export interface BundleOf {
  readonly reads: Reads;
  readonly viewer: string;
  readonly assetField: string;
  readonly now: Date;
  /** Told of each store that does not answer. */
  readonly onAway: (error: GatewayError) => void;
}

/**
 * A page of what a viewer's copy of a place lacks; null where there is no such place for them, and they hold nothing of it.
 * @throws BadUserInput where an argument cannot be used; LimitExceeded where the bundle would be too large
 */
export async function fieldBundle(asked: BundleAsked, { reads: those, viewer, assetField, onAway, ...of }: BundleOf) {
  // Rows whose version is looked at are not shown: the audit counts those that are.
  const reads = new Reads({ ...those.asked, onRows: () => {} });
  const now = of.now.getTime();
  const place = parsePlace(asked, reads.asked.bindings);
  const bound = { viewer, place };
  const wanted = kindsOf(asked.kinds);
  const held: Marks = typeof asked.since === 'string' ? parseCursor(asked.since, bound, KIND_NAMES, now) : new Map();
  const recent = new Date(now - RECENT_DAYS * DAY_MS).toISOString().slice(0, 10);
  const proof = proofOf(place);
  const read = KINDS.filter((kind) => wanted.has(kind.name) || kind.name === 'UNIT' || kind.name === proof);
  const found = await recordsOf(read, { reads, place, assetField, recent });
  const there = rowsOf(found, proof);
  if (typeof asked.since !== 'string' && there?.length === 0) return null;
  const sent = new Map([...found].filter(([{ name }]) => wanted.has(name)));
  // What is everybody's is nobody's without a place to use it at.
  const records = there?.length === 0 ? new Map() : recordsIn(sent, reads);
  const { changes, remaining, marks } = deltaOf(held, records, asked.first);
  const missing = missingOf(sent, onAway);
  return {
    changes,
    remaining,
    missing,
    cursor: cursorOf(marks, bound, now),
    complete: remaining === 0 && missing.length === 0,
    serverTime: new Date(now).toISOString(),
    dataAsOf: datesOf(sent, reads, now),
  };
}

export type { Change };

function kindsOf(kinds: BundleAsked['kinds']): ReadonlySet<string> {
  if (kinds?.length === 0) throw new BadUserInput('kinds', 'is empty; leave it out for all kinds');
  return kinds ? new Set(kinds) : KIND_NAMES;
}

/** The kind by which a place shows to be there: the route itself, or an asset's units. */
const proofOf = (place: Place) => ('route' in place ? 'ROUTE' : 'UNIT');

function rowsOf(found: Found, name: string): readonly Row[] | undefined {
  const rows = [...found].find(([kind]) => kind.name === name)?.[1];
  return isThere(rows) ? rows : undefined;
}

const recordsIn = (found: Found, reads: Reads): Records =>
  new Map([...found].map(([kind, rows]) => [kind.name, isThere(rows) ? presentOf(kind, rows, reads) : null]));

/** One error for each store that is away, however many kinds it holds. */
function missingOf(found: Found, onAway: BundleOf['onAway']): string[] {
  const away = [...found].flatMap(([{ name }, rows]) => (isThere(rows) ? [] : [{ name, error: rows }]));
  const errors = new Map(away.map(({ error }) => [error.message, error]));
  for (const error of errors.values()) onAway(error);
  return away.map(({ name }) => name);
}

/** How current each store is of those that answered: by the newest of ProdView's rows; operations are read as they are. */
function datesOf(found: Found, { asked }: Reads, now: number) {
  const dates = new Map<string, number | null>();
  for (const [{ type, version }, rows] of found) {
    const source = asked.bindings.views.get(type)?.source ?? '';
    if (!isThere(rows)) continue;
    const newest = source === 'PRODVIEW' ? newestOf(rows, version[0] ?? '') : now;
    dates.set(source, Math.max(newest, dates.get(source) ?? 0) || null);
  }
  return [...dates].map(([source, at]) => ({ source, at: at === null ? null : new Date(at).toISOString() }));
}

const newestOf = (rows: readonly Row[], column: string) =>
  rows.reduce((newest, row) => Math.max(newest, Date.parse(String(row[column])) || 0), 0);
