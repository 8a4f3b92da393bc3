import type { Logger } from 'pino';
import type { Config } from './config.js';
import { openWarehouse } from './open-warehouse.js';
import { pullOptions } from './pull-command.js';
import { replicaViews } from './replica-settings.js';
import type { SourceHealth } from './server/health.js';
import { snowflakeSettingsOf } from './snowflake-settings.js';
import { SourceUnavailable } from './errors.js';
import { openReplica, type Replica } from './sources/replica/open-replica.js';
import { pull } from './sources/replica/pull.js';
import type { Copied } from './sources/replica/copied.js';
import { routed } from './sources/routed.js';
import type { RowSource } from './sources/row-source.js';
import type { OpenedSnowflake } from './sources/snowflake/open-snowflake.js';

/** How often the folder is looked at for copies that another process has made. */
const LOOK_MS = 5_000;

/** ProdView's views out of copies; what is not copied, or not yet, is asked of the account where there is one. */
export async function openReplicaSource(config: Config, all: ReadonlyMap<string, Copied>, log: Logger) {
  const folder = config.REPLICA_FOLDER ?? '';
  const copied = replicaViews(config, all);
  const replica = await openReplica({
    folder,
    views: new Map([...copied].map(([view, { columns }]) => [view, columns])),
    memoryMb: config.DUCKDB_MEMORY_MB,
    threads: config.DUCKDB_THREADS,
    connections: config.DUCKDB_CONNECTIONS,
    waiting: config.DUCKDB_WAITING,
  });
  const { far, opened } = await accountBehind(config, all, copied, log);
  const leaving = new AbortController();
  const looking = every(LOOK_MS, leaving.signal, () => replica.reload(), log);
  const refresh =
    opened && (() => refreshed(config, folder, [...copied.values()], opened, replica, leaving.signal, log));
  const refreshing = refresh && every(config.REPLICA_REFRESH_SECONDS * 1000, leaving.signal, refresh, log);
  const source = routed(replica, far);
  const close = async () => {
    leaving.abort(new Error('the gateway stops'));
    await Promise.all([looking, refreshing]);
    await source.close();
  };
  return { source: { ...source, close }, health: () => healthOf(replica, [...copied.keys()]) };
}

async function accountBehind(
  config: Config,
  all: ReadonlyMap<string, Copied>,
  copied: ReadonlyMap<string, Copied>,
  log: Logger,
) {
  const account = snowflakeSettingsOf(config);
  if (!account) return { far: nowhere, opened: undefined };
  // What is copied is near already.
  const RESIDENT_VIEWS = config.RESIDENT_VIEWS.filter((view) => !copied.has(view));
  const views = new Map([...all].map(([view, { columns }]) => [view, columns]));
  const { source, opened } = await openWarehouse(account, views, { ...config, RESIDENT_VIEWS }, log);
  return { far: source, opened };
}

async function refreshed(
  config: Config,
  folder: string,
  views: readonly Copied[],
  opened: OpenedSnowflake,
  replica: Replica,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  await pull({
    ...pullOptions(config, folder, views, opened),
    signal,
    onView: (pulled) => {
      if (pulled.how !== 'unchanged') log.info(pulled, 'copied');
    },
    onFault: (view, err) => log.warn({ err, view }, 'is not copied'),
  });
  await replica.reload();
}

/** Does it now and then again and again, so long after it was done; settles once it has been told to stop. */
async function every(milliseconds: number, signal: AbortSignal, work: () => Promise<void>, log: Logger): Promise<void> {
  while (!signal.aborted) {
    await work().catch((err: unknown) => {
      if (!signal.aborted) log.warn({ err }, 'copies are not up to date');
    });
    await pause(milliseconds, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

const notThere = async (): Promise<never> => {
  throw new SourceUnavailable('PRODVIEW', new Error('a view is not copied, and there is no account to ask'));
};
const nowhere: RowSource = { select: notThere, aggregate: notThere, close: async () => {} };

function healthOf({ held }: Replica, views: readonly string[]): SourceHealth {
  const there = held();
  const missing = views.filter((view) => !there.has(view));
  const oldest = Math.min(...[...there.values()].map(({ asOf }) => asOf));
  return {
    status: missing.length > 0 ? 'degraded' : 'up',
    ...(missing.length > 0 && { notCopied: missing }),
    ...(there.size > 0 && { dataAsOf: new Date(oldest).toISOString() }),
  };
}
