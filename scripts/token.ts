import { runCommand } from '../src/command-line.js';
import { parseConfig } from '../src/config.js';

/** `npm run token -- --as foreman`: the same as `wellgraph token`, without a build. */
try {
  process.stdout.write(await runCommand('token', process.argv.slice(2), parseConfig(process.env)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
