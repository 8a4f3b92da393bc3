import { SourceTimeout } from '../errors.js';
import { Reads } from '../loaders/reads.js';
import { type Directory, loadDirectory, unitsOf } from './directory.js';

export interface DirectoriesOptions {
  /** From which age on a directory is read again, in the background. */
  readonly refreshMs: number;
  /** How long the statement may take. */
  readonly timeoutMs: number;
  /** Hears of a refresh that failed: nobody waits for it, and the older directory goes on serving. */
  readonly onFailure: (error: unknown) => void;
  readonly now?: () => number;
}

interface Kept {
  directory: Promise<Directory>;
  loading: boolean;
  /** When it is to be read again. */
  due: number;
}

/** Scopes whose directories are kept; beyond, the one that was not asked for longest goes. */
const MOST_KEPT = 8;
/** A refresh that failed is tried again no later than this. */
const RETRY_MS = 30_000;

/** A gateway's directories of units, one a scope, shared by its requests. */
export class Directories {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(readonly options: DirectoriesOptions) {
    this.#now = options.now ?? Date.now;
  }

  /** @throws whatever the request's own source throws, where there is no directory of its scope yet and none can be read */
  async of(reads: Reads): Promise<Directory> {
    const { signal, scope } = reads.asked;
    signal.throwIfAborted();
    const key = scope.kind === 'keys' ? scope.id : scope.kind;
    const kept = this.#kept.get(key) ?? this.#begin(key, reads);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (!kept.loading && this.#now() >= kept.due) this.#refresh(kept, reads);
    try {
      return await unlessAborted(kept.directory, signal);
    } catch (error) {
      const late = signal.aborted && signal.reason?.name === 'TimeoutError';
      throw late ? new SourceTimeout(unitsOf(reads).source, this.options.timeoutMs) : error;
    }
  }

  #begin(key: string, reads: Reads): Kept {
    const kept: Kept = { directory: this.#load(reads), loading: true, due: this.#now() + this.options.refreshMs };
    this.#kept.set(key, kept);
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    const settle = () => {
      kept.loading = false;
    };
    kept.directory.then(settle, () => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    });
    return kept;
  }

  #refresh(kept: Kept, reads: Reads): void {
    const { refreshMs, onFailure } = this.options;
    const started = this.#now();
    kept.loading = true;
    this.#load(reads)
      .then(
        (directory) => {
          kept.directory = Promise.resolve(directory);
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
  #load({ asked }: Reads): Promise<Directory> {
    const signal = AbortSignal.timeout(this.options.timeoutMs);
    return loadDirectory(new Reads({ ...asked, signal }), new Date(this.#now()));
  }
}

/** The work's result, without waiting longer than the signal allows; the work itself goes on. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
