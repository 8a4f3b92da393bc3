import { startSnowflake } from '../test/support/snowflake/start.js';
import { keyPair } from '../test/support/snowflake/start.js';
import { copiedOf, VIEW, writeRows } from './replica-data.js';

/** What the benchmark asks of the account's process, and what it answers. */
export type Ask = 'changed' | 'spent';
export interface Spent {
  readonly cpuSeconds: number;
  readonly statements: number;
}

// The account's double in a process of its own, so that its time and memory are not taken for the pull's.
const [which, rows] = [process.argv[2] as 'all' | 'used', Number(process.argv[3])];
const { columns } = copiedOf(which);
const folder = await writeRows(columns, rows);
const { double } = await startSnowflake(folder, new Map([[VIEW, columns]]), { chunkRows: 10_000, pollMs: 20_000 });
const keys = keyPair();
double.options.account.publicKey = keys.publicKey;
double.options.warehouse.keepInFile();
process.on('message', (ask: Ask) => {
  if (ask === 'changed') double.changes.bump(VIEW);
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6, statements: double.statements.asked.length } satisfies Spent);
});
process.once('disconnect', () => process.exit());
process.send?.({ url: double.url, privateKey: keys.privateKey });
