import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scopes } from '../auth/scopes.js';
import type { Viewer } from '../auth/viewer.js';
import type { Bindings, SourceName } from '../binding/bindings.js';
import { type Sight, UNMASKED } from '../binding/personal.js';
import type { Need } from '../binding/projection.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import { Reads, type Sources } from '../loaders/reads.js';
import { type Cost, requestSource } from '../sources/request-source.js';
import { together } from '../sources/together.js';

export interface ReadOptions {
  readonly bindings: Bindings;
  readonly sources: Sources;
  readonly timeoutMs: number;
  readonly maxRows: number;
  /** Whether reads that are asked for at the same time share a statement. */
  readonly wideStatements: boolean;
  readonly scopeRefreshMs: number;
  readonly assetField: string;
  /** A word that stands for a person; see pseudonyms.ts. */
  readonly pseudonymOf: Sight['pseudonymOf'];
}

/** What the reads of one request share: nobody reads without the viewer's scope. */
export interface Allowed {
  readonly sources: Sources;
  readonly signal: AbortSignal;
  readonly scope: ViewerScope;
  readonly sight: Sight;
  readonly maxRows: number;
}

/** Who asks, what they may read, and what it has cost so far. */
export interface RequestReads {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly costs: ReadonlyMap<SourceName, Cost>;
  readonly allowed: Allowed;
}

export type ReadsOfRequest = (request: FastifyRequest, reply: FastifyReply) => Promise<RequestReads>;

/** What a document needs of a type where there is no document. */
export const NO_NEED: Need = { columns: new Set(), cursors: false, aggregates: new Map(), groups: new Map() };

/** How a request of any address comes to its reads. They stop when the client leaves or the deadline passes. */
export function readsOfRequests(options: ReadOptions): ReadsOfRequest {
  const scopes = new Scopes({ refreshMs: options.scopeRefreshMs, assetField: options.assetField });
  return async (request, reply) => {
    const { viewer, id: requestId } = request;
    if (!viewer) throw new Error('A request came this far and nobody knows who asks');
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([clientGone(reply), deadline]);
    const { costs, sources } = requestSources(options, deadline);
    const allowed = { sources, signal, maxRows: options.maxRows };
    const scope = await scopes.of(viewer, () => readsOfScopes(options.bindings, allowed));
    const sight = { personal: viewer.personal, pseudonymOf: options.pseudonymOf };
    return { requestId, viewer, costs, allowed: { ...allowed, scope, sight } };
  };
}

/** What decides over a scope is not subject to one, and reads logins as they are. */
function readsOfScopes(bindings: Bindings, allowed: Omit<Allowed, 'scope' | 'sight'>): Reads {
  return new Reads({ ...allowed, bindings, scope: { kind: 'everything' }, sight: UNMASKED, need: () => NO_NEED });
}

function requestSources({ sources, timeoutMs, wideStatements }: ReadOptions, deadline: AbortSignal) {
  const costs = new Map<SourceName, Cost>();
  const own = Object.entries(sources).map(([name, source]) => {
    const cost = { statements: 0, rows: 0, milliseconds: 0 };
    costs.set(name as SourceName, cost);
    const counted = requestSource(source, name, cost, deadline, timeoutMs);
    return [name, wideStatements ? together(counted) : counted];
  });
  return { costs, sources: Object.fromEntries(own) as Sources };
}

function clientGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new Error('the client left'));
  });
  return controller.signal;
}
