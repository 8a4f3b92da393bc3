import { randomUUID } from 'node:crypto';
import { ExponentialBackoff, handleWhen, type IPolicy, retry } from 'cockatiel';
import type pg from 'pg';
import { masked } from '../sources/postgres/masked.js';
import { createStatement, type Statement } from './append.js';
import { Bells, type Telling } from './bells.js';
import { createAll, createOne, makesOneRecord } from './creating.js';
import { DatabaseClock, timeOf } from './database-clock.js';
import { EventFeed } from './feed.js';
import { isTransient, refusalOf } from './failures.js';
import { prepared } from './prepared.js';
import { KNOWN, type KnownRequest } from './request-keys.js';
import { type StoredColumns, storedColumns } from './stored-columns.js';
import { asAbandoned, withinOf, writtenOnce } from './together.js';
import { inSession, inTransaction } from './transaction.js';
import type { Committed, Request, Write } from './write.js';
import { writeRequest } from './write-request.js';

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
      await this.#learn(requests);
      return (await this.#createAll(requests, attempt)) ?? this.#attempt(requests, attempt);
    });
    this.bells.ring();
    return writtenOnce(requests, committed);
  }

  /**
   * Writes several requests, each by itself: one that cannot be written keeps no other from it.
   * @throws SourceUnavailable, SourceTimeout  as `commitAll`; some of them may be written
   */
  async commitEach<Outcome>(requests: readonly Request<Outcome>[]): Promise<Committed<Outcome>[]> {
    const attempt = randomUUID();
    const committed = await this.guarded(async () => {
      await this.#learn(requests);
      return this.#createAll(requests, attempt);
    });
    const answers = [...(committed ?? [])];
    for (const request of committed ? [] : requests)
      answers.push(...(await this.guarded(() => this.#attempt([request], attempt))));
    this.bells.ring();
    return writtenOnce(requests, answers);
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
      throw masked(error, SOURCE, this.database.limits.statementTimeoutMs);
    }
  }

  /** Before the transaction: it may hold the only connection that there is. */
  async #learn(requests: readonly Request[]): Promise<void> {
    const entities = new Set(requests.flatMap(({ writes }) => writes.map(({ entity }) => entity)));
    for (const entity of entities) await this.columns(entity);
  }

  /** In one transaction, where that writes all of them as they are; undefined where it does not. */
  async #createAll<Outcome>(requests: readonly Request<Outcome>[], attempt: string) {
    if (requests.length < 2 || !requests.every(makesOneRecord)) return undefined;
    const statements = requests.map((request) => this.#creation(request, attempt));
    return createAll(this.database.pool, requests, await Promise.all(statements));
  }

  async #creation(request: Request, attempt: string): Promise<Statement> {
    const [write] = request.writes as [Write];
    return createStatement(write, request, await this.columns(write.entity), attempt);
  }

  async #attempt<Outcome>(requests: readonly Request<Outcome>[], attempt: string): Promise<Committed<Outcome>[]> {
    const answers: Committed<Outcome>[] = [];
    const stopped = () => requests.map((_, at): Committed<Outcome> => answers[at] ?? { is: 'abandoned' });
    const [only, ...others] = requests;
    try {
      if (only && others.length === 0 && makesOneRecord(only))
        return [await createOne(this.database.pool, only, await this.#creation(only, attempt), attempt)];
      return await inTransaction(this.database.pool, withinOf(requests), async (client) => {
        for (const request of requests) {
          const answer = await writeRequest(client, request, attempt, this.columns);
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
}
