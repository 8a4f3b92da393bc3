#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import closeWithGrace from 'close-with-grace';
import { type Logger, pino } from 'pino';
import { boundColumns } from './binding/bound-columns.js';
import { readSdl } from './binding/sdl-files.js';
import { runCommand } from './command-line.js';
import { type Config, parseConfig } from './config.js';
import { openMaps } from './database/open-maps.js';
import { listLimitsOf } from './list-limits-of.js';
import { openProdView } from './open-prodview.js';
import { buildSchema } from './server/build-schema.js';
import { createGateway } from './server/gateway.js';
import type { Readiness } from './server/health.js';
import { lazySource } from './sources/postgres/lazy-source.js';
import type { RowSource } from './sources/row-source.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Wires the parts together and serves until a signal says stop. */
async function main(config: Config): Promise<void> {
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const built = buildSchema(readSdl(pathOf('../schema')), listLimitsOf(config));
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
  const sources = { PRODVIEW: prodview.source, ...(maps && { GIS: maps }) };
  const webRoot = pathOf('../web/dist');
  const app = await createGateway({ ...built, config, sources, readiness, log, webRoot });
  closeWithGrace({ delay: config.SHUTDOWN_TIMEOUT_MS, logger: log }, async ({ err }) => {
    if (err) log.error({ err }, 'stopping after an unexpected error');
    readiness.draining = true;
    await app.close();
    await Promise.all([prodview.source.close(), maps?.close()]);
  });
  process.stdout.write(prodview.lacks);
  welcome(await app.listen({ host: config.HOST, port: config.PORT }), prodview.served);
}

/** The spatial database takes seconds to open where it is embedded: nothing but its own reads waits for it. */
function openingMaps(config: Config, { sources }: Readiness, log: Logger): RowSource {
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
  return lazySource(opening, 'GIS');
}

function welcome(url: string, data: string): void {
  process.stdout.write(
    `wellgraph serves ${data}.\n  GraphiQL, with a tour:  ${url}/\n  The graph:              ${url}/graphql\n`,
  );
}

const [command, ...args] = process.argv.slice(2);
try {
  const config = parseConfig(process.env);
  if (command === undefined) await main(config);
  else process.stdout.write(await runCommand(command, args, config));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
