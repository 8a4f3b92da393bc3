import type { ViewerScope } from '../binding/viewer-scope.js';
import type { Reads } from '../loaders/reads.js';
import type { Twins } from './claimed-units.js';
import { type Claimant, resolveScope } from './resolve-scope.js';

export interface ScopesOptions {
  /** How long a resolved scope holds: a unit that moves to another route is seen there this much later. */
  readonly refreshMs: number;
  /** How old a scope may become where it cannot be resolved again. */
  readonly staleMs: number;
  /** The field of `Unit` that holds what a claim calls an asset. */
  readonly assetField: string;
  /** Hears of a scope that could not be resolved again, so that the one before goes on holding. */
  readonly onStale: (error: unknown) => void;
  /** Hears of ids in a viewer's claims that name nothing, because units of several networks have them. */
  readonly onTwins?: (viewer: string, twins: readonly Twins[]) => void;
  readonly now?: () => number;
}

interface Kept {
  known?: { readonly scope: ViewerScope; readonly at: number };
  /** When it is to be resolved again. */
  due: number;
  resolving?: Promise<ViewerScope> | undefined;
}

/** Scopes that are kept; beyond, the one that was first resolved longest ago goes. */
const MOST_KEPT = 1_000;
/** A scope that could not be resolved again is tried again no later than this. */
const RETRY_MS = 30_000;
/** How long a request waits for a scope to be resolved again while the one before still may hold. */
const WAIT_MS = 2_000;

/** The scopes of a gateway's viewers, each resolved once for all requests of its time. */
export class Scopes {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(readonly options: ScopesOptions) {
    this.#now = options.now ?? Date.now;
  }

  /** @throws whatever the source of units throws where a scope has to be resolved and none from before may hold */
  async of(viewer: Claimant, reads: () => Reads): Promise<ViewerScope> {
    if (viewer.scope === 'everything') return { kind: 'everything' };
    const kept = this.#keptOf(JSON.stringify([viewer.scope, viewer.scope === 'routes' ? viewer.id : viewer.claims]));
    const before = this.#usable(kept);
    if (before && this.#now() < kept.due) return before;
    kept.resolving ??= this.#resolve(kept, viewer, reads());
    if (!before) return kept.resolving;
    try {
      return await within(WAIT_MS, kept.resolving);
    } catch {
      kept.due = Math.max(kept.due, this.#retryAt());
      return before;
    }
  }

  #usable({ known }: Kept): ViewerScope | undefined {
    const { refreshMs, staleMs } = this.options;
    return known && this.#now() - known.at < Math.max(refreshMs, staleMs) ? known.scope : undefined;
  }

  #retryAt = () => this.#now() + Math.min(this.options.refreshMs, RETRY_MS);

  async #resolve(kept: Kept, viewer: Claimant, reads: Reads): Promise<ViewerScope> {
    const at = this.#now();
    try {
      const { assetField, onTwins } = this.options;
      const scope = await resolveScope(viewer, reads, assetField, (twins) => onTwins?.(viewer.id, twins));
      kept.known = { scope, at };
      kept.due = at + this.options.refreshMs;
      return scope;
    } catch (error) {
      if (this.#usable(kept)) this.options.onStale(error);
      throw error;
    } finally {
      kept.resolving = undefined;
    }
  }

  #keptOf(key: string): Kept {
    const kept = this.#kept.get(key) ?? { due: 0 };
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }
}

/** The work's result, or an error where it takes longer; the work itself goes on. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it takes longer')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
