import type { Scope } from '../row-source.js';
import type { Bound, Statement } from '../sql/dialect.js';
import { allOf } from './all-of.js';
import { isReadTimeout, masked } from './masked.js';
import { isOutdated, renewNames } from './named.js';
import type { Leaving } from './or-leave.js';
import type { Connection, PostgresDatabase } from './postgres-source.js';
import { types } from './values.js';
import { tellViewer } from './viewer-settings.js';

export interface Query {
  readonly name?: string;
  readonly text: string;
  readonly values: Bound[];
  readonly types: typeof types;
  /** Rows as arrays of cells, not by the columns' names. */
  readonly rowMode?: 'array';
}

export type Asked = Pick<Query, 'name' | 'rowMode'> & Statement;
type Scoped = Asked & { readonly scope: Scope };

/** Runs a statement. One whose plan is of a table that was changed since is run once more, and planned anew for all. */
export async function execute(
  database: PostgresDatabase,
  { name, ...asked }: Scoped,
  source: string,
  leaving: Leaving,
): Promise<unknown[]> {
  try {
    return await attempt(database, name === undefined ? asked : { ...asked, name }, leaving);
  } catch (error) {
    leaving.signal?.throwIfAborted();
    if (name === undefined || !isOutdated(error)) throw masked(error, source, database.limits.statementTimeoutMs);
    renewNames(name);
    return execute(database, asked, source, leaving);
  }
}

async function attempt(
  { pool, cancel }: PostgresDatabase,
  { values, scope, ...statement }: Scoped,
  leaving: Leaving,
): Promise<unknown[]> {
  let connection: Connection | undefined;
  let cancelling: Promise<unknown> | undefined;
  let broken = false;
  try {
    const own = await pool.connect();
    connection = own;
    leaving.signal?.throwIfAborted();
    leaving.stop = () => {
      cancelling = cancel?.(own).catch(() => {});
    };
    // One behind the other on the same way: where the first fails, nobody is given what the second brought.
    const told = tellViewer(own, scope);
    const asked = own.query({ ...statement, values: [...values], types });
    const answer = told ? (await allOf([told, asked]))[1] : await asked;
    return answer.rows;
  } catch (error) {
    broken = isReadTimeout(error) || isOutdated(error);
    throw error;
  } finally {
    leaving.stop = undefined;
    // Only then, or a late cancel would stop the next statement of this connection.
    if (cancelling) await cancelling;
    connection?.release(broken);
  }
}
