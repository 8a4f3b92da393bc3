import { ColumnMissing, SourceSchema } from '../errors.js';
import type { Answered, Tell } from './beside.js';
import { columnsRead } from './cache/columns-read.js';
import { failingAt } from './failing-row.js';
import type { Aggregation, Column, Row, RowSource, Selection } from './row-source.js';

type Read = Selection | Aggregation;

/** Columns that views of a store turned out not to have. */
export interface Drift {
  readonly lacks: (view: string, column: Column) => boolean;
  /** Counts how often something else was missing than before. */
  readonly version: () => number;
  /** Looks again, unless that was done just now. */
  readonly learn: () => Promise<void>;
}

interface Drifting {
  /** What clients know the source by. */
  readonly name: string;
  readonly drift: Drift;
  /** What rows have in the place of a column that is missing: what fails whoever reads it, or nothing. */
  readonly instead: 'failure' | 'nothing';
}

/**
 * A source whose views may lose columns while it is read: those are left out of what is asked for, and whatever a read
 * stands on beside its values is refused. A statement that fails for its columns is asked once more with those that are there.
 */
export function drifting(source: RowSource, by: Drifting): RowSource {
  const { readAll } = source;
  const one = (read: Read, signal?: AbortSignal) =>
    relearning(by.drift, () => {
      const { asked, absent } = without(read, by);
      const rows = 'measures' in asked ? source.aggregate(asked, signal) : source.select(asked, signal);
      return rows.then((found) => marked(found, absent, by));
    });
  const all = async (reads: readonly Read[], signal?: AbortSignal) => {
    const parts = reads.map((read) => without(read, by));
    const found = await readAll?.(
      parts.map(({ asked }) => asked),
      signal,
    );
    return parts.map(({ absent }, at) => marked(found?.[at] ?? [], absent, by));
  };
  return {
    ...source,
    select: one,
    aggregate: one,
    ...(readAll && { readAll: (reads, signal) => relearning(by.drift, () => all(reads, signal)) }),
    ...(source.readEach && { readEach: (reads, signal, tell) => each(source, reads, by, one, signal, tell) }),
  };
}

async function relearning<T>(drift: Drift, ask: () => Promise<T>): Promise<T> {
  const known = drift.version();
  try {
    return await ask();
  } catch (error) {
    if (!isOfColumns(error) || !(await hasLearnt(drift, known))) throw error;
    return ask();
  }
}

/** Whether more is known than when a statement was sent. */
async function hasLearnt(drift: Drift, known: number): Promise<boolean> {
  if (drift.version() === known) await drift.learn();
  return drift.version() !== known;
}

const isOfColumns = (error: unknown) => error instanceof SourceSchema && !(error instanceof ColumnMissing);

/** Those that fail for their columns are asked again by themselves. */
async function each(
  source: RowSource,
  reads: readonly Read[],
  by: Drifting,
  one: (read: Read, signal?: AbortSignal) => Promise<Row[]>,
  signal?: AbortSignal,
  tell?: Tell,
): Promise<Answered[]> {
  const known = by.drift.version();
  const parts = reads.map((read) => attempt(() => without(read, by)));
  const fit = parts.flatMap((part) => ('asked' in part ? [part] : []));
  const early: Tell = (at, answer) => {
    const part = fit[at];
    if (!part || answer.status === 'rejected') return;
    tell?.(parts.indexOf(part), { ...answer, value: marked(answer.value, part.absent, by) });
  };
  const found =
    (await source.readEach?.(
      fit.map(({ asked }) => asked),
      signal,
      tell && early,
    )) ?? [];
  const answers = new Map(fit.map((part, at) => [part, found[at] as Answered]));
  const settled = parts.map(async (part, at) => {
    if (!('asked' in part)) throw part.refusal;
    const answer = answers.get(part) as Answered;
    if (answer.status === 'fulfilled') return marked(answer.value, part.absent, by);
    if (!isOfColumns(answer.reason) || !(await hasLearnt(by.drift, known))) throw answer.reason;
    return one(reads[at] as Read, signal);
  });
  return Promise.allSettled(settled);
}

function attempt<T>(make: () => T): T | { readonly refusal: unknown } {
  try {
    return make();
  } catch (refusal) {
    return { refusal };
  }
}

/** The read without the values that cannot be had. @throws SourceSchema where it stands on one, naming the argument if it is one */
function without(read: Read, { drift, name }: Drifting): { readonly asked: Read; readonly absent: readonly string[] } {
  const { view, scope, keys, where, grain } = read;
  const refuse = (part: object, argument?: string) => {
    for (const [of, columns] of columnsRead({ view, ...part } as Read))
      for (const column of columns) {
        if (!drift.lacks(of, column)) continue;
        throw argument === undefined ? new SourceSchema(name) : new ColumnMissing(name, argument, column.name);
      }
  };
  refuse({ scope, grain });
  refuse({ keys }, '');
  refuse({ where }, 'where');
  if ('measures' in read) {
    refuse({ groupBy: read.groupBy }, 'by');
    refuse({ measures: read.measures }, '');
    return { asked: read, absent: [] };
  }
  refuse({ order: read.order }, 'orderBy');
  const absent = read.columns.filter((column) => drift.lacks(view, column));
  if (absent.length === 0) return { asked: read, absent: [] };
  const columns = read.columns.filter((column) => !absent.includes(column));
  return { asked: { ...read, columns }, absent: absent.map((column) => column.name) };
}

function marked(rows: Row[], absent: readonly string[], { name, instead }: Drifting): Row[] {
  return absent.length === 0 || instead === 'nothing' ? rows : failingAt(rows, absent, () => new SourceSchema(name));
}
