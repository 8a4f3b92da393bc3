import { randomUUID } from 'node:crypto';
import { ExponentialBackoff, handleWhen, type IPolicy, retry } from 'cockatiel';
import type pg from 'pg';
import { GatewayError, SourceTimeout, SourceUnavailable } from '../errors.js';
import { appendStatement, createStatement } from './append.js';
import { Bells, type Telling } from './bells.js';
import { DatabaseClock, timeOf } from './database-clock.js';
import { EventFeed } from './feed.js';
import { isTransient, refusalOf } from './failures.js';
import { prepared } from './prepared.js';
import { answerAgain, KNOWN, type KnownRequest, TAKE_KEY } from './request-keys.js';
import { type StoredColumns, storedColumns } from './stored-columns.js';
import { asAbandoned, withinOf } from './together.js';
import { inSession, inTransaction } from './transaction.js';
import type { Committed, Request, Write } from './write.js';

const SOURCE = 'OPS';
/** A request is tried this many times more where the database was busy with another, or went away. */
export const RETRIES = 4;

/** The database that operations are written to. */
export interface WritableDatabase extends Telling {
  readonly pool: pg.Pool;
  readonly limits: { readonly statementTimeoutMs: number };
}

/**
 * Where operations are written: the only writer of the state tables. A request is one transaction, so that its key,
 * its events, the state they lead to and what subscribers hear of it are there together or not at all.
 */
export class EventStore {
  readonly columns: StoredColumns;
  readonly bells: Bells;
  readonly feed = new EventFeed(this);
  readonly clock = new DatabaseClock(() => timeOf(this));
  readonly #patience: IPolicy = retry(handleWhen(isTransient), {
    maxAttempts: RETRIES,
    backoff: new ExponentialBackoff({ initialDelay: 20, maxDelay: 1_000 }),
  });

  constructor(readonly database: WritableDatabase) {
    this.columns = storedColumns(database.pool);
    this.bells = new Bells(database);
  }

  /** Writes one request. The same key with the same body is answered as the first time. */
  async commit<Outcome>(request: Request<Outcome>): Promise<Committed<Outcome>> {
    const [committed] = await this.commitAll([request]);
    return committed as Committed<Outcome>;
  }

  /**
   * Writes several requests in one transaction: all of them, or none where one cannot be. A connection that is lost
   * leaves it open whether the transaction came through: it is tried again, and the keys tell.
   * @throws SourceUnavailable, SourceTimeout  nothing is known to be written; the same request may be sent again
   */
  async commitAll<Outcome>(requests: readonly Request<Outcome>[]): Promise<Committed<Outcome>[]> {
    const attempt = randomUUID();
    const committed = await this.guarded(async () => {
      // Before the transaction: it may hold the only connection that there is.
      const entities = new Set(requests.flatMap(({ writes }) => writes.map(({ entity }) => entity)));
      for (const entity of entities) await this.columns(entity);
      return this.#attempt(requests, attempt);
    });
    this.bells.ring();
    return committed;
  }

  /** What a request with this key was told, where it came before. */
  async recorded(actor: string, clientRequestId: string): Promise<KnownRequest | undefined> {
    return (await this.read<KnownRequest>(KNOWN, [actor, clientRequestId]))[0];
  }

  /** Rows as they are, whosever: who asks for them on behalf of a viewer holds them against the viewer's scope. */
  read<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { pool } = this.database;
    return this.guarded(() =>
      inSession(pool, 'everything', async (client) => (await client.query<Row>(prepared(text, values))).rows),
    );
  }

  /** Runs what may be run again, with patience; a driver's error leaves as one of the gateway's. */
  async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#patience.execute(work);
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      if (error instanceof Error && 'code' in error && error.code === '57014')
        throw new SourceTimeout(SOURCE, this.database.limits.statementTimeoutMs);
      throw new SourceUnavailable(SOURCE, error);
    }
  }

  async #attempt<Outcome>(requests: readonly Request<Outcome>[], attempt: string): Promise<Committed<Outcome>[]> {
    const answers: Committed<Outcome>[] = [];
    const stopped = () => requests.map((_, at): Committed<Outcome> => answers[at] ?? { is: 'abandoned' });
    const [only, ...others] = requests;
    try {
      if (only && others.length === 0 && makesOneRecord(only)) return [await this.#create(only, attempt)];
      return await inTransaction(this.database.pool, withinOf(requests), async (client) => {
        for (const request of requests) {
          const answer = await this.#write(client, request, attempt);
          answers.push(answer);
          if (answer.is !== 'written' && answer.is !== 'replayed') break;
        }
        const keep = answers.every(({ is }) => is === 'written' || is === 'replayed');
        return { keep, answer: keep ? answers : asAbandoned(stopped()) };
      });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      answers.push(refusal);
      return asAbandoned(stopped());
    }
  }

  /** Without a transaction around it. */
  async #create<Outcome>(request: Request<Outcome>, attempt: string): Promise<Committed<Outcome>> {
    const [write] = request.writes as [Write];
    const { text, values } = createStatement(write, request, await this.columns(write.entity), attempt);
    return inSession(this.database.pool, request.within, async (client, told) => {
      await told;
      const { rows } = await client.query<{ seq: string }>(prepared(text, values));
      if (rows[0]) return { is: 'written', outcome: request.outcome, sequence: rows[0].seq };
      const key = [request.actor, request.clientRequestId];
      return answerAgain(await client.query<KnownRequest>(KNOWN, key), request, attempt);
    });
  }

  async #write<Outcome>(
    client: pg.ClientBase,
    request: Request<Outcome>,
    attempt: string,
  ): Promise<Committed<Outcome>> {
    const { actor, clientRequestId, command, bodyHash, outcome, writes } = request;
    const key = [actor, clientRequestId];
    const taken = await client.query(prepared(TAKE_KEY, [...key, command, bodyHash, attempt, JSON.stringify(outcome)]));
    if (taken.rowCount === 0) return answerAgain(await client.query<KnownRequest>(KNOWN, key), request, attempt);
    let sequence = '';
    for (const write of writes) {
      const { text, values } = appendStatement(write, request, await this.columns(write.entity));
      const { rows } = await client.query<{ seq: string }>(prepared(text, values));
      if (!rows[0]) return { is: 'stale', entity: write.entity, rowId: write.rowId };
      sequence = rows[0].seq;
    }
    return { is: 'written', outcome, sequence };
  }
}

const makesOneRecord = ({ writes }: Request) =>
  writes.length === 1 && writes[0]?.expectedVersion === 0 && writes[0].by === undefined;
