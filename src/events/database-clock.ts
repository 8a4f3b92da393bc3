import type { EventStore } from './event-store.js';

/** A database's clock at a moment of this process's own, which no setting of the machine's clock moves. */
interface Measured {
  readonly database: number;
  readonly at: number;
}

/** How long a measurement holds before another is made behind the answers. */
const FRESH_MS = 60_000;

/**
 * What time it is by the database. Copies of the gateway judge by it whether something lies in the future or has run out, so
 * that it does not matter which of them is asked, and how its own clock is set.
 */
export class DatabaseClock {
  #measured: Promise<Measured> | undefined;
  #isMeasuring = false;

  /** @param ask  the database's clock, in milliseconds since 1970 */
  constructor(readonly ask: () => Promise<number>) {}

  async now(): Promise<Date> {
    this.#measured ??= this.#first();
    const { database, at } = await this.#measured;
    const since = performance.now() - at;
    if (since > FRESH_MS && !this.#isMeasuring) void this.#again();
    return new Date(database + since);
  }

  /** Nothing is known without it: where it fails, the next one asks anew. */
  #first(): Promise<Measured> {
    return this.#measure().catch((error: unknown) => {
      this.#measured = undefined;
      throw error;
    });
  }

  /** Where it fails, the one before is still good: clocks of machines drift by milliseconds a minute. */
  async #again(): Promise<void> {
    this.#isMeasuring = true;
    const measured = await this.#measure().catch(() => undefined);
    if (measured) this.#measured = Promise.resolve(measured);
    this.#isMeasuring = false;
  }

  async #measure(): Promise<Measured> {
    const before = performance.now();
    const database = await this.ask();
    return { database, at: (before + performance.now()) / 2 };
  }
}

const TIME = 'select extract(epoch from clock_timestamp()) * 1000 as ms';

/** By the database of a store, in milliseconds since 1970. */
export async function timeOf(store: EventStore): Promise<number> {
  const { rows } = await store.guarded(() => store.database.pool.query<{ ms: string }>(TIME));
  return Number(rows[0]?.ms);
}
