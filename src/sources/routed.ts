import { note } from './notes.js';
import type { Aggregation, Row, RowSource, Selection } from './row-source.js';

type Read = Selection | Aggregation;
type Settled = PromiseSettledResult<Row[]>;

/** A nearer store of some rows. */
export interface Nearer {
  /** Where these reads are answered from here, each as it is asked of here; undefined where it is not. */
  readonly takes: (reads: readonly Read[]) => Promise<readonly boolean[]>;
  readonly source: RowSource;
}

/** Reads go to the nearer store where it has their rows, and to the other where it has not. */
export function routed(near: Nearer, far: RowSource): RowSource {
  const one = async (read: Read, signal: AbortSignal | undefined, ask: (source: RowSource) => Promise<Row[]>) => {
    signal?.throwIfAborted();
    const [isNear] = await near.takes([read]);
    if (isNear) note(read.notes, { hits: 1 });
    return ask(isNear ? near.source : far);
  };
  const each = async (reads: readonly Read[], signal?: AbortSignal): Promise<Settled[]> => {
    const isNear = await near.takes(reads);
    const places = reads.map((_, at) => at);
    const [here, there] = [places.filter((at) => isNear[at]), places.filter((at) => !isNear[at])];
    for (const at of here) note(reads[at]?.notes, { hits: 1 });
    const of = (some: readonly number[]) => some.map((at) => reads[at] as Read);
    const answers = await Promise.all([settled(near.source, of(here), signal), settled(far, of(there), signal)]);
    const found = new Map([...here, ...there].map((at, index) => [at, answers.flat()[index]]));
    return places.map((at) => found.get(at) as Settled);
  };
  return {
    select: (read, signal) => one(read, signal, (source) => source.select(read, signal)),
    aggregate: (read, signal) => one(read, signal, (source) => source.aggregate(read, signal)),
    readAll: async (reads, signal) => (await each(reads, signal)).map(rowsOf),
    readEach: each,
    close: async () => {
      await Promise.all([near.source.close(), far.close()]);
    },
  };
}

/** Each of them by itself, as far as the source can tell them apart. */
async function settled(source: RowSource, reads: readonly Read[], signal: AbortSignal | undefined): Promise<Settled[]> {
  const { readEach, readAll } = source;
  const alone = (read: Read) => ('measures' in read ? source.aggregate(read, signal) : source.select(read, signal));
  if (reads.length === 0) return [];
  if (reads.length > 1 && readEach) return readEach(reads, signal);
  if (reads.length === 1 || !readAll) return Promise.allSettled(reads.map(alone));
  try {
    return (await readAll(reads, signal)).map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    return reads.map(() => ({ status: 'rejected', reason }));
  }
}

function rowsOf(answer: Settled): Row[] {
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}
