import { SourceTimeout } from '../errors.js';
import { FOUND } from './json-shape.js';
import type { Notes } from './notes.js';
import type { Aggregation, Row, RowSource, Selection } from './row-source.js';
import type { Tile } from './tile-read.js';

/** What one request cost a source. */
export interface Cost {
  statements: number;
  rows: number;
  milliseconds: number;
  /** Reads, or parts of them, that were answered out of memory. */
  hits: number;
  /** Since when the oldest of the answers has not been held against the store, where any came out of memory. */
  asOf?: number;
  /** Some of it is an older copy, because the store is out of order. */
  stale?: boolean;
}

export const noCost = (): Cost => ({ statements: 0, rows: 0, milliseconds: 0, hits: 0 });

function add(cost: Cost, { statements = 1, hits = 0, asOf, stale }: Notes): void {
  cost.statements += statements;
  cost.hits += hits;
  if (asOf !== undefined) cost.asOf = Math.min(cost.asOf ?? asOf, asOf);
  if (stale) cost.stale = true;
}

/** Hears how each read of a store went. */
export interface Hearing {
  readonly answered: (name: string) => void;
  readonly failed: (name: string, error: unknown) => void;
}

/** The request that a store is asked for. */
export interface AskedFor {
  /** The store's name. */
  readonly name: string;
  /** What is asked is counted in it. */
  readonly cost: Cost;
  readonly deadline: Pick<AbortSignal, 'aborted'>;
  /** How long the deadline left the request. */
  readonly limitMs: number;
  readonly requestId?: string | undefined;
  readonly hearing?: Hearing | undefined;
}

const DEAF: Hearing = { answered: () => {}, failed: () => {} };

/**
 * A source for one request: counts what it is asked, says which request asks, and says SourceTimeout where the request's
 * deadline cut it off.
 */
export function requestSource(source: RowSource, request: AskedFor): RowSource {
  const { name, cost, deadline, limitMs, requestId, hearing = DEAF } = request;
  const counted = counting({ ...request, hearing });
  const { readAll, readEach, tile, ahead, changeOf } = source;
  const late = (answer: PromiseSettledResult<Row[]>): PromiseSettledResult<Row[]> =>
    answer.status === 'fulfilled' ? answer : { ...answer, reason: new SourceTimeout(name, limitMs) };
  const asked =
    (notes: Notes) =>
    <R extends Selection | Aggregation>(read: R): R => ({ ...read, notes, ...(requestId && { requestId }) });
  return {
    ...(source.writesJson && { writesJson: true }),
    select: (read, signal) => counted((notes) => source.select(asked(notes)(read), signal), lengthOf),
    aggregate: (read, signal) => counted((notes) => source.aggregate(asked(notes)(read), signal), lengthOf),
    ...(readAll && {
      readAll: (reads, signal) => counted((notes) => readAll(reads.map(asked(notes)), signal), lengthOfAll),
    }),
    ...(readEach && {
      readEach: async (reads, signal, tell) => {
        const answers = await counted((notes) => readEach(reads.map(asked(notes)), signal, tell), lengthOfEach);
        for (const { reason } of answers.filter((each) => each.status === 'rejected')) hearing.failed(name, reason);
        return deadline.aborted ? answers.map(late) : answers;
      },
    }),
    ...(tile && { tile: (read, signal) => counted((notes) => noted(tile(read, signal), notes), featuresOf) }),
    ...(ahead && { ahead: countedAhead(ahead, cost, requestId) }),
    ...(changeOf && { changeOf }),
    close: () => source.close(),
  };
}

/** Runs reads, and keeps account of what each was and how it went. */
function counting({ name, cost, deadline, limitMs, hearing }: AskedFor & { readonly hearing: Hearing }) {
  return async <T>(ask: (notes: Notes) => Promise<T>, rowsIn: (answer: T) => number): Promise<T> => {
    const started = performance.now();
    const notes: Notes = {};
    try {
      const answer = await ask(notes);
      cost.rows += rowsIn(answer);
      hearing.answered(name);
      return answer;
    } catch (error) {
      hearing.failed(name, error);
      throw deadline.aborted ? new SourceTimeout(name, limitMs) : error;
    } finally {
      add(cost, notes);
      cost.milliseconds += performance.now() - started;
    }
  };
}

/** Of a page that the store wrote as text, the rows in it count. */
const lengthOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row[FOUND] ?? 1), 0);
const lengthOfAll = (parts: readonly (readonly Row[])[]) => parts.reduce((sum, rows) => sum + lengthOf(rows), 0);
const lengthOfEach = (answers: readonly PromiseSettledResult<Row[]>[]) =>
  lengthOfAll(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])));

const featuresOf = (tile: Tile | null) => tile?.features ?? 0;
/** What is read ahead answers nobody yet: only what it costs is told. */
function countedAhead(ahead: Ahead, cost: Cost, requestId: string | undefined): Ahead {
  return async (deep, signal) => {
    const started = performance.now();
    const notes: Notes = {};
    const asked = (read: Selection | Aggregation) => ({ ...read, notes, ...(requestId && { requestId }) });
    try {
      await ahead(
        deep.map(({ upper, reads }) => ({ upper, reads: reads.map(asked) })),
        signal,
      );
    } finally {
      add(cost, { statements: notes.statements ?? 0 });
      cost.milliseconds += performance.now() - started;
    }
  };
}

type Ahead = NonNullable<RowSource['ahead']>;

/** A store that turns out not to make tiles was not asked. */
async function noted(making: Promise<Tile | null>, notes: Notes): Promise<Tile | null> {
  const made = await making;
  if (made === null) notes.statements = 0;
  return made;
}
