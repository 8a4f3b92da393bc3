import { note } from '../notes.js';
import type { Aggregation, Row, Selection } from '../row-source.js';
import { type Hoped, hopedRead, inVain } from './hoped.js';

type Read = Selection | Aggregation;
type Ask = (read: Read) => Promise<Row[]>;
type AskAll = (reads: readonly Read[]) => Promise<Row[][]>;

/** After so many keys in vain, of a hundred, and for so many reads, a list is not hoped for. */
const MOST_IN_VAIN = 10;
const WITHOUT_HOPE = 100;

/**
 * Days that were allocated again are few, and telling them apart takes as long as all the rest of a statement. So a list is
 * first read as if there were none, with a count that says where there are; only those keys are asked for once more. Where
 * that happens often, the list is read at once as it is.
 */
class Hopes {
  readonly #without = new Map<string, number>();

  /** The rows of a read; `ask` brings those of what is asked. */
  async one(read: Read, ask: Ask): Promise<Row[]> {
    const asked = this.#asked(read);
    return this.#settled(read, asked, await ask(asked), ask);
  }

  /** The same of several that are asked at once. */
  async all(reads: readonly Read[], together: AskAll, ask: Ask): Promise<Row[][]> {
    const asked = reads.map((read) => this.#asked(read));
    const found = await together(asked);
    return Promise.all(reads.map((read, at) => this.#settled(read, asked[at] ?? read, found[at] ?? [], ask)));
  }

  #asked(read: Read): Read & Hoped {
    const left = this.#without.get(read.label) ?? 0;
    if (left > 0) this.#without.set(read.label, left - 1);
    return (left > 0 ? undefined : hopedRead(read)) ?? read;
  }

  async #settled(read: Read, asked: Read & Hoped, rows: Row[], ask: Ask): Promise<Row[]> {
    const { keys } = read;
    const tuples = asked.hoped ? inVain(asked, rows) : [];
    if (!keys || tuples.length === 0) return rows;
    if (tuples.length * 100 > keys.tuples.length * MOST_IN_VAIN) this.#without.set(read.label, WITHOUT_HOPE);
    note(read.notes, { statements: read.notes?.statements === undefined ? 2 : 1 }); // who notes nothing sent one
    const vain = new Set(tuples.map((key) => JSON.stringify(key)));
    const kept = rows.filter((row) => !vain.has(JSON.stringify(keys.columns.map(({ name }) => String(row[name])))));
    return [...kept, ...(await ask({ ...read, keys: { ...keys, tuples } }))];
  }
}

/** The reads of a store: what is hoped for first, by one statement or together, and what was in vain once more. */
export function hoping(
  one: (read: Read, signal?: AbortSignal) => Promise<Row[]>,
  all: (reads: readonly Read[], signal?: AbortSignal) => Promise<Row[][]>,
) {
  const hopes = new Hopes();
  const alone = (read: Read, signal?: AbortSignal) => hopes.one(read, (asked) => one(asked, signal));
  const together = (reads: readonly Read[], signal?: AbortSignal) =>
    hopes.all(
      reads,
      (asked) => all(asked, signal),
      (asked) => one(asked, signal),
    );
  return { select: alone, aggregate: alone, readAll: together };
}
