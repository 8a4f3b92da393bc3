#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import closeWithGrace from 'close-with-grace';
import { type Logger, pino } from 'pino';
import { boundColumns } from './binding/bound-columns.js';
import { readSdl } from './binding/sdl-files.js';
import { runCommand } from './command-line.js';
import { type Config, parseConfig } from './config.js';
import { openStores, type Stores } from './database/open-stores.js';
import { SourceUnavailable } from './errors.js';
import { EventStore } from './events/event-store.js';
import { forgetHourly } from './events/forget.js';
import { listLimitsOf } from './list-limits-of.js';
import { buildSchema } from './server/build-schema.js';
import { createGateway } from './server/gateway.js';
import type { Readiness } from './server/health.js';
import { type Folder, openFolder } from './sources/duckdb/open-folder.js';
import { lazySource } from './sources/postgres/lazy-source.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Wires the parts together and serves until a signal says stop. */
async function main(config: Config): Promise<void> {
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const built = buildSchema(readSdl(pathOf('../schema')), listLimitsOf(config));
  const sample = pathOf('../sample/prodview');
  const prodview = await openFolder({
    folder: config.PRODVIEW_FOLDER ?? sample,
    views: boundColumns(built.bindings, 'PRODVIEW'),
    memoryMb: config.DUCKDB_MEMORY_MB,
    threads: config.DUCKDB_THREADS,
    connections: config.DUCKDB_CONNECTIONS,
    waiting: config.DUCKDB_WAITING,
  });
  const missingColumns = Object.fromEntries(prodview.missingColumns);
  const health = { status: 'up', emptyViews: prodview.emptyViews, missingColumns } as const;
  const readiness: Readiness = { draining: false, sources: { PRODVIEW: health } };
  const stores = config.MAPS === 'on' ? openingStores(config, readiness, log) : undefined;
  const sources = { PRODVIEW: prodview.source, ...(stores && lazySources(stores)) };
  const events = stores && storeOf(stores);
  const webRoot = pathOf('../web/dist');
  const app = await createGateway({ ...built, config, sources, events, readiness, log, webRoot });
  const stopForgetting = events && forgetHourly(events, (err) => log.warn({ err }, 'old requests were not forgotten'));
  closeWithGrace({ delay: config.SHUTDOWN_TIMEOUT_MS, logger: log }, async ({ err }) => {
    if (err) log.error({ err }, 'stopping after an unexpected error');
    readiness.draining = true;
    stopForgetting?.();
    await app.close();
    await Promise.all([prodview.source.close(), stores?.then((opened) => opened.close()).catch(() => {})]);
  });
  if (config.PRODVIEW_FOLDER) process.stdout.write(lacksOf(prodview));
  welcome(await app.listen({ host: config.HOST, port: config.PORT }), config.PRODVIEW_FOLDER ?? 'the sample');
}

/** PostgreSQL takes seconds to open where it is embedded: nothing but its own reads waits for it. */
function openingStores(config: Config, { sources }: Readiness, log: Logger): Promise<Stores> {
  const say = (status: 'opening' | 'up' | 'down') => {
    sources.GIS = { status };
    sources.OPS = { status };
  };
  say('opening');
  const opening = openStores({
    url: config.POSTGRES_URL,
    packed: pathOf('./database/sample.tar.gz'),
    folder: config.DATA_DIR,
    connections: config.POSTGRES_CONNECTIONS,
    waiting: config.POSTGRES_WAITING,
    statementTimeoutMs: config.REQUEST_TIMEOUT_MS,
  });
  opening.then(
    () => say('up'),
    (err: unknown) => {
      say('down');
      log.error({ err }, 'PostgreSQL, which has the map and the records of operations, cannot be opened');
    },
  );
  return opening;
}

/** Where operations are written, once it is open. */
function storeOf(stores: Promise<Stores>): () => Promise<EventStore> {
  const opening = stores.then(({ database }) => new EventStore(database));
  opening.catch(() => {}); // each write tells of it
  return () =>
    opening.catch((error: unknown) => {
      throw new SourceUnavailable('OPS', error);
    });
}

const lazySources = (stores: Promise<Stores>) => ({
  GIS: lazySource(
    stores.then(({ gis }) => gis),
    'GIS',
  ),
  OPS: lazySource(
    stores.then(({ ops }) => ops),
    'OPS',
  ),
});

/** What a user's own folder lacks, so that an empty answer is no riddle. The sample's is in its README. */
function lacksOf({ emptyViews, missingColumns }: Folder): string {
  const empty = emptyViews.length > 0 ? `Views without a file, empty: ${emptyViews.join(', ')}\n` : '';
  const missing = [...missingColumns].map(([view, columns]) => `${view} lacks, read as null: ${columns.join(', ')}\n`);
  return `${empty}${missing.join('')}\n`;
}

function welcome(url: string, data: string): void {
  process.stdout.write(
    `wellgraph serves ${data}.\n  GraphiQL, with a tour:  ${url}/\n  The graph:              ${url}/graphql\n`,
  );
}

const [command, ...args] = process.argv.slice(2);
try {
  // What is written has to outlive a restart unless the setting is there and empty.
  const config = parseConfig({ DATA_DIR: pathOf('../data'), ...process.env });
  if (command === undefined) await main(config);
  else process.stdout.write(await runCommand(command, args, config));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
