import { parseAddress } from '../src/config.js';
import { runCommand } from '../src/command-line.js';

/** `npm run migrate -- postgres://…`: the gateway's own command, out of the sources. */
const [url = process.env.POSTGRES_URL ?? '', ...options] = process.argv.slice(2);
process.stdout.write(await runCommand('migrate', [url, ...options], parseAddress({})));
