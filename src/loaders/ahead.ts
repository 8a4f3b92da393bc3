import type { SourceName, ViewBinding } from '../binding/bindings.js';
import type { Aggregation, Column, Keys, Selection } from '../sources/row-source.js';
import type { Reads } from './reads.js';

/** What a document asks beneath the rows of a read. */
export interface Step {
  /** The columns of the rows above that it is linked by, and its own that equal them. */
  readonly from: readonly Column[];
  readonly to: readonly Column[];
  readonly target: ViewBinding;
  /** Which batch will ask for it. */
  readonly signature: unknown;
  /** What that batch will ask. @throws what keeps it from being asked */
  readonly read: (keys: Keys) => Selection | Aggregation;
  /** How many of its rows are parents of what lies beneath them; undefined for all. */
  readonly most?: number | undefined;
  readonly steps: readonly Step[];
}

/** Rows that are being read, and what a document asks beneath them. */
interface Begun {
  readonly source: SourceName;
  readonly upper: Selection;
  readonly above: Selection;
  readonly steps: readonly Step[];
}

/**
 * Reads deeper levels of a document beside the level above, by a semi-join, where each of them would be a round trip to a
 * store that is far away. It only makes answers known sooner: each level is then asked for by its keys as it always is.
 */
export class Ahead {
  readonly #steps = new Map<unknown, readonly Step[]>();
  readonly #expected = new Set<object>();
  readonly #coming = new Map<unknown, Promise<void>[]>();
  #begun: { readonly all: Begun[]; readonly done: Promise<void> } | undefined;
  #isTold = true;

  constructor(readonly reads: Reads) {}

  /** At this place of the document these steps are asked beneath what this batch brings. */
  expect(place: object, signature: unknown, target: ViewBinding, steps: () => readonly Step[]): void {
    if (this.#expected.has(place) || !this.reads.isFar(target)) return;
    this.#expected.add(place);
    this.#steps.set(signature, [...(this.#steps.get(signature) ?? []), ...steps()]);
  }

  /** A batch is about to read; `most` of its rows for each key are parents of what lies beneath. */
  begin(signature: unknown, { source }: ViewBinding, upper: Selection, most?: number): void {
    const steps = this.#steps.get(signature) ?? [];
    if (steps.length === 0 || !this.#isTold) return;
    this.#begun ??= this.#together();
    this.#begun.all.push({ source, upper, above: parents(upper, most), steps });
    for (const each of steps) this.#await(each, this.#begun.done);
  }

  /** Until what was read ahead for this batch is there, or will not come. */
  async settled(signature: unknown): Promise<void> {
    const coming = this.#coming.get(signature);
    this.#coming.delete(signature);
    if (coming) await Promise.all(coming);
  }

  #await(step: Step, done: Promise<void>): void {
    this.#coming.set(step.signature, [...(this.#coming.get(step.signature) ?? []), done]);
    for (const each of step.steps) this.#await(each, done);
  }

  /** What begins on one tick, as the lists of one level do, is read ahead together. */
  #together(): { all: Begun[]; done: Promise<void> } {
    const all: Begun[] = [];
    const done = new Promise<void>((resolve) => {
      setImmediate(() => {
        this.#begun = undefined;
        void this.#send(all).then(resolve);
      });
    });
    return { all, done };
  }

  /** What fails here is asked again by its keys, and fails there if it has to; nothing more is read ahead. */
  async #send(all: readonly Begun[]): Promise<void> {
    const sources = [...new Set(all.map(({ source }) => source))];
    const deepIn = (name: SourceName) =>
      all
        .filter(({ source }) => source === name)
        .map(({ upper, above, steps }) => ({ upper, reads: steps.flatMap((step) => this.#readsOf(step, above)) }));
    const answers = sources.map((source) => this.reads.ahead(source, deepIn(source)));
    for (const { status } of await Promise.allSettled(answers)) if (status === 'rejected') this.#isTold = false;
  }

  #readsOf(step: Step, above: Selection): (Selection | Aggregation)[] {
    const read = this.#readOf(step, above);
    if (!read) return [];
    if ('measures' in read) return [read];
    const below = parents(read, step.most);
    return [read, ...step.steps.flatMap((each) => this.#readsOf(each, below))];
  }

  /** Undefined where the viewer may not ask so: whoever asks by keys is told. */
  #readOf({ from, to, target, read }: Step, above: Selection): Selection | Aggregation | undefined {
    try {
      const asked = read({ columns: to, tuples: [], beneath: { ...above, columns: from } });
      this.reads.check(target, asked);
      return asked;
    } catch {
      return undefined;
    }
  }
}

/** The rows of a read as parents of others. */
function parents({ total: _, asText: __, ...read }: Selection, most: number | undefined): Selection {
  return most === undefined ? read : { ...read, limit: most };
}
