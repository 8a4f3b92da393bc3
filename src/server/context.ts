import type { GraphQLResolveInfo } from 'graphql';
import type { Logger } from 'pino';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { RequestAudit } from '../audit/request-audit.js';
import type { Viewer } from '../auth/viewer.js';
import type { Bindings, SourceName } from '../binding/bindings.js';
import type { ListPlan } from '../binding/list-plan.js';
import { knownNeeds } from '../binding/known-needs.js';
import { asks, NO_NEED, type Need } from '../binding/projection.js';
import type { ReadContext } from '../binding/resolvers.js';
import type { WriteContext } from '../commands/mutations.js';
import { type Commands, placesOf, type Writing, writerFor } from '../commands/writer.js';
import type { EventStore } from '../events/event-store.js';
import { Loaders } from '../loaders/loaders.js';
import { Reads, type Sources } from '../loaders/reads.js';
import { AttributesOfUnits } from '../maps/unit-attributes.js';
import { KnownUnits } from '../route-day/known-units.js';
import { Directories } from '../search/directories.js';
import type { JsonShape } from '../sources/json-shape.js';
import type { Cost } from '../sources/request-source.js';
import type { Watch } from '../sources/watched.js';
import type { Exporting } from './export/export-plugin.js';
import type { Carrier } from './live/subscriptions.js';
import { momentBy } from './moment.js';
import type { Allowed, Asking, ReadsOfRequest } from './request-reads.js';

/** One request: who asks, what it has cost so far, and how it reads. */
export interface Context extends WriteContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly wantsReport: boolean;
  readonly started: number;
  readonly costs: ReadonlyMap<SourceName, Cost>;
  readonly watch: Watch;
  /** What `searchWells` looks in: the gateway's, shared by its requests. */
  readonly directories: Directories;
  /** What maps show of wells' units: the gateway's too. */
  readonly unitAttributes: AttributesOfUnits;
  /** The units of routes, for when ProdView does not tell them. */
  readonly knownUnits: KnownUnits;
  /** The field of a unit that holds what is called an asset. */
  readonly assetField: string;
  /** There where the request came by a transport that carries more than one answer. */
  readonly carrier?: Carrier;
  /** There where the rows of a list are exported. */
  readonly exporting?: Exporting;
  readonly audit: RequestAudit;
}

export interface ContextOptions {
  readonly bindings: Bindings;
  readonly commands: Commands;
  /** Where operations are written; undefined where no PostgreSQL is served. */
  readonly events?: (() => Promise<EventStore>) | undefined;
  readonly timeoutMs: number;
  readonly searchRefreshMs: number;
  readonly mapRefreshMs: number;
  readonly assetField: string;
  /** Whether what a store writes as JSON may stand in an answer as it is. */
  readonly textLists: boolean;
  readonly scopeRefreshMs: number;
  readonly log: Pick<Logger, 'warn'>;
  readonly audit: AuditTrail;
}

/** Makes the context of a request to the graph. */
export function contextFor(options: ContextOptions, readsOf: ReadsOfRequest) {
  const { assetField } = options;
  const kept = {
    assetField,
    directories: directoriesOf(options),
    unitAttributes: attributesOf(options),
    knownUnits: new KnownUnits(),
  };
  const { bindings, commands, events } = options;
  const writing: Writing = { bindings, commands, store: events, places: placesOf(bindings, options.scopeRefreshMs) };
  const now = momentBy(events);
  return async (asking: Asking): Promise<Context> => {
    const { allowed, unscoped, writeScope, ...known } = await readsOf(asking);
    const { viewer, requestId, wantsReport } = asking;
    const audit = asking.audit ?? options.audit.of({ actor: viewer.id, role: viewer.role, requestId });
    const onRows = (type: string, rows: number) => audit.read(type, rows);
    const read = readContext(bindings, { ...allowed, onRows }, now);
    const plain = options.textLists ? {} : { writers: NO_WRITERS };
    const { scope } = allowed;
    const writer = writerFor(writing, { viewer, requestId, reads: unscoped, scope, writeScope });
    return { ...read, ...plain, ...known, writer, wantsReport, started: performance.now(), audit, ...kept };
  };
}

function directoriesOf({ searchRefreshMs, timeoutMs, log }: ContextOptions): Directories {
  const onFailure = (err: unknown) => log.warn({ err }, 'the directory of units was not read again');
  return new Directories({ refreshMs: searchRefreshMs, timeoutMs, onFailure });
}

function attributesOf({ mapRefreshMs, timeoutMs, log }: ContextOptions): AttributesOfUnits {
  const onFailure = (err: unknown) => log.warn({ err }, 'the attributes of units were not read again');
  return new AttributesOfUnits({ refreshMs: mapRefreshMs, timeoutMs, onFailure });
}

type Renewing = Pick<WriteContext, 'renew' | 'unfit'>;

/** How the generic resolvers read: the document is walked once, before the first statement. */
export function readContext(bindings: Bindings, reads: Allowed, now: ReadContext['now']): ReadContext & Renewing {
  // An operation that is executed in another form needs other columns.
  let walked: { readonly operation: unknown; readonly needs: ReadonlyMap<string, Need>; loaders?: Loaders } | undefined;
  const walk = (info: GraphQLResolveInfo) => {
    if (walked?.operation === info.operation) return walked;
    walked = { operation: info.operation, needs: knownNeeds(info, bindings) };
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
    plans: new Map<object, ListPlan>(),
    shapes: new Map<object, JsonShape>(),
    sight: reads.sight,
    writers: writersOf(reads.sources),
    faults: [],
    now,
    asks,
    need,
    loaders,
    unfit: new Map(),
    renew: () => {
      walked = undefined;
    },
  };
}

/** Of an answer that is not written as HTTP's are: texts cannot stand in it as they are. */
export const NO_WRITERS: ReadonlySet<SourceName> = new Set();

const known = new Map<string, ReadonlySet<SourceName>>();

/** The same set for the same stores: documents are kept by it. */
function writersOf(sources: Sources): ReadonlySet<SourceName> {
  const names = (Object.keys(sources) as SourceName[]).filter((name) => sources[name]?.writesJson);
  const writers = known.get(names.join()) ?? new Set(names);
  known.set(names.join(), writers);
  return writers;
}
