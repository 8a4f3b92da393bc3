import { columnsRead } from './cache/columns-read.js';
import { columnsOfShape } from './json-shape.js';
import type { Aggregation, RowSource, Selection } from './row-source.js';

type Read = Selection | Aggregation;

/** Views that were read, and the word that tells whether they change. */
export interface Seen {
  readonly source: string;
  readonly views: readonly string[];
  readonly word: string;
}

/** What one request has read. Each word is taken before the rows, so that no older rows pass for newer ones. */
export class Watch {
  readonly #seen = new Map<string, Seen>();
  /** Whether all that was read can be told to be unchanged, and tells of no person. */
  #isWhole = true;
  /** Whether what was sent is an answer that may be sent again; who made it says so. */
  isAnswer = false;

  /** What the answer rests on; undefined where that cannot be said of all of it. */
  get restsOn(): readonly Seen[] | undefined {
    return this.#isWhole ? [...this.#seen.values()] : undefined;
  }

  giveUp(): void {
    this.#isWhole = false;
  }

  async note(name: string, { changeOf }: RowSource, reads: readonly Read[]): Promise<void> {
    if (!changeOf || reads.some(isPersonal)) return this.giveUp();
    const views = [...new Set(reads.flatMap((read) => [...columnsRead(read).keys()]))].sort();
    const key = `${name} ${views}`;
    if (this.#seen.has(key)) return;
    const word = await changeOf(views, true);
    if (word === undefined) this.giveUp();
    else this.#seen.set(key, { source: name, views, word });
  }
}

/** A source that lets the request's watch know what is read. */
export function watched(source: RowSource, name: string, watch: Watch): RowSource {
  const { readAll, readEach, tile } = source;
  return {
    ...source,
    select: async (read, signal) => {
      await watch.note(name, source, [read]);
      return source.select(read, signal);
    },
    aggregate: async (read, signal) => {
      await watch.note(name, source, [read]);
      return source.aggregate(read, signal);
    },
    ...(readAll && {
      readAll: async (reads, signal) => {
        await watch.note(name, source, reads);
        return readAll(reads, signal);
      },
    }),
    ...(readEach && {
      readEach: async (reads, signal, tell) => {
        await watch.note(name, source, reads);
        return readEach(reads, signal, tell);
      },
    }),
    ...(tile && {
      tile: async (read, signal) => {
        watch.giveUp();
        return tile(read, signal);
      },
    }),
  };
}

function isPersonal(read: Read): boolean {
  const shape = 'asText' in read && read.asText ? columnsOfShape(read.asText) : [];
  const columns = [...columnsRead(read).values()].flatMap((some) => [...some]);
  return [...shape, ...columns].some(({ personal }) => personal);
}
