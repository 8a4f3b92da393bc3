import type pg from 'pg';
import { isLost } from './failures.js';

/** What a transaction answers, and whether what it did is to stay. */
export interface Done<T> {
  readonly keep: boolean;
  readonly answer: T;
}

/**
 * What is acknowledged has to outlive a crash of the database, whatever its configuration thinks of speed; one that waits
 * for replicas too stays as it is.
 */
const BEGIN = `begin; select set_config('synchronous_commit', 'on', true)
  where current_setting('synchronous_commit') = 'off'`;

/** Runs `work` in a transaction of its own. A connection that is lost, or cannot be rolled back, is not used again. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<Done<T>>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query(BEGIN);
    const { keep, answer } = await work(client);
    await client.query(keep ? 'commit' : 'rollback');
    return answer;
  } catch (error) {
    broken =
      isLost(error) ||
      (await client.query('rollback').then(
        () => false,
        () => true,
      ));
    throw error;
  } finally {
    client.release(broken);
  }
}
