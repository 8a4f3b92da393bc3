import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RateLimited } from '../errors.js';
import { networkOf } from './network-of.js';
import type { Viewer } from './viewer.js';

export interface AdmissionLimits {
  /** Requests of one identity a minute; 0 is no limit. */
  readonly ratePerMinute: number;
  /** Requests of one identity at a time; 0 is no limit. */
  readonly concurrent: number;
}

/** Where requests are counted. In memory a copy counts for itself; a shared store can take its place. */
export interface Counter {
  /** Rejects with how long to wait where there were too many. */
  consume(key: string): Promise<unknown>;
}

/** Lets the requests of one identity in, as many as are allowed. Who gives none is known by the address asked from. */
export class Admission {
  readonly #flying = new Map<string, number>();
  readonly #counter: Counter | undefined;

  constructor(
    readonly limits: AdmissionLimits,
    counter: Counter = new RateLimiterMemory({ points: Math.max(1, limits.ratePerMinute), duration: 60 }),
  ) {
    this.#counter = limits.ratePerMinute > 0 ? counter : undefined;
  }

  /**
   * Lets one request in; call what it returns when the request is over.
   * @throws RateLimited that says how long to wait
   */
  async admit(viewer: Viewer, address: string): Promise<() => void> {
    const key = identityKey(viewer, address);
    await this.#count(key);
    return this.#fly(key);
  }

  /** Counts a request whose identity was refused, so that nobody tries tokens without end. */
  refused(address: string): Promise<void> {
    return this.#count(addressKey(address));
  }

  async #count(key: string): Promise<void> {
    try {
      await this.#counter?.consume(key);
    } catch (refusal) {
      const wait = (refusal as { readonly msBeforeNext?: unknown }).msBeforeNext;
      if (typeof wait !== 'number') throw refusal;
      const { ratePerMinute } = this.limits;
      throw new RateLimited(`More than ${ratePerMinute} requests a minute`, Math.max(1, Math.ceil(wait / 1000)));
    }
  }

  #fly(key: string): () => void {
    const { concurrent } = this.limits;
    const flying = (this.#flying.get(key) ?? 0) + 1;
    if (concurrent > 0 && flying > concurrent) throw new RateLimited(`More than ${concurrent} requests at a time`, 1);
    this.#flying.set(key, flying);
    let landed = false;
    return () => {
      if (landed) return;
      landed = true;
      const left = (this.#flying.get(key) ?? 1) - 1;
      if (left > 0) this.#flying.set(key, left);
      else this.#flying.delete(key);
    };
  }
}

/** What limits count: who gives an identity by it, everybody else by the address. */
export const identityKey = ({ id }: Viewer, address: string) => (id.includes(':') ? id : addressKey(address));
const addressKey = (address: string) => `address:${networkOf(address)}`;
