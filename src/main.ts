#!/usr/bin/env node
import './production.js';
import { fileURLToPath } from 'node:url';
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { AuditTrail } from './audit/audit-trail.js';
import { readSdl } from './binding/sdl-files.js';
import { copiedViews } from './binding/stored-order.js';
import { runCommand } from './command-line.js';
import { type Config, parseAddress, parseConfig } from './config.js';
import { forgetHourly } from './events/forget.js';
import { listLimitsOf } from './list-limits-of.js';
import { openPostgres } from './open-postgres.js';
import { openProdView } from './open-prodview.js';
import { buildSchema } from './server/build-schema.js';
import { createGateway } from './server/gateway.js';
import { writeDue } from './server/due-task.js';
import type { Readiness } from './server/health.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const builtFor = (config: Config) => buildSchema(readSdl(pathOf('../schema')), listLimitsOf(config));

/** Wires the parts together and serves until a signal says stop. */
async function main(config: Config): Promise<void> {
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const built = builtFor(config);
  const prodview = await openProdView(config, copiedViews(built.bindings), pathOf('../sample/prodview'), log);
  const readiness: Readiness = {
    draining: false,
    sources: {
      get PRODVIEW() {
        return prodview.health();
      },
    },
  };
  const postgres = config.MAPS === 'on' ? openPostgres(config, readiness, log) : undefined;
  const sources = { PRODVIEW: prodview.source, ...postgres?.sources };
  const events = postgres?.events;
  const audit = new AuditTrail({ store: postgres?.audit, log });
  const webRoot = pathOf('../web/dist');
  const app = await createGateway({ ...built, config, sources, events, readiness, log, webRoot, audit });
  const stopForgetting = events && forgetHourly(events, (err) => log.warn({ err }, 'old requests were not forgotten'));
  const stopDue = events && writeDue({ ...built, config, sources, events, log });
  closeWithGrace({ delay: config.SHUTDOWN_TIMEOUT_MS, logger: log }, async ({ err }) => {
    if (err) log.error({ err }, 'stopping after an unexpected error');
    readiness.draining = true;
    stopForgetting?.();
    await Promise.all([app.close(), stopDue?.()]);
    await Promise.all([prodview.source.close(), postgres?.close()]);
  });
  process.stdout.write(prodview.lacks);
  welcome(await app.listen({ host: config.HOST, port: config.PORT }), prodview.served, config.MAPS === 'on');
}

function welcome(url: string, data: string, maps: boolean): void {
  const map = maps ? `  The map:                ${url}/map\n` : '';
  process.stdout.write(
    `wellgraph serves ${data}.\n  GraphiQL, with a tour:  ${url}/\n${map}  The graph:              ${url}/graphql\n`,
  );
}

// What is written has to outlive a restart unless the setting is there and empty.
const environment = { DATA_DIR: pathOf('../data'), ...process.env };
const [command, ...args] = process.argv.slice(2);
try {
  if (command === undefined) await main(parseConfig(environment));
  else process.stdout.write(await runCommand(command, args, commandSettings(environment)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Commands read what they need and no more: one that asks a server for a token may run where no start would be allowed. */
function commandSettings(env: Readonly<Record<string, string | undefined>>) {
  const schema = () => builtFor(parseConfig(env)).schema;
  const gateway = () => {
    const config = parseConfig(env);
    return { config, ...builtFor(config) };
  };
  return { ...parseAddress(env), schema, gateway, config: () => parseConfig(env) };
}
