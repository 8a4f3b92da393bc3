import { startSnowflake } from '../test/support/snowflake/start.js';
import { keyPair } from '../test/support/snowflake/start.js';
import { copiedOf, DAYS_OF_TEN_YEARS, VIEW, writeRows } from './replica-data.js';

/** What the benchmark asks of the account's process, and what it answers. */
export type Ask = 'changed lately' | 'changed anywhere' | 'spent';
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

/** One row in a hundred is another one from now on: those of the last months, or some of every month. */
let changes = 0;
async function change(where: string): Promise<void> {
  const home = '"WELLS"."STAGING"';
  const name = VIEW.toUpperCase();
  changes += 1;
  const connection = await double.options.warehouse.instance.connect();
  await connection.run(`alter view ${home}."${name}" rename to "BEFORE_${changes}"`);
  await connection.run(`create view ${home}."${name}" as select * replace (
    case when ${where} then ${changes} else "ALLOCATED_OIL_BBL" end as "ALLOCATED_OIL_BBL",
    case when ${where} then timestamptz '2026-01-0${changes} 00:00:00Z' else "_FIVETRAN_SYNCED" end as "_FIVETRAN_SYNCED"
  ) from ${home}."BEFORE_${changes}"`);
  connection.closeSync();
  double.changes.bump(VIEW);
}

const LATELY = `"ALLOCATION_DATE" >= date '2015-01-01' + ${Math.round(DAYS_OF_TEN_YEARS * 0.99)}`;
const ANYWHERE = 'hash("ID_REC") % 100 = 0';

process.on('message', async (ask: Ask) => {
  if (ask === 'changed lately') await change(LATELY);
  if (ask === 'changed anywhere') await change(ANYWHERE);
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6, statements: double.statements.asked.length } satisfies Spent);
});
process.once('disconnect', () => process.exit());
process.send?.({ url: double.url, privateKey: keys.privateKey });
