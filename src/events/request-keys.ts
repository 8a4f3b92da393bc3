import type pg from 'pg';
import type { Committed, Request } from './write.js';

/** A request that was written, by who asked and the key they gave it. */
export interface KnownRequest {
  readonly body_hash: string;
  readonly command: string;
  readonly attempt: string;
  readonly outcome: unknown;
  readonly seq: string;
}

export const TAKE_KEY = `insert into ops.idempotency (actor, client_request_id, command, body_hash, attempt, outcome)
  values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning true as taken`;
export const KNOWN = `select body_hash, command, attempt, outcome, seq from ops.idempotency
  where actor = $1 and client_request_id = $2`;

/** The first answer again; where it was this very try's, whose answer was lost on its way, it counts as written. */
export function answerAgain<Outcome>(
  { rows }: pg.QueryResult<KnownRequest>,
  request: Request<Outcome>,
  attempt: string,
): Committed<Outcome> {
  const [known] = rows;
  if (known?.body_hash !== request.bodyHash || known.command !== request.command) return { is: 'keyReused' };
  const is = known.attempt === attempt ? 'written' : 'replayed';
  return { is, outcome: known.outcome as Outcome, sequence: known.seq };
}
