import { SourceTimeout } from '../errors.js';
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
  const counted = async (read: Promise<Row[]>): Promise<Row[]> => {
    const started = performance.now();
    cost.statements += 1;
    try {
      const rows = await read;
      cost.rows += rows.length;
      return rows;
    } catch (error) {
      throw deadline.aborted ? new SourceTimeout(name, limitMs) : error;
    } finally {
      cost.milliseconds += performance.now() - started;
    }
  };
  return {
    select: (selection, signal) => counted(source.select(selection, signal)),
    aggregate: (aggregation, signal) => counted(source.aggregate(aggregation, signal)),
    close: () => source.close(),
  };
}
