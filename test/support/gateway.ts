import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import type { AuditStore } from '../../src/audit/audit-entry.js';
import { AuditTrail } from '../../src/audit/audit-trail.js';
import { boundColumns } from '../../src/binding/bound-columns.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { parseConfig } from '../../src/config.js';
import { auditLog } from '../../src/database/audit-log.js';
import { openStores, type Stores } from '../../src/database/open-stores.js';
import { EventStore } from '../../src/events/event-store.js';
import { listLimitsOf } from '../../src/list-limits-of.js';
import { serveText } from '../../src/execution/serve-text.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { createGateway } from '../../src/server/gateway.js';
import type { Readiness } from '../../src/server/health.js';
import { openFolder } from '../../src/sources/duckdb/open-folder.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { type Recorded, recorded } from './recorded.js';
import { SAMPLE_FOLDER, SCHEMA_FOLDER } from './sdl.js';

export interface RunningGateway {
  readonly url: string;
  readonly prodview: Recorded;
  /** Only where the map is served. */
  readonly gis?: Recorded;
  readonly ops?: Recorded;
  readonly stores?: Stores;
  readonly readiness: Readiness;
  /** Every address that the gateway has, a method and a pattern each. */
  readonly routes: readonly string[];
  /** Lines that the gateway logged, as JSON text. */
  readonly logged: string[];
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
  /** Writes what the audit has not written yet. */
  audited(): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Whatever was asked: tests walk it by name. */
  readonly data: any;
  readonly errors?: readonly { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
  readonly extensions?: Record<string, unknown>;
}

export interface StartOptions {
  readonly env?: Record<string, string>;
  readonly folder?: string;
  /** Serves the map and operations too, from the embedded PostgreSQL or the server that this URL names. */
  /** Serves this instead of a folder. */
  readonly prodview?: RowSource;
  /** Serves the map too, from the embedded spatial database or the server that this URL names. */
  readonly maps?: true | string | Stores;
  /** Puts another source around the embedded store, such as one that fails. */
  readonly around?: (source: RowSource) => RowSource;
  /** Whether the store says what changes, so that answers are kept. */
  readonly keepsAnswers?: boolean;
  /** Serves another schema made of the usual one. */
  readonly extended?: (schema: GraphQLSchema) => GraphQLSchema;
  /** Where the audit is kept, where it is not the map's database. */
  readonly auditStore?: AuditStore;
}

const MAPS = {
  packed: fileURLToPath(new URL('../../dist/database/sample.tar.gz', import.meta.url)),
  connections: 4,
  waiting: 500,
  statementTimeoutMs: 10_000,
};

/** All tests hold with lists as text and row by row. */
const TOLD = process.env.TEXT_LISTS ? { TEXT_LISTS: process.env.TEXT_LISTS } : {};

/** The real server over HTTP on a port of its own, on the sample unless told otherwise. */
export async function startGateway({
  env = {},
  folder = SAMPLE_FOLDER,
  around = (source) => source,
  maps,
  extended = (schema) => schema,
  keepsAnswers = false,
  auditStore,
  prodview: given,
}: StartOptions = {}): Promise<RunningGateway> {
  const config = parseConfig({ PORT: '0', LOG_LEVEL: 'info', ...TOLD, ...env });
  const built = buildSchema(readSdl(SCHEMA_FOLDER), listLimitsOf(config));
  const views = boundColumns(built.bindings, 'PRODVIEW');
  const limits = { memoryMb: 1024, threads: 2, connections: 4, waiting: 500 };
  const opened = given ?? (await openFolder({ folder, views, ...limits })).source;
  const own = around(opened);
  // Elsewhere tests count what the same question costs when it is asked again.
  const prodview = { ...recorded(own), ...(keepsAnswers && own.changeOf && { changeOf: own.changeOf }) };
  const stores =
    typeof maps === 'object'
      ? maps
      : maps
        ? await openStores({ ...MAPS, ...(maps !== true && { url: maps }) })
        : undefined;
  const pg = stores && { gis: recorded(stores.gis), ops: recorded(stores.ops) };
  const store = stores && new EventStore(stores.database);
  const readiness: Readiness = { draining: false, sources: {} };
  const logged: string[] = [];
  const log = pino({ level: config.LOG_LEVEL }, { write: (line: string) => void logged.push(line) });
  const audit = new AuditTrail({ store: auditStore ?? (stores && auditLog(stores.database.pool)), log });
  const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));
  const schema = extended(built.schema);
  if (schema !== built.schema) serveText(schema, built.bindings); // no copy of a schema has it
  const app = await createGateway({
    ...built,
    schema,
    config,
    sources: { PRODVIEW: prodview, ...(pg && { GIS: pg.gis, OPS: pg.ops }) },
    ...(store && { events: async () => store }),
    audit,
    readiness,
    log,
    webRoot,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const close = async () => {
    await app.close();
    await opened.close();
    await stores?.close();
  };
  return {
    url,
    prodview,
    ...(stores && pg && { ...pg, stores }),
    readiness,
    routes: routesOf(app),
    logged,
    ask: asking(url),
    audited: () => audit.flush(),
    close,
  };
}

/** The router prints them as a tree: what stands further right goes on from what it stands beneath. */
function routesOf(app: Awaited<ReturnType<typeof createGateway>>): string[] {
  const above: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^(.*?)[├└]── (\S*)(?: \(([^)]+)\))?/.exec(line) ?? [];
      if (part === '' && methods === '') return [];
      above.splice(indent.length / 4, above.length, part);
      const path = above.join('').replace(/(?<=[^/])\*$/, '/*');
      return methods.split(', ').flatMap((method) => (method && method !== 'HEAD' ? [`${method} ${path}`] : []));
    });
}

function asking(url: string) {
  return async (query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, headers: response.headers, ...((await response.json()) as object) } as Answer;
  };
}
