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
import type { WriteContext } from '../commands/mutations.js';
import { sequenceOf } from '../commands/read-token.js';
import { type Commands, placesOf, type Writing, writerFor } from '../commands/writer.js';
import type { EventStore } from '../events/event-store.js';
import { Loaders } from '../loaders/loaders.js';
import { Reads, type Sources } from '../loaders/reads.js';
import { Directories } from '../search/directories.js';
import type { Cost } from '../sources/request-source.js';
import type { JsonShape } from '../sources/json-shape.js';
import { asRefusal } from './refusal.js';
import { requestSources } from './request-sources.js';

/** One request: who asks, what it has cost so far, and how it reads. */
export interface Context extends WriteContext {
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
  readonly commands: Commands;
  /** Where operations are written; undefined where no PostgreSQL is served. */
  readonly events?: (() => Promise<EventStore>) | undefined;
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
  const { bindings, commands, events } = options;
  const writing: Writing = { bindings, commands, store: events, places: placesOf(bindings, options.scopeRefreshMs) };
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Context> => {
    const { viewer, id: requestId } = request;
    if (!viewer) throw new Error('A request came this far and nobody knows who asks');
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([clientGone(reply), deadline]);
    const { costs, sources } = requestSources(options, deadline, readTokenOf(request));
    const allowed = { sources, signal, maxRows: options.maxRows };
    const reads = readsOfScopes(bindings, allowed);
    const scope = await scopes.of(viewer, () => reads);
    const read = readContext(bindings, { ...allowed, scope });
    const writeScope = () => scopes.of({ ...viewer, scope: viewer.writes ?? viewer.scope }, () => reads);
    const writer = writerFor(writing, { viewer, requestId, reads, scope, writeScope });
    const wantsReport = request.headers['x-report'] === '1';
    return { ...read, writer, requestId, viewer, wantsReport, started: performance.now(), costs, directories };
  };
}

/** The event that the client has to see; a token that is none is refused with the whole request. */
function readTokenOf({ headers }: FastifyRequest): string | undefined {
  const token = headers['x-read-token'];
  return token === undefined ? undefined : asRefusal(() => sequenceOf(String(token)));
}

function directoriesOf({ searchRefreshMs, timeoutMs, log }: ContextOptions): Directories {
  const onFailure = (err: unknown) => log.warn({ err }, 'the directory of units was not read again');
  return new Directories({ refreshMs: searchRefreshMs, timeoutMs, onFailure });
}

/** What decides over a scope is not subject to one. */
function readsOfScopes(bindings: Bindings, allowed: Omit<Allowed, 'scope'>): Reads {
  return new Reads({ ...allowed, bindings, scope: { kind: 'everything' }, need: () => NO_NEED });
}

interface Allowed {
  readonly sources: Sources;
  readonly signal: AbortSignal;
  readonly scope: ViewerScope;
  readonly maxRows: number;
}

/** How the generic resolvers read: the document is walked once, before the first statement. */
export function readContext(bindings: Bindings, reads: Allowed): ReadContext & Pick<WriteContext, 'renew'> {
  // An operation that is executed in another form needs other columns.
  let walked: { readonly operation: unknown; readonly needs: ReadonlyMap<string, Need>; loaders?: Loaders } | undefined;
  const walk = (info: GraphQLResolveInfo) => {
    if (walked?.operation === info.operation) return walked;
    walked = { operation: info.operation, needs: needsOfDocument(info, bindings) };
    return walked;
  };
  const need = (info: GraphQLResolveInfo, type: string) => walk(info).needs.get(type) ?? NO_NEED;
  const loaders = (info: GraphQLResolveInfo) => {
    const own = walk(info);
    own.loaders ??= new Loaders(new Reads({ ...reads, bindings, need: (type) => own.needs.get(type) ?? NO_NEED }));
    return own.loaders;
  };
  return {
    read: (info) => loaders(info).reads,
    plans: new WeakMap<object, ListPlan>(),
    shapes: new WeakMap<object, JsonShape>(),
    writers: writersOf(reads.sources),
    asks,
    need,
    loaders,
    renew: () => {
      walked = undefined;
    },
  };
}

const writersOf = (sources: Sources) =>
  new Set(Object.entries(sources).flatMap(([name, source]) => (source.writesJson ? [name as SourceName] : [])));

function clientGone({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new Error('the client left'));
  });
  return controller.signal;
}
