import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import type { Logger } from 'pino';
import { Scopes } from '../auth/scopes.js';
import type { Viewer } from '../auth/viewer.js';
import type { Bindings, SourceName } from '../binding/bindings.js';
import type { ListPlan } from '../binding/list-plan.js';
import { asks, type Need, needsOfDocument } from '../binding/projection.js';
import type { ReadContext } from '../binding/resolvers.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import { Loaders } from '../loaders/loaders.js';
import { Reads, type Sources } from '../loaders/reads.js';
import { Directories } from '../search/directories.js';
import { type Cost, noCost, requestSource } from '../sources/request-source.js';
import { together } from '../sources/together.js';

/** One request: who asks, what it has cost so far, and how it reads. */
export interface Context extends ReadContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly wantsReport: boolean;
  readonly started: number;
  readonly costs: ReadonlyMap<SourceName, Cost>;
  /** What `searchWells` looks in: the gateway's, shared by its requests. */
  readonly directories: Directories;
}

export interface ContextOptions {
  readonly bindings: Bindings;
  readonly sources: Sources;
  readonly timeoutMs: number;
  readonly maxRows: number;
  /** Whether reads that are asked for at the same time share a statement. */
  readonly wideStatements: boolean;
  readonly searchRefreshMs: number;
  readonly scopeRefreshMs: number;
  readonly assetField: string;
  readonly log: Pick<Logger, 'warn'>;
}

const NO_NEED: Need = { columns: new Set(), cursors: false, aggregates: new Map(), groups: new Map() };

/** Makes a request's context. Its reads stop when the client leaves or the deadline passes. */
export function contextFor(options: ContextOptions) {
  const directories = directoriesOf(options);
  const scopes = new Scopes({ refreshMs: options.scopeRefreshMs, assetField: options.assetField });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Context> => {
    const { viewer, id: requestId } = request;
    if (!viewer) throw new Error('A request came this far and nobody knows who asks');
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([clientGone(reply), deadline]);
    const { costs, sources } = requestSources(options, deadline, requestId);
    const allowed = { sources, signal, maxRows: options.maxRows };
    const scope = await scopes.of(viewer, () => readsOfScopes(options.bindings, allowed));
    const read = readContext(options.bindings, { ...allowed, scope });
    const wantsReport = request.headers['x-report'] === '1';
    return { ...read, requestId, viewer, wantsReport, started: performance.now(), costs, directories };
  };
}

function directoriesOf({ searchRefreshMs, timeoutMs, log }: ContextOptions): Directories {
  const onFailure = (err: unknown) => log.warn({ err }, 'the directory of units was not read again');
  return new Directories({ refreshMs: searchRefreshMs, timeoutMs, onFailure });
}

/** What decides over a scope is not subject to one. */
function readsOfScopes(bindings: Bindings, allowed: Omit<Allowed, 'scope'>): Reads {
  return new Reads({ ...allowed, bindings, scope: { kind: 'everything' }, need: () => NO_NEED });
}

function requestSources(
  { sources, timeoutMs, wideStatements }: ContextOptions,
  deadline: AbortSignal,
  requestId: string,
) {
  const costs = new Map<SourceName, Cost>();
  const own = Object.entries(sources).map(([name, source]) => {
    const cost = noCost();
    costs.set(name as SourceName, cost);
    const counted = requestSource(source, name, cost, deadline, timeoutMs, requestId);
    return [name, wideStatements ? together(counted) : counted];
  });
  return { costs, sources: Object.fromEntries(own) as Sources };
}

interface Allowed {
  readonly sources: Sources;
  readonly signal: AbortSignal;
  readonly scope: ViewerScope;
  readonly maxRows: number;
}

/** How the generic resolvers read: the document is walked once, before the first statement. */
export function readContext(bindings: Bindings, reads: Allowed): ReadContext {
  let needs: ReadonlyMap<string, Need> | undefined;
  let reading: Reads | undefined;
  let loaders: Loaders | undefined;
  const need = (info: GraphQLResolveInfo, type: string) => {
    needs ??= needsOfDocument(info, bindings);
    return needs.get(type) ?? NO_NEED;
  };
  const read = (info: GraphQLResolveInfo) => {
    reading ??= new Reads({ ...reads, bindings, need: (type) => need(info, type) });
    return reading;
  };
  return {
    read,
    plans: new WeakMap<object, ListPlan>(),
    asks,
    need,
    loaders: (info) => {
      loaders ??= new Loaders(read(info));
      return loaders;
    },
  };
}

function clientGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new Error('the client left'));
  });
  return controller.signal;
}
