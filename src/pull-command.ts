import { pino } from 'pino';
import { copiedViews } from './binding/stored-order.js';
import type { Bindings } from './binding/bindings.js';
import type { Config } from './config.js';
import { replicaViews } from './replica-settings.js';
import { snowflakeSettingsOf } from './snowflake-settings.js';
import { newestOf } from './sources/cache/newest.js';
import { type PullOptions, pull } from './sources/replica/pull.js';
import type { Copied } from './sources/replica/copied.js';
import type { Missing } from './sources/lacks.js';
import { driftOf } from './sources/snowflake/inspect.js';
import { type OpenedSnowflake, openSnowflake } from './sources/snowflake/open-snowflake.js';

/** Told of progress, a line at a time. */
type Say = (line: string) => void;

/** Least milliseconds between two lines of progress in one view. */
const LINE_MS = 1_000;

/**
 * Copies the views of the account that the settings name, or brings their copies up to date.
 * @throws Error naming the views that could not be copied; all others were
 */
export async function pullViews(config: Config, bindings: Bindings, say: Say): Promise<string> {
  const account = snowflakeSettingsOf(config);
  const { REPLICA_FOLDER: folder } = config;
  if (!account) throw new Error('SNOWFLAKE_ACCOUNT: has to be set: whose views are copied');
  if (!folder) throw new Error('REPLICA_FOLDER: has to be set: where the copies go');
  const views = [...replicaViews(config, copiedViews(bindings)).values()];
  const log = pino({ level: config.LOG_LEVEL }, pino.destination(2));
  const opened = await openSnowflake({ ...account, source: 'PRODVIEW', log });
  const faults: string[] = [];
  try {
    await pull({
      ...pullOptions(config, folder, views, opened),
      onRows: paced(say),
      onView: ({ view, rows, how, missing }) => say(`${view}: ${how}, ${rows} rows${lacking(missing)}`),
      onFault: (view, error) => faults.push(`  ${view}: ${reasonOf(error)}`),
    });
  } finally {
    await opened.source.close();
  }
  if (faults.length > 0) throw new Error(`These views could not be copied:\n${faults.join('\n')}`);
  return `${views.length} views are up to date in ${folder}\n`;
}

/** An account that does not tell its columns is taken to have them: where it has not, the view's own statement says so. */
async function missingFrom(views: readonly Copied[], { columns }: OpenedSnowflake): Promise<Missing> {
  const described = await columns().catch(() => []);
  return driftOf(new Map(views.map(({ view, columns: bound }) => [view, bound])), described).missing;
}

/** How a copy is made, by the command and by a gateway alike. */
export function pullOptions(
  config: Config,
  folder: string,
  views: readonly Copied[],
  opened: OpenedSnowflake,
): PullOptions {
  return {
    folder,
    views,
    source: opened.whole,
    stream: opened.stream,
    missing: () => missingFrom(views, opened),
    words: { told: opened.lastChanges, newest: newestOf(opened.whole) },
    memoryMb: config.DUCKDB_MEMORY_MB,
    threads: config.DUCKDB_THREADS,
  };
}

const lacking = (missing: readonly string[] | undefined) =>
  missing ? `; the account's view lacks ${missing.join(', ')}` : '';

/** For operators, who may see what the account said. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

function paced(say: Say) {
  let last = 0;
  return (view: string, rows: number) => {
    if (Date.now() - last < LINE_MS) return;
    last = Date.now();
    say(`${view}: ${rows} rows so far`);
  };
}
