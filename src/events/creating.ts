import type pg from 'pg';
import { holdUntilAllIsSaid } from '../sources/postgres/packets.js';
import type { Statement } from './append.js';
import { refusalOf } from './failures.js';
import { prepared } from './prepared.js';
import { answerAgain, KNOWN, type KnownRequest } from './request-keys.js';
import { withinOf } from './together.js';
import { inSession, inTransaction } from './transaction.js';
import type { Committed, Request } from './write.js';

/** Whether one statement writes all of a request. */
export const makesOneRecord = ({ writes }: Request): boolean =>
  writes.length === 1 && writes[0]?.expectedVersion === 0 && writes[0].by === undefined;

/** Writes a request that makes one record, without a transaction around it. */
export function createOne<Outcome>(
  pool: pg.Pool,
  request: Request<Outcome>,
  { text, values }: Statement,
  attempt: string,
): Promise<Committed<Outcome>> {
  return inSession(pool, request.within, async (client, told) => {
    const { rows } = await client.query<{ seq: string }>(prepared(text, values));
    await told;
    if (rows[0]) return { is: 'written', outcome: request.outcome, sequence: rows[0].seq };
    const key = [request.actor, request.clientRequestId];
    return answerAgain(await client.query<KnownRequest>(KNOWN, key), request, attempt);
  });
}

/**
 * Writes requests that make one record each in one transaction, all sent before the first is answered.
 * @param statements  of each request, as `createStatement` writes it
 * @returns           undefined where a key is taken or a constraint refuses one: then nothing is written
 */
export async function createAll<Outcome>(
  pool: pg.Pool,
  requests: readonly Request<Outcome>[],
  statements: readonly Statement[],
): Promise<Committed<Outcome>[] | undefined> {
  try {
    return await inTransaction(pool, withinOf(requests), async (client) => {
      holdUntilAllIsSaid(client);
      const sent = statements.map(({ text, values }) => client.query<{ seq: string }>(prepared(text, values)));
      const numbers = (await firstFailureOf(sent)).map(({ rows }) => rows[0]?.seq);
      const answers = numbers.flatMap((sequence, at): Committed<Outcome>[] =>
        sequence === undefined ? [] : [{ is: 'written', outcome: requests[at]?.outcome as Outcome, sequence }],
      );
      const keep = answers.length === requests.length;
      return { keep, answer: keep ? answers : undefined };
    });
  } catch (error) {
    if (refusalOf(error)) return undefined;
    throw error;
  }
}

/** All of them, or the first failure, once none is under way: those behind it only say that the transaction is over. */
async function firstFailureOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  const done: T[] = [];
  for (const each of work) done.push(await each);
  return done;
}
