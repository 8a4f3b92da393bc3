import type { Connection } from 'snowflake-sdk';
import { faultOf } from './driver-fault.js';

/** How long an account that refused a login is not asked again: some lock a user who fails too often. */
const REFUSED_MS = 15_000;

/**
 * The one session that all statements share: a session runs many at a time. A lost one is replaced when it is next
 * needed, by one login however many wait for it.
 */
export class Session {
  #opening: Promise<Connection> | undefined;
  #refusal: { readonly error: unknown; readonly until: number } | undefined;
  #closed = false;

  constructor(readonly login: () => Promise<Connection>) {}

  async connection(): Promise<Connection> {
    if (this.#closed) throw new Error('The source is closed');
    if (this.#refusal && this.#refusal.until > Date.now()) throw this.#refusal.error;
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Lets go of a session that is lost; of one that was replaced already, nothing. */
  async drop(lost: Connection): Promise<void> {
    const opening = this.#opening;
    const current = await opening?.catch(() => undefined);
    if (current !== lost || this.#opening !== opening) return;
    this.#opening = undefined;
    lost.destroy(() => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    const connection = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    if (connection) await new Promise<void>((resolve) => connection.destroy(() => resolve()));
  }

  #open(): Promise<Connection> {
    const opening = this.login().then(
      (connection) => {
        this.#refusal = undefined;
        return connection;
      },
      (error: unknown) => {
        if (this.#opening === opening) this.#opening = undefined;
        if (faultOf(error) === 'refused') this.#refusal = { error, until: Date.now() + REFUSED_MS };
        throw error;
      },
    );
    return opening;
  }
}
