import type { SourceName } from '../binding/bindings.js';
import { SourceTimeout } from '../errors.js';
import { Reads } from './reads.js';
import { unlessAborted } from './unless-aborted.js';

export interface PerScopeOptions {
  /** From which age on it is read again, in the background. */
  readonly refreshMs: number;
  /** How long the statement may take. */
  readonly timeoutMs: number;
  /** Hears of a refresh that failed: nobody waits for it, and the older one goes on serving. */
  readonly onFailure: (error: unknown) => void;
  readonly now?: () => number;
}

interface Kept<T> {
  found: Promise<T>;
  loading: boolean;
  /** When it is to be read again. */
  due: number;
}

/** Scopes that it is kept of; beyond, the one that was not asked for longest goes. */
const MOST_KEPT = 8;
/** A refresh that failed is tried again no later than this. */
const RETRY_MS = 30_000;

/** What a gateway keeps of one store in memory, apart for every scope and for what is seen of people, shared by its requests. */
export class PerScope<T> {
  readonly #kept = new Map<string, Kept<T>>();
  readonly #now: () => number;

  constructor(
    readonly options: PerScopeOptions,
    readonly source: SourceName,
    /** Reads it, as the viewer whose reads these are. */
    readonly load: (reads: Reads, asOf: Date) => Promise<T>,
  ) {
    this.#now = options.now ?? Date.now;
  }

  /** @throws whatever the request's own source throws, where there is none of its scope yet and none can be read */
  async of(reads: Reads): Promise<T> {
    const { signal, scope, sight } = reads.asked;
    signal.throwIfAborted();
    const key = `${sight.personal} ${scope.kind === 'keys' ? scope.id : scope.kind}`;
    const kept = this.#kept.get(key) ?? this.#begin(key, reads);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (!kept.loading && this.#now() >= kept.due) this.#refresh(kept, reads);
    try {
      return await unlessAborted(kept.found, signal);
    } catch (error) {
      const late = signal.aborted && signal.reason?.name === 'TimeoutError';
      throw late ? new SourceTimeout(this.source, this.options.timeoutMs) : error;
    }
  }

  #begin(key: string, reads: Reads): Kept<T> {
    const kept: Kept<T> = { found: this.#load(reads), loading: true, due: this.#now() + this.options.refreshMs };
    this.#kept.set(key, kept);
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    const settle = () => {
      kept.loading = false;
    };
    kept.found.then(settle, () => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    });
    return kept;
  }

  #refresh(kept: Kept<T>, reads: Reads): void {
    const { refreshMs, onFailure } = this.options;
    const started = this.#now();
    kept.loading = true;
    this.#load(reads)
      .then(
        (found) => {
          kept.found = Promise.resolve(found);
          kept.due = started + refreshMs;
        },
        (error) => {
          kept.due = started + Math.min(refreshMs, RETRY_MS);
          onFailure(error);
        },
      )
      .finally(() => {
        kept.loading = false;
      });
  }

  /** Counted as the request's that begins it, but on a signal of its own: others wait for it too. */
  #load({ asked }: Reads): Promise<T> {
    const signal = AbortSignal.timeout(this.options.timeoutMs);
    return this.load(new Reads({ ...asked, signal }), new Date(this.#now()));
  }
}
