import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { copiedViews } from './binding/stored-order.js';
import type { Config } from './config.js';
import { openPostgres } from './open-postgres.js';
import { openProdView } from './open-prodview.js';
import type { BuiltSchema } from './server/build-schema.js';
import { dueOf } from './server/due-task.js';

const SAMPLE = fileURLToPath(new URL('../sample/prodview', import.meta.url));

/**
 * Writes what has fallen due, once: for a database whose gateways do not do it by themselves.
 * @returns       how much was written, a line
 * @throws Error  a store cannot be opened; what was written until then stays, and is not written again
 */
export async function writeDueOnce(
  gateway: Omit<BuiltSchema, 'schema'> & { readonly config: Config },
): Promise<string> {
  const { config, bindings } = gateway;
  const log = pino({ level: 'silent' });
  const postgres = openPostgres(config, { draining: false, sources: {} }, log);
  try {
    const prodview = await openProdView(config, copiedViews(bindings), SAMPLE, log);
    try {
      const sources = { PRODVIEW: prodview.source, ...postgres.sources };
      const done = await dueOf({ ...gateway, sources, events: postgres.events })();
      const { recommendationsExpired, constraintsExpired, approvalsEscalated } = done;
      return `${recommendationsExpired} recommendations and ${constraintsExpired} limits expired, ${approvalsEscalated} approvals were escalated.\n`;
    } finally {
      await prodview.source.close();
    }
  } finally {
    await postgres.close();
  }
}
