import type { Logger } from 'pino';
import type { RequestAudit } from '../audit/request-audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Bindings, SourceName } from '../binding/bindings.js';
import type { Sight } from '../binding/personal.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import type { EventStore } from '../events/event-store.js';
import type { Reads, Sources } from '../loaders/reads.js';
import type { Cost, Hearing } from '../sources/request-source.js';
import { Watch } from '../sources/watched.js';
import { requestSources } from './request-sources.js';
import { readsOfScopes, scopeOf, scopesOf } from './scope-of-request.js';
import { signalWaiting, type Waiting } from './waiting.js';

export interface ReadOptions {
  readonly bindings: Bindings;
  readonly sources: Sources;
  readonly timeoutMs: number;
  readonly maxRows: number;
  /** Whether reads that are asked for at the same time share a statement. */
  readonly wideStatements: boolean;
  readonly events?: (() => Promise<EventStore>) | undefined;
  readonly scopeRefreshMs: number;
  readonly scopeStaleMs: number;
  readonly assetField: string;
  /** A word that stands for a person; see pseudonyms.ts. */
  readonly pseudonymOf: Sight['pseudonymOf'];
  readonly log: Pick<Logger, 'warn'>;
  /** Hears whether stores answer. */
  readonly hearing?: Hearing;
}

/** What the reads of one request share: nobody reads without the viewer's scope. */
export interface Allowed {
  readonly sources: Sources;
  readonly signal: AbortSignal;
  readonly scope: ViewerScope;
  readonly sight: Sight;
  readonly maxRows: number;
  /** What the viewer's role may do; a view that needs a permission is closed without. */
  readonly permissions?: ReadonlySet<string>;
  readonly onRows?: (type: string, rows: number) => void;
}

/** Who asks, what they may read, and what it has cost so far. */
export interface RequestReads {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly costs: ReadonlyMap<SourceName, Cost>;
  /** What is read, for who wants to answer the same again. */
  readonly watch: Watch;
  readonly allowed: Allowed;
  /** Reads that are subject to no scope, for what is decided before anything is written. */
  readonly unscoped: Reads;
  /** Where the viewer may write, which may be another scope than where they read. */
  readonly writeScope: () => Promise<ViewerScope>;
}

/** One request, whichever way it came. */
export interface Asking {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly wantsReport: boolean;
  /** The event that the client has to see in what it reads. */
  readonly readToken?: string | undefined;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
  /** Where whoever waits says when it is over: how `gone` comes to have a deadline too. */
  readonly within?: Waiting['within'] | undefined;
  /** What its audit gathers in, where it reads more than once. */
  readonly audit?: RequestAudit | undefined;
  /** Its reads, where they were prepared already. */
  readonly prepared?: RequestReads | undefined;
}

export type ReadsOfRequest = (asking: Asking) => Promise<RequestReads>;

/** How a request of any address comes to its reads. They stop when the client leaves or the deadline passes. */
export function readsOfRequests(options: ReadOptions): ReadsOfRequest {
  const scopes = scopesOf(options);
  return async ({ requestId, viewer, gone, within, readToken, prepared }) => {
    if (prepared) return prepared;
    const watch = new Watch();
    const { signal, deadline } = within
      ? { signal: gone, deadline: within(options.timeoutMs) }
      : signalWaiting(gone, options.timeoutMs);
    const { costs, sources } = requestSources(options, { signal, deadline }, { requestId, readToken }, watch);
    const allowed = { sources, signal, maxRows: options.maxRows };
    const limits = { signal, timeoutMs: options.timeoutMs };
    const scopeIn = (from: Viewer['scope']) =>
      scopeOf({ ...viewer, scope: from }, scopes, () => readsOfScopes(options, sources), limits);
    const scope = await scopeIn(viewer.scope);
    const writeScope = () => scopeIn(viewer.writes ?? viewer.scope);
    const unscoped = readsOfScopes(options, sources, signal);
    const sight = { personal: viewer.personal, pseudonymOf: options.pseudonymOf };
    return {
      requestId,
      viewer,
      costs,
      watch,
      unscoped,
      writeScope,
      allowed: { ...allowed, scope, sight, permissions: viewer.permissions },
    };
  };
}
