#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import closeWithGrace from 'close-with-grace';
import { type Logger, pino } from 'pino';
import type { AuditEntry } from './audit/audit-entry.js';
import { AuditTrail } from './audit/audit-trail.js';
import { boundColumns } from './binding/bound-columns.js';
import { readSdl } from './binding/sdl-files.js';
import { runCommand } from './command-line.js';
import { type Config, parseAddress, parseConfig } from './config.js';
import { openMaps } from './database/open-maps.js';
import { listLimitsOf } from './list-limits-of.js';
import { openProdView } from './open-prodview.js';
import { buildSchema } from './server/build-schema.js';
import { createGateway } from './server/gateway.js';
import type { Readiness } from './server/health.js';
import { lazySource } from './sources/postgres/lazy-source.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const builtFor = (config: Config) => buildSchema(readSdl(pathOf('../schema')), listLimitsOf(config));

/** Wires the parts together and serves until a signal says stop. */
async function main(config: Config): Promise<void> {
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const built = builtFor(config);
  const views = boundColumns(built.bindings, 'PRODVIEW');
  const prodview = await openProdView(config, views, pathOf('../sample/prodview'), log);
  const readiness: Readiness = {
    draining: false,
    sources: {
      get PRODVIEW() {
        return prodview.health();
      },
    },
  };
  const maps = config.MAPS === 'on' ? openingMaps(config, readiness, log) : undefined;
  const sources = { PRODVIEW: prodview.source, ...(maps && { GIS: maps.gis, OPS: maps.ops }) };
  const audit = new AuditTrail({ store: maps?.audit, log });
  const webRoot = pathOf('../web/dist');
  const app = await createGateway({ ...built, config, sources, readiness, log, webRoot, audit });
  closeWithGrace({ delay: config.SHUTDOWN_TIMEOUT_MS, logger: log }, async ({ err }) => {
    if (err) log.error({ err }, 'stopping after an unexpected error');
    readiness.draining = true;
    await app.close();
    await Promise.all([prodview.source.close(), maps?.gis.close()]);
  });
  process.stdout.write(prodview.lacks);
  welcome(await app.listen({ host: config.HOST, port: config.PORT }), prodview.served);
}

/** The spatial database takes seconds to open where it is embedded: nothing but its own reads waits for it. */
function openingMaps(config: Config, { sources }: Readiness, log: Logger) {
  sources.GIS = { status: 'opening' };
  const opening = openMaps({
    url: config.POSTGRES_URL,
    packed: pathOf('./database/sample.tar.gz'),
    connections: config.POSTGRES_CONNECTIONS,
    waiting: config.POSTGRES_WAITING,
    statementTimeoutMs: config.REQUEST_TIMEOUT_MS,
  });
  opening.then(
    () => {
      sources.GIS = { status: 'up' };
    },
    (err: unknown) => {
      sources.GIS = { status: 'down' };
      log.error({ err }, 'the spatial database cannot be opened');
    },
  );
  return {
    gis: lazySource(opening, 'GIS'),
    ops: lazySource(
      opening.then(({ ops }) => ops),
      'OPS',
    ),
    audit: { append: async (entries: readonly AuditEntry[]) => (await opening).audit.append(entries) },
  };
}

function welcome(url: string, data: string): void {
  process.stdout.write(
    `wellgraph serves ${data}.\n  GraphiQL, with a tour:  ${url}/\n  The graph:              ${url}/graphql\n`,
  );
}

/** For commands that look into the schema: it needs no more than the lists' limits. */
const schemaOf = () => builtFor(parseConfig(process.env)).schema;

const [command, ...args] = process.argv.slice(2);
try {
  if (command === undefined) await main(parseConfig(process.env));
  else process.stdout.write(await runCommand(command, args, { ...parseAddress(process.env), schema: schemaOf }));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
