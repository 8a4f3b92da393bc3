import type { Logger } from 'pino';
import type { Claimant } from '../auth/resolve-scope.js';
import { Scopes } from '../auth/scopes.js';
import type { Bindings } from '../binding/bindings.js';
import { UNMASKED } from '../binding/personal.js';
import { NO_NEED } from '../binding/projection.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import { SourceTimeout } from '../errors.js';
import { Reads, type Sources } from '../loaders/reads.js';
import { unlessAborted } from '../loaders/unless-aborted.js';

interface Options {
  readonly bindings: Bindings;
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly scopeRefreshMs: number;
  readonly scopeStaleMs: number;
  readonly assetField: string;
  readonly log: Pick<Logger, 'warn'>;
}

export function scopesOf({ scopeRefreshMs, scopeStaleMs, assetField, log }: Options): Scopes {
  const onStale = (err: unknown) => log.warn({ err }, 'a scope was not resolved again; the one before goes on holding');
  const onTwins = (viewer: string, twins: unknown) =>
    log.warn({ viewer, twins }, 'ids in claims name nothing: several networks have them; write network/id');
  return new Scopes({ refreshMs: scopeRefreshMs, staleMs: scopeStaleMs, assetField, onStale, onTwins });
}

/**
 * What decides over a scope is not subject to one, and reads logins as they are. It has a deadline of its own: others than
 * the request that begins it may wait for the answer.
 */
export function readsOfScopes(
  { bindings, timeoutMs, maxRows }: Pick<Options, 'bindings' | 'timeoutMs' | 'maxRows'>,
  sources: Sources,
  until?: AbortSignal,
): Reads {
  const signal = until ?? AbortSignal.timeout(timeoutMs);
  return new Reads({
    sources,
    bindings,
    signal,
    maxRows,
    scope: { kind: 'everything' },
    sight: UNMASKED,
    need: () => NO_NEED,
  });
}

/** The viewer's scope. Where it cannot be told, only what needs it fails: never is it everything. */
export async function scopeOf(
  viewer: Claimant,
  scopes: Scopes,
  reads: () => Reads,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<ViewerScope> {
  if (viewer.scope === 'everything') return { kind: 'everything' };
  try {
    return await unlessAborted(scopes.of(viewer, reads), signal);
  } catch (error) {
    const late = signal.aborted && signal.reason?.name === 'TimeoutError';
    return { kind: 'unknown', why: late ? new SourceTimeout('PRODVIEW', timeoutMs) : (error as Error) };
  }
}
