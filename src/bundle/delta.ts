import type { Key } from '../sources/row-source.js';
import type { Marks } from './cursor.js';

/** A record as it is now: how to find it, and its version. */
export interface Present {
  readonly key: Key;
  readonly version: string;
}

/** Records by kind and name; null of a kind that cannot be told now. */
export type Records = ReadonlyMap<string, ReadonlyMap<string, Present> | null>;

export interface Change {
  readonly kind: string;
  readonly name: string;
  /** Undefined where the record is gone. */
  readonly present?: Present;
}

export interface Delta {
  readonly changes: readonly Change[];
  readonly remaining: number;
  /** What the client holds once it has taken the changes. */
  readonly marks: Marks;
}

/**
 * What leads from the records that a client holds to those that there are: no clock and no order of writing comes into it,
 * so that nothing is lost between pages or told twice. What is gone comes first, so a client never holds more than a
 * bundle has.
 */
export function deltaOf(held: Marks, records: Records, first: number): Delta {
  const kinds = [...new Set([...records.keys(), ...held.keys()])];
  const all = [
    ...kinds.flatMap((kind) => goneOf(kind, held.get(kind), records.get(kind))),
    ...kinds.flatMap((kind) => newOf(kind, held.get(kind), records.get(kind))),
  ];
  const changes = all.slice(0, first);
  return { changes, remaining: all.length - changes.length, marks: taken(held, changes) };
}

type Held = ReadonlyMap<string, string> | undefined;
type Now = ReadonlyMap<string, Present> | null | undefined;

function goneOf(kind: string, held: Held, now: Now): Change[] {
  if (now === null) return [];
  return [...(held?.keys() ?? [])].filter((name) => !now?.has(name)).map((name) => ({ kind, name }));
}

function newOf(kind: string, held: Held, now: Now): Change[] {
  const fresh = [...(now ?? [])].filter(([name, { version }]) => held?.get(name) !== version);
  return fresh.sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, present]) => ({ kind, name, present }));
}

function taken(held: Marks, changes: readonly Change[]): Marks {
  const marks = new Map([...held].map(([kind, records]) => [kind, new Map(records)]));
  for (const { kind, name, present } of changes) {
    const records = marks.get(kind) ?? new Map<string, string>();
    marks.set(kind, records);
    if (present) records.set(name, present.version);
    else records.delete(name);
  }
  return marks;
}
