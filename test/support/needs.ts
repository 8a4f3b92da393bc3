import { existsSync } from 'node:fs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is; undefined where there is none, said on the terminal, and an error where every suite has to run. */
export function chromiumPath(): string | undefined {
  return needed(
    'Chromium',
    [process.env.CHROMIUM_PATH, ...CHROMIUM].find((path) => path && existsSync(path)),
  );
}

/** The folder of the published raw files that the sample was made from, where there is one. */
export function rawDataFolder(): string | undefined {
  const folder = process.env.RAW_DATA;
  if (folder && existsSync(folder)) return folder;
  console.warn(
    'Skipped: the known answers are not held against the published files; RAW_DATA names no folder with them.',
  );
  return undefined;
}

/** The URL of a PostgreSQL with PostGIS that tests may make databases on: `scripts/test-postgres.sh start` prints one. */
export const testPostgresUrl = (): string | undefined => needed('a PostgreSQL server', process.env.TEST_POSTGRES_URL);

const ACCOUNT = ['ACCOUNT', 'WAREHOUSE', 'DATABASE', 'SCHEMA'].map((each) => `SNOWFLAKE_${each}`);

/** The settings of a real Snowflake account, where they are in the environment. Nothing else here leaves the machine. */
export function snowflakeSettings(): Record<string, string> | undefined {
  if (ACCOUNT.every((each) => process.env[each])) {
    const all = Object.entries(process.env).filter(([name, value]) => name.startsWith('SNOWFLAKE_') && value);
    return Object.fromEntries(all) as Record<string, string>;
  }
  console.warn(`Skipped: no Snowflake account is asked; ${ACCOUNT.join(', ')} and a key or token name one.`);
  return undefined;
}

const REDIS = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];

/** Where redis-server is; undefined where there is none. */
export const redisPath = (): string | undefined =>
  needed(
    'redis-server',
    [process.env.REDIS_SERVER, ...REDIS].find((path) => path && existsSync(path)),
  );

function needed(what: string, found: string | undefined): string | undefined {
  if (found) return found;
  if (process.env.REQUIRE_ALL === '1') throw new Error(`REQUIRE_ALL is set and there is no sign of ${what}`);
  console.warn(`Skipped: the suites that need ${what}, of which there is no sign.`);
  return undefined;
}
