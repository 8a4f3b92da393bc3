import { note } from '../notes.js';
import type { Aggregation, Row, Selection } from '../row-source.js';
import { type Hoped, hopedRead, inVain } from '../sql/hoped.js';

type Read = Selection | Aggregation;

/** After so many keys in vain, of a hundred, and for so many reads, a list is not hoped for. */
const MOST_IN_VAIN = 10;
const WITHOUT_HOPE = 100;

export type AskOne = (read: Read & Hoped, signal?: AbortSignal) => Promise<Row[]>;
export type AskAll = (reads: readonly (Read & Hoped)[], signal?: AbortSignal) => Promise<Row[][]>;

/** Reads that are hoped for first, by one statement or together, and what was in vain once more. */
export function hoping(one: AskOne, all: AskAll) {
  const hopes = new Hopes();
  const settled = (read: Read, asked: Read & Hoped, found: Row[], signal?: AbortSignal) =>
    hopes.settled(read, asked, found, (again) => one(again, signal));
  const alone = async (read: Read, signal?: AbortSignal) => {
    const asked = hopes.of(read);
    return settled(read, asked, await one(asked, signal), signal);
  };
  const together = async (reads: readonly Read[], signal?: AbortSignal) => {
    const asked = reads.map((read) => hopes.of(read));
    const found = await all(asked, signal);
    return Promise.all(reads.map((read, at) => settled(read, asked[at] ?? read, found[at] ?? [], signal)));
  };
  return { select: alone, aggregate: alone, readAll: together };
}

/**
 * Days that were allocated again are few, and telling them apart takes as long as all the rest of a statement. So a list is
 * first read as if there were none, with a count that says where there are; only those keys are asked for once more. Where
 * that happens often, the list is read at once as it is.
 */
class Hopes {
  readonly #without = new Map<string, number>();

  /** What is to be asked first. */
  of(read: Read): Read & Hoped {
    const left = this.#without.get(read.label) ?? 0;
    if (left > 0) this.#without.set(read.label, left - 1);
    return (left > 0 ? undefined : hopedRead(read)) ?? read;
  }

  /** The rows of the read, given those of what was asked first. */
  async settled(read: Read, asked: Read & Hoped, rows: Row[], ask: (read: Read) => Promise<Row[]>): Promise<Row[]> {
    const { keys } = read;
    const tuples = asked.hoped ? inVain(asked, rows) : [];
    if (!keys || tuples.length === 0) return rows;
    if (tuples.length * 100 > keys.tuples.length * MOST_IN_VAIN) this.#without.set(read.label, WITHOUT_HOPE);
    const vain = new Set(tuples.map(String));
    note(read.notes, { statements: read.notes?.statements === undefined ? 2 : 1 }); // who notes nothing sent one
    const kept = rows.filter((row) => !vain.has(String(keys.columns.map(({ name }) => String(row[name])))));
    return [...kept, ...(await ask({ ...read, keys: { ...keys, tuples } }))];
  }
}
