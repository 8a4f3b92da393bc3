import { SourceSchema } from '../errors.js';
import type { Answered, Tell } from './beside.js';
import type { Aggregation, Row, RowSource, Selection } from './row-source.js';

type Read = Selection | Aggregation;
type Signal = AbortSignal | undefined;

interface Asked {
  readonly read: Read;
  readonly alone: () => Promise<Row[]>;
  readonly resolve: (rows: Row[] | Promise<Row[]>) => void;
  readonly reject: (error: unknown) => void;
}

/** Most parts of a statement: its text grows with their number times its width. */
const MOST_PARTS = 16;

/**
 * Makes one statement of the keyed reads that are asked for at the same time, as those of one level of a document are.
 * Reads without keys are questions of their own, unless they say `beside`: none of them waits for another, or fails with
 * it.
 */
export function together(source: RowSource): RowSource {
  const { readAll } = source;
  if (!readAll) return source;
  const each = source.readEach ?? asOne(readAll);
  // What is given up together may share a statement.
  const waiting = new Map<Signal, Asked[]>();
  const begin = (signal: Signal): Asked[] => {
    const group: Asked[] = [];
    waiting.set(signal, group);
    // The loaders dispatch one after the other on one tick; after it, and what follows at once, all have.
    setImmediate(() => {
      if (waiting.get(signal) === group) waiting.delete(signal);
      void answer(group, (reads, tell) => each(reads, signal, tell));
    });
    return group;
  };
  const collect = (read: Read, signal: Signal, alone: () => Promise<Row[]>): Promise<Row[]> => {
    if (!read.keys && !read.beside) return alone();
    const open = waiting.get(signal);
    const group = open && open.length < MOST_PARTS ? open : begin(signal);
    return new Promise((resolve, reject) => group.push({ read, alone, resolve, reject }));
  };
  return {
    ...source,
    select: (selection, signal) => collect(selection, signal, async () => source.select(selection, signal)),
    aggregate: (aggregation, signal) => collect(aggregation, signal, async () => source.aggregate(aggregation, signal)),
  };
}

type Each = NonNullable<RowSource['readEach']>;

/** A statement that fails as a whole fails each of its reads. */
function asOne(readAll: NonNullable<RowSource['readAll']>): Each {
  return async (reads, signal) => {
    try {
      const parts = await readAll(reads, signal);
      return reads.map((_, at) => ({ status: 'fulfilled', value: parts[at] ?? [] }));
    } catch (reason) {
      return reads.map(() => ({ status: 'rejected', reason }));
    }
  };
}

type Ask = (reads: Read[], tell: Tell) => Promise<Answered[]>;

async function answer(group: readonly Asked[], each: Ask): Promise<void> {
  const [first] = group;
  if (first && group.length === 1) return first.resolve(first.alone());
  const reads = group.map(({ read }) => read);
  // What is near does not wait for what is far: what lies beneath it is asked for meanwhile.
  const tell: Tell = (at, answered) => {
    if (answered.status === 'fulfilled') group[at]?.resolve(answered.value);
  };
  const asked = (async () => each(reads, tell))(); // a store may throw before it promises
  const answers = await asked.catch((reason: unknown) => reads.map(() => ({ status: 'rejected' as const, reason })));
  for (const [at, { alone, resolve, reject }] of group.entries()) {
    const answered = answers[at];
    if (answered?.status === 'fulfilled') resolve(answered.value);
    // One part may lack its view or a column; which, only each alone can tell.
    else if (answered?.reason instanceof SourceSchema) resolve(alone());
    else reject(answered?.reason);
  }
}
