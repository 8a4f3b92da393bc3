import type pg from 'pg';
import { tellStore, type Within } from '../sources/postgres/viewer-settings.js';
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

/**
 * Works on a connection that was told whose records it is for: who used it before may have read for somebody else. One
 * that is lost, or cannot be rolled back, is not used again.
 */
export async function inSession<T>(
  pool: pg.Pool,
  within: Within,
  work: (client: pg.ClientBase) => Promise<T>,
  undo?: string,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await tellStore(client, within);
    return await work(client);
  } catch (error) {
    broken = isLost(error) || (undo !== undefined && !(await succeeds(client.query(undo))));
    throw error;
  } finally {
    client.release(broken);
  }
}

const succeeds = (work: Promise<unknown>) =>
  work.then(
    () => true,
    () => false,
  );

/** Runs `work` in a transaction of its own. */
export function inTransaction<T>(
  pool: pg.Pool,
  within: Within,
  work: (client: pg.ClientBase) => Promise<Done<T>>,
): Promise<T> {
  const transact = async (client: pg.ClientBase) => {
    await client.query(BEGIN);
    const { keep, answer } = await work(client);
    await client.query(keep ? 'commit' : 'rollback');
    return answer;
  };
  return inSession(pool, within, transact, 'rollback');
}
