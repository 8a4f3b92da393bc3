import { askedOfFar } from './nearer-keys.js';
import { type Notes, note } from './notes.js';
import type { Answered, Tell } from './beside.js';
import type { Aggregation, Row, RowSource, Selection } from './row-source.js';

type Read = Selection | Aggregation;

/** A nearer store of some rows. */
export interface Nearer {
  /** For each of these reads what is to be noted of it where it is answered from here; undefined where it is not. */
  readonly takes: (reads: readonly Read[]) => Promise<readonly (Notes | undefined)[]>;
  readonly source: RowSource;
  /** What its own rows of a view are known by, where they may be older than the other store's. */
  readonly wordOf?: (view: string) => string | undefined;
}

/** Reads go to the nearer store where it has their rows, and to the other where it has not. */
export function routed(near: Nearer, far: RowSource): RowSource {
  const { ahead } = far;
  const one = async (read: Read, signal: AbortSignal | undefined, ask: (source: RowSource) => Promise<Row[]>) => {
    signal?.throwIfAborted();
    const [taken] = await near.takes([read]);
    signal?.throwIfAborted();
    if (taken) note(read.notes, taken);
    return ask(taken ? near.source : far);
  };
  const each = eachOf(near, far);
  return {
    select: (read, signal) => one(read, signal, (source) => source.select(read, signal)),
    aggregate: (read, signal) => one(read, signal, (source) => source.aggregate(read, signal)),
    readAll: async (reads, signal) => (await each(reads, signal)).map(rowsOf),
    readEach: each,
    ...(ahead && { ahead: async (deep, signal) => ahead(await askedOfFar(near, deep), signal) }),
    changeOf: async (views) => {
      const words = await Promise.all(views.map(async (view) => near.wordOf?.(view) ?? (await far.changeOf?.([view]))));
      return words.includes(undefined) ? undefined : words.join(' ');
    },
    close: async () => {
      await Promise.all([near.source.close(), far.close()]);
    },
  };
}

/** What is near is told as soon as it is there, however long the rest takes. */
const eachOf =
  (near: Nearer, far: RowSource): NonNullable<RowSource['readEach']> =>
  async (reads, signal, tell) => {
    const taken = await near.takes(reads);
    signal?.throwIfAborted();
    const places = reads.map((_, at) => at);
    const [here, there] = [places.filter((at) => taken[at]), places.filter((at) => !taken[at])];
    for (const at of here) note(reads[at]?.notes, taken[at] ?? {});
    const of = (some: readonly number[]) => some.map((at) => reads[at] as Read);
    const found = new Map<number, Answered>();
    const toldOf = (some: readonly number[]) => (index: number, answer: Answered) => {
      found.set(some[index] ?? 0, answer);
      tell?.(some[index] ?? 0, answer);
    };
    await Promise.all([
      settled(near.source, of(here), signal, toldOf(here)),
      settled(far, of(there), signal, toldOf(there)),
    ]);
    return places.map((at) => found.get(at) as Answered);
  };

/** Each of them by itself, as far as the source can tell them apart; every one is told. */
async function settled(source: RowSource, reads: readonly Read[], signal: AbortSignal | undefined, tell: Tell) {
  const { readEach, readAll } = source;
  const alone = (read: Read) => ('measures' in read ? source.aggregate(read, signal) : source.select(read, signal));
  const all = async (): Promise<Answered[]> => {
    if (reads.length === 0) return [];
    if (reads.length > 1 && readEach) return readEach(reads, signal, tell);
    if (reads.length === 1 || !readAll) return Promise.allSettled(reads.map(alone));
    try {
      return (await readAll(reads, signal)).map((value) => ({ status: 'fulfilled', value }));
    } catch (reason) {
      return reads.map(() => ({ status: 'rejected', reason }));
    }
  };
  for (const [at, answer] of (await all()).entries()) tell(at, answer);
}

function rowsOf(answer: Answered): Row[] {
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}
