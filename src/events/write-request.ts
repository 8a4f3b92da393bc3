import type pg from 'pg';
import { appendStatement } from './append.js';
import { prepared } from './prepared.js';
import { answerAgain, KNOWN, type KnownRequest, TAKE_KEY } from './request-keys.js';
import type { StoredColumns } from './stored-columns.js';
import type { Committed, Request } from './write.js';

/** Writes one request within a transaction: its key first, which decides, then its records one after the other. */
export async function writeRequest<Outcome>(
  client: pg.ClientBase,
  request: Request<Outcome>,
  attempt: string,
  columns: StoredColumns,
): Promise<Committed<Outcome>> {
  const { actor, clientRequestId, command, bodyHash, outcome, writes } = request;
  const key = [actor, clientRequestId];
  const taken = await client.query(prepared(TAKE_KEY, [...key, command, bodyHash, attempt, JSON.stringify(outcome)]));
  if (taken.rowCount === 0) return answerAgain(await client.query<KnownRequest>(KNOWN, key), request, attempt);
  let sequence = '';
  for (const write of writes) {
    const { text, values } = appendStatement(write, request, await columns(write.entity));
    const { rows } = await client.query<{ seq: string }>(prepared(text, values));
    if (!rows[0]) return { is: 'stale', entity: write.entity, rowId: write.rowId };
    sequence = rows[0].seq;
  }
  return { is: 'written', outcome, sequence };
}
