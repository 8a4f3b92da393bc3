import type pg from 'pg';

/** Entries that are younger than this stay, whoever asks. */
export const LEAST_KEPT_DAYS = 365;
/** Entries that one transaction takes out: what the gateway adds waits for no more than that. */
const BATCH = 50_000;

const TOO_YOUNG = `select $1::timestamptz > now() - make_interval(days => ${LEAST_KEPT_DAYS}) as is`;
const PRUNE = `delete from ops.audit_entry where id in (select id from ops.audit_entry where at < $1 order by id limit $2)`;
const TELL = `insert into ops.audit_entry (actor, role, request_id, operation_name, action, fields, row_count)
values ('database:' || session_user, 'owner', $1, 'audit:prune', 'WRITE', array['AuditEntry before ' || $2], $3)`;

/**
 * Takes the audit's entries before a day out for good, as who owns the table: the trigger that refuses it to everybody is
 * off within the transaction only, under a lock. Each transaction adds an entry that tells of it, so that what is cut off
 * half way is told too.
 * @param day     the first day, in UTC, that stays
 * @returns       how many entries were taken out
 * @throws Error  where the day is too young, or the user does not own the table
 */
export async function pruneAudit(client: pg.ClientBase, day: string): Promise<number> {
  const from = `${day}T00:00:00Z`;
  const { rows } = await client.query(TOO_YOUNG, [from]);
  if (rows[0].is) throw new Error(`Entries of the last ${LEAST_KEPT_DAYS} days stay; ${day} is later than that`);
  const run = `audit:prune ${new Date().toISOString()}`;
  let all = 0;
  for (;;) {
    const taken = await inTransaction(client, () => pruneOnce(client, from, day, run));
    all += taken;
    if (taken < BATCH) return all;
  }
}

async function pruneOnce(client: pg.ClientBase, from: string, day: string, run: string): Promise<number> {
  await client.query('alter table ops.audit_entry disable trigger never_changed');
  const { rowCount } = await client.query(PRUNE, [from, BATCH]);
  await client.query('alter table ops.audit_entry enable trigger never_changed');
  await client.query(TELL, [run, day, rowCount ?? 0]);
  return rowCount ?? 0;
}

async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const done = await work();
    await client.query('commit');
    return done;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
