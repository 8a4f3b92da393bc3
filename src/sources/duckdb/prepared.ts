import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { LRUCache } from 'lru-cache';

/** Statements that a connection keeps ready: to parse and plan a small one takes longer than to run it. */
const MOST_KEPT = 100;
type Kept = LRUCache<string, DuckDBPreparedStatement>;
const kept = new WeakMap<DuckDBConnection, Kept>();

/** Runs `work` with the statement of this text, made ready on the connection once. One that failed is not used again. */
export async function withPrepared<T>(
  connection: DuckDBConnection,
  text: string,
  work: (statement: DuckDBPreparedStatement) => Promise<T>,
): Promise<T> {
  const ready = keptBy(connection);
  const statement = ready.get(text) ?? (await connection.prepare(text));
  ready.set(text, statement, { noDisposeOnSet: true });
  try {
    return await work(statement);
  } catch (error) {
    ready.delete(text);
    throw error;
  }
}

function keptBy(connection: DuckDBConnection): Kept {
  const known = kept.get(connection);
  if (known) return known;
  const made: Kept = new LRUCache({ max: MOST_KEPT, dispose: (statement) => statement.destroySync() });
  kept.set(connection, made);
  return made;
}
