import { newestOf } from '../src/sources/cache/newest.js';
import { pull } from '../src/sources/replica/pull.js';
import { openSnowflake } from '../src/sources/snowflake/open-snowflake.js';
import { copiedOf } from './replica-data.js';

export interface Pulled {
  readonly rows: number;
  readonly how: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

// One pull in a process of its own, which a kill may end: which columns, into which folder, from where, in how many rows a part.
const [which = '', folder = '', accessUrl = '', partRows = ''] = process.argv.slice(2);
const account = await openSnowflake({
  accessUrl,
  account: 'wells-one',
  user: 'gateway',
  role: 'reader',
  warehouse: 'small',
  database: 'wells',
  schema: 'staging',
  feedSchema: 'feed',
  privateKey: process.env.SNOWFLAKE_PRIVATE_KEY ?? '',
  source: 'PRODVIEW',
  timeoutMs: 600_000,
  concurrent: 8,
  waiting: 500,
  log: { warn: console.error },
});
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);
const [began, cpu] = [performance.now(), process.cpuUsage()];
let done = { rows: 0, how: '' };
await pull({
  folder,
  views: [copiedOf(which as 'all' | 'used')],
  source: account.whole,
  stream: account.stream,
  words: { told: account.lastChanges, newest: newestOf(account.whole) },
  memoryMb: 512,
  threads: 2,
  keepMs: 0,
  ...(partRows && { partRows: Number(partRows) }),
  onRows: (_, rows) => process.send?.({ soFar: rows }),
  onView: (pulled) => {
    done = pulled;
  },
  onFault: (_, error) => {
    throw error;
  },
});
clearInterval(watch);
const { user, system } = process.cpuUsage(cpu);
const pulled: Pulled = {
  ...done,
  seconds: (performance.now() - began) / 1000,
  cpuSeconds: (user + system) / 1e6,
  peakMb: Math.round(peak / 1_048_576),
};
process.send?.({ pulled });
await account.source.close();
process.disconnect?.();
