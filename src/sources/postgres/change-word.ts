import type { PostgresDatabase } from './postgres-source.js';
import { types } from './values.js';

/** How old a word may be for who only writes down beside rows what they rest on. */
const RECENT_MS = 1_000;

/**
 * A transaction that wrote gets a number, and its end changes the snapshot's text; a standby tells how far it has come
 * instead. The server's start is part of it, because a server that was restored may come to the same numbers again.
 */
const WORD = `
  select pg_postmaster_start_time() || ' ' || case when pg_is_in_recovery()
    then pg_last_wal_replay_lsn()::text else pg_current_snapshot()::text end as word`;

/** Tables whose rows change by transactions of this server only: a view may ask the clock, or another server. */
const OWN_ROWS = `
  select name from unnest($1::text[]) name join pg_class held on held.oid = to_regclass(quote_ident(name))
  where relkind in ('r', 'm') or relkind = 'p' and not exists (
    select from pg_partition_tree(held.oid) tree join pg_class part on part.oid = tree.relid where part.relkind = 'f')`;

/** The views that are tables or were made into ones. */
export async function ownRows(database: PostgresDatabase, views: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await ask<{ name: string }>(database, OWN_ROWS, [[...views]]);
  return new Set(rows.map(({ name }) => name));
}

/**
 * Tells a word that stays the same while no transaction that wrote anything anywhere on the server has ended. Questions of
 * one moment share one statement, and none is answered by a statement that was sent before it was asked.
 */
export function changeWordOf(database: PostgresDatabase): (recent: boolean) => Promise<string | undefined> {
  let asking: Promise<string | undefined> | undefined;
  let last: { readonly word: string | undefined; readonly at: number } | undefined;
  const told = async () => {
    await null; // whoever asks in this turn comes along
    asking = undefined;
    const at = performance.now();
    const [row] = await ask<{ word: string }>(database, WORD, []).catch(() => []);
    last = { word: row?.word, at };
    return row?.word;
  };
  return async (recent) => {
    // An older word beside newer rows only means that they are read once more.
    if (recent && last && performance.now() - last.at < RECENT_MS) return last.word;
    asking ??= told();
    return asking;
  };
}

async function ask<R>({ pool }: PostgresDatabase, text: string, values: string[][]): Promise<R[]> {
  const connection = await pool.connect();
  try {
    return (await connection.query({ text, values, types })).rows as R[];
  } finally {
    connection.release();
  }
}
