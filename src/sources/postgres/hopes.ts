import { note } from '../notes.js';
import type { Aggregation, Row, Selection } from '../row-source.js';
import { type Hoped, hopedRead, inVain } from '../sql/hoped.js';

type Read = Selection | Aggregation;

/** After so many keys in vain, of a hundred, and for so many reads, a list is not hoped for. */
const MOST_IN_VAIN = 10;
const WITHOUT_HOPE = 100;

/**
 * Days that were allocated again are few, and telling them apart takes as long as all the rest of a statement. So a list is
 * first read as if there were none, with a count that says where there are; only those keys are asked for once more. Where
 * that happens often, the list is read at once as it is.
 */
export class Hopes {
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
