import { writeFileSync } from 'node:fs';
import { boundColumns } from '../src/binding/bound-columns.js';
import { readSdl } from '../src/binding/sdl-files.js';
import { parseConfig } from '../src/config.js';
import { listLimitsOf } from '../src/list-limits-of.js';
import { buildSchema } from '../src/server/build-schema.js';
import { SCHEMA_FOLDER } from '../test/support/sdl.js';
import { startSnowflake } from '../test/support/snowflake/start.js';

/** The double of a Snowflake account over a folder, each statement of which takes some time longer. */
const { FOLDER = '', LATENCY_MS = '0', PUBLIC_KEY = '', LOG_FILE } = process.env;
const { bindings } = buildSchema(readSdl(SCHEMA_FOLDER), listLimitsOf(parseConfig({})));
const { double } = await startSnowflake(FOLDER, boundColumns(bindings, 'PRODVIEW'));
double.options.account.publicKey = PUBLIC_KEY;
double.faults.latencyMs = Number(LATENCY_MS);
// When statements began and ended, by the clock that all processes share.
const logged = () => double.statements.log.map((each) => ({ ...each, at: performance.timeOrigin + each.at }));
process.once('SIGTERM', () => {
  if (LOG_FILE) writeFileSync(LOG_FILE, JSON.stringify(logged()));
  process.exit(0);
});
process.stdout.write(`${double.url}/graphql\n`);
