import { SourceTimeout } from '../errors.js';
import { FOUND } from './json-shape.js';
import type { Row, RowSource } from './row-source.js';

/** What one request cost a source. */
export interface Cost {
  statements: number;
  rows: number;
  milliseconds: number;
}

/** A source for one request: counts what it is asked, and says SourceTimeout where the request's deadline cut it off. */
export function requestSource(
  source: RowSource,
  name: string,
  cost: Cost,
  deadline: AbortSignal,
  limitMs: number,
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
  return {
    ...(source.writesJson && { writesJson: true }),
    select: (selection, signal) => counted(source.select(selection, signal), lengthOf),
    aggregate: (aggregation, signal) => counted(source.aggregate(aggregation, signal), lengthOf),
    ...(readAll && {
      readAll: (reads, signal) =>
        counted(readAll(reads, signal), (parts) => parts.reduce((sum, rows) => sum + lengthOf(rows), 0)),
    }),
    close: () => source.close(),
  };
}

/** Of a page that the store wrote as text, the rows in it count. */
const lengthOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Number(row[FOUND] ?? 1), 0);
