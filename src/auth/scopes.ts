import type { ViewerScope } from '../binding/viewer-scope.js';
import type { Reads } from '../loaders/reads.js';
import { type Claimant, resolveScope } from './resolve-scope.js';

export interface ScopesOptions {
  /** How long a resolved scope holds: a unit that moves to another route is seen there this much later. */
  readonly refreshMs: number;
  /** The field of `Unit` that holds what a claim calls an asset. */
  readonly assetField: string;
  readonly now?: () => number;
}

interface Kept {
  readonly scope: Promise<ViewerScope>;
  readonly at: number;
}

/** Scopes that are kept; beyond, the one that was resolved longest ago goes. */
const MOST_KEPT = 1_000;

/** The scopes of a gateway's viewers, each resolved once for all requests of its time. A failure is not kept. */
export class Scopes {
  readonly #kept = new Map<string, Kept>();

  constructor(readonly options: ScopesOptions) {}

  /** @throws whatever the source of units throws where a scope has to be resolved */
  of(viewer: Claimant, reads: () => Reads): Promise<ViewerScope> {
    if (viewer.scope === 'everything') return Promise.resolve({ kind: 'everything' });
    const now = (this.options.now ?? Date.now)();
    const key = JSON.stringify([viewer.scope, viewer.scope === 'routes' ? viewer.id : viewer.claims]);
    const known = this.#kept.get(key);
    if (known && now - known.at < this.options.refreshMs) return known.scope;
    const scope = resolveScope(viewer, reads(), this.options.assetField);
    this.#keep(key, { scope, at: now });
    scope.catch(() => this.#kept.delete(key));
    return scope;
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
