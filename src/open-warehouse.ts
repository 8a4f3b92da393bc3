import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { snowflakeSettingsOf } from './snowflake-settings.js';
import { cached } from './sources/cache/cached.js';
import { newestOf } from './sources/cache/newest.js';
import { redisCache } from './sources/cache/redis-cache.js';
import { Resident } from './sources/cache/resident.js';
import { type Form, Tokens } from './sources/cache/tokens.js';
import { openMemoryTables } from './sources/duckdb/memory-tables.js';
import { routed } from './sources/routed.js';
import type { Column, RowSource } from './sources/row-source.js';
import { drifting } from './sources/drifting.js';
import { WatchedDrift } from './sources/snowflake/watched-drift.js';
import { type OpenedSnowflake, openSnowflake } from './sources/snowflake/open-snowflake.js';

type Views = ReadonlyMap<string, readonly Column[]>;
type Account = NonNullable<ReturnType<typeof snowflakeSettingsOf>>;

export interface Warehouse {
  readonly source: RowSource;
  /** The account itself, for what is copied. */
  readonly opened: OpenedSnowflake;
  readonly status: () => 'up' | 'down';
  /** Columns that views lack, by view, as far as that is known by now. */
  readonly missingColumns: () => Readonly<Record<string, readonly string[]>>;
  /** Looks again what views lack. */
  readonly learn: () => Promise<void>;
  /** By how many views' changes are told in which form. */
  readonly changes: () => Readonly<Partial<Record<Form, number>>>;
}

/** ProdView's views in a Snowflake account: the small ones held in memory, answers kept until their views change. */
export async function openWarehouse(settings: Account, views: Views, config: Config, log: Logger): Promise<Warehouse> {
  const account = await openSnowflake({ ...settings, source: 'PRODVIEW', log });
  const drift = new WatchedDrift(account.columns, views, log);
  const by = { name: 'PRODVIEW', drift } as const;
  const opened = { ...account, whole: drifting(account.whole, { ...by, instead: 'nothing' }) };
  const { source, ...warehouse } = await overAccount(opened, settings, views, config, log);
  const failing = drifting(source, { ...by, instead: 'failure' });
  return { ...warehouse, source: failing, opened: account, missingColumns: drift.missing, learn: drift.learn };
}

async function overAccount(opened: OpenedSnowflake, account: Account, views: Views, config: Config, log: Logger) {
  const tokens = tokensOf(opened, views, config, log);
  const answers = cached(opened.source, {
    tokens,
    bytes: config.CACHE_MB * 1_048_576,
    ahead: config.READ_AHEAD === 'on',
    staleMs: config.STALE_IF_ERROR_SECONDS * 1000,
    shared: config.REDIS_URL
      ? await redisCache(config.REDIS_URL, spaceOf(account, views), config.CACHE_SECONDS, log)
      : undefined,
  });
  const changes = () => tokens.forms;
  if (config.RESIDENT_VIEWS.length === 0) return { source: answers, status: opened.status, changes };
  const resident = await residentOf(opened, views, tokens, config, log);
  // Who asks first waits less; an account that does not answer yet is asked again by whoever asks.
  resident.warm().catch((err: unknown) => log.warn({ err }, 'views are not held in memory yet'));
  return { source: routed(resident, answers), status: opened.status, changes };
}

function tokensOf(opened: OpenedSnowflake, views: Views, config: Config, log: Logger): Tokens {
  const changes = { told: opened.lastChanges, newest: newestOf(opened.source) };
  return new Tokens(changes, [...views.keys()], {
    toldMs: config.CHANGES_SECONDS * 1000,
    otherMs: config.CACHE_SECONDS * 1000,
    onForm: (view, form) => log.debug({ view, form }, 'how changes are told'),
  });
}

async function residentOf(opened: OpenedSnowflake, views: Views, tokens: Tokens, config: Config, log: Logger) {
  const held = new Map([...views].filter(([view]) => config.RESIDENT_VIEWS.includes(view)));
  const tables = await openMemoryTables({
    source: 'PRODVIEW',
    memoryMb: config.DUCKDB_MEMORY_MB,
    threads: config.DUCKDB_THREADS,
    connections: config.DUCKDB_CONNECTIONS,
    waiting: config.DUCKDB_WAITING,
  });
  return new Resident({
    views: held,
    tables,
    source: opened.whole,
    tokens,
    mostRows: config.RESIDENT_ROWS,
    staleMs: config.STALE_IF_ERROR_SECONDS * 1000,
    onRefusal: (view, err) => log.warn({ err, view }, 'is not held in memory'),
  });
}

/** Gateways share answers where they read the same views of the same account with the same schema. */
function spaceOf({ account, database, schema, feedSchema, role }: Account, views: Views): string {
  const what = JSON.stringify([account, database, schema, feedSchema, role, [...views]]);
  return createHash('sha256').update(what).digest('base64url').slice(0, 22);
}
