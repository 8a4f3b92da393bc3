import { SourceTimeout } from '../errors.js';
import type { Aggregation, Row, RowSource, Selection } from './row-source.js';

/** What one request cost a source. */
export interface Cost {
  statements: number;
  rows: number;
  milliseconds: number;
}

/**
 * A source for one request: counts what it is asked, says which request asks, and says SourceTimeout where the request's
 * deadline cut it off.
 */
export function requestSource(
  source: RowSource,
  name: string,
  cost: Cost,
  deadline: AbortSignal,
  limitMs: number,
  requestId?: string,
): RowSource {
  const counted = async <T>(read: Promise<T>, rowsIn: (answer: T) => number): Promise<T> => {
    const started = performance.now();
    cost.statements += 1;
    try {
      const answer = await read;
      cost.rows += rowsIn(answer);
      return answer;
    } catch (error) {
      throw deadline.aborted ? new SourceTimeout(name, limitMs) : error;
    } finally {
      cost.milliseconds += performance.now() - started;
    }
  };
  const { readAll } = source;
  const lengthOf = (rows: readonly Row[]) => rows.length;
  const asked = <R extends Selection | Aggregation>(read: R): R => (requestId ? { ...read, requestId } : read);
  return {
    select: (selection, signal) => counted(source.select(asked(selection), signal), lengthOf),
    aggregate: (aggregation, signal) => counted(source.aggregate(asked(aggregation), signal), lengthOf),
    ...(readAll && {
      readAll: (reads, signal) =>
        counted(readAll(reads.map(asked), signal), (parts) => parts.reduce((sum, rows) => sum + rows.length, 0)),
    }),
    close: () => source.close(),
  };
}
