import type { Drift } from '../drifting.js';
import { isLacking, type Missing } from '../lacks.js';
import type { Column } from '../row-source.js';
import { type Described, driftOf } from './inspect.js';

interface Log {
  readonly warn: (fields: object, message: string) => void;
  readonly debug: (fields: object, message: string) => void;
}

/** After a look that found nothing new an account is not asked for its columns sooner, however many statements fail. */
const LOOK_MS = 5_000;
/** So often it is looked whether columns that were missing are there again. */
const BACK_MS = 300_000;

/** What an account's views lack of the bound columns: asked behind the start, and when a statement fails for its columns. */
export class WatchedDrift implements Drift {
  #missing: Missing = {};
  #version = 0;
  #lookedAt = 0;
  #quietUntil = 0;
  #looking: Promise<void> | undefined;

  constructor(
    readonly columns: () => Promise<readonly Described[]>,
    readonly views: ReadonlyMap<string, readonly Column[]>,
    readonly log: Log,
  ) {
    void this.#shared().then(() => {
      this.#quietUntil = 0;
    });
  }

  readonly missing = () => this.#missing;
  readonly version = () => this.#version;

  readonly lacks = (view: string, column: Column) => {
    const gone = this.#missing[view];
    if (!gone) return false;
    if (performance.now() - this.#lookedAt > BACK_MS) void this.learn();
    return isLacking(gone, column);
  };

  readonly learn = async () => {
    if (this.#looking || performance.now() >= this.#quietUntil) await this.#shared();
  };

  #shared(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const before = this.#missing;
    try {
      this.#missing = driftOf(this.views, await this.columns()).missing;
    } catch (err) {
      this.log.debug({ err }, 'the account does not tell its columns');
    }
    this.#lookedAt = performance.now();
    if (JSON.stringify(this.#missing) === JSON.stringify(before)) {
      this.#quietUntil = performance.now() + LOOK_MS;
      return;
    }
    this.#version += 1;
    this.log.warn({ missing: this.#missing }, 'views lack columns, or other ones than before: see wellgraph doctor');
  }
}
