import type pg from 'pg';
import { allOf } from '../sources/postgres/all-of.js';
import { isOutdated, renewNames } from '../sources/postgres/named.js';
import { tellStore, type Within } from '../sources/postgres/viewer-settings.js';
import { isLost } from './failures.js';

/** What a transaction answers, and whether what it did is to stay. */
export interface Done<T> {
  readonly keep: boolean;
  readonly answer: T;
}

/**
 * Works on a connection that is told whose records it is for: who used it before may have read for somebody else. The
 * work is sent right behind that, and counts for nothing where that failed. A connection that is lost, or cannot be
 * rolled back, is not used again.
 *
 * @param work  keeps nothing before `told` has come
 */
export async function inSession<T>(
  pool: pg.Pool,
  within: Within,
  work: (client: pg.ClientBase, told: Promise<void>) => Promise<T>,
  undo?: string,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    const told = tellStore(client, within);
    const [, done] = await allOf([told, work(client, told)]);
    return done;
  } catch (error) {
    if (isOutdated(error)) renewNames();
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
  const transact = async (client: pg.ClientBase, told: Promise<void>) => {
    // Nothing is sent before the transaction is known to be open: each statement would be one of its own.
    await allOf([told, client.query('begin')]);
    const { keep, answer } = await work(client);
    await client.query(keep ? 'commit' : 'rollback');
    return answer;
  };
  return inSession(pool, within, transact, 'rollback');
}
