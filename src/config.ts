import { z } from 'zod';
import { CACHE_SETTINGS } from './cache-settings.js';
import { DOCUMENT_SETTINGS, documentFaults } from './document-settings.js';
import { EXPORT_SETTINGS } from './export-settings.js';
import { IDENTITY_SETTINGS, identityFaults } from './identity-settings.js';
import { LIVE_SETTINGS } from './live-settings.js';
import { REPLICA_SETTINGS, replicaFaults } from './replica-settings.js';
import { PRODVIEW_SETTINGS, prodviewFaults } from './prodview-settings.js';
import { whole } from './setting-kinds.js';
import { SNOWFLAKE_SETTINGS, snowflakeFaults } from './snowflake-settings.js';

/** Every setting: its default, its bounds and what it does. The README's table says the same. */
const Settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(4000, 0, 65_535),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  ...REPLICA_SETTINGS,
  ...PRODVIEW_SETTINGS,
  ...SNOWFLAKE_SETTINGS,
  ...CACHE_SETTINGS,
  DUCKDB_MEMORY_MB: whole(1024, 64, 1_048_576),
  DUCKDB_THREADS: whole(2, 1, 256),
  DUCKDB_CONNECTIONS: whole(4, 1, 256),
  DUCKDB_WAITING: whole(500, 0, 100_000),
  MAPS: z.enum(['on', 'off']).default('on'),
  POSTGRES_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is no postgres:// URL')
    .optional(),
  POSTGRES_CONNECTIONS: whole(10, 1, 1_000),
  POSTGRES_WAITING: whole(500, 0, 100_000),
  DUE_SECONDS: whole(300, 0, 86_400),
  REQUEST_TIMEOUT_MS: whole(15_000, 10, 600_000),
  SHUTDOWN_TIMEOUT_MS: whole(10_000, 0, 600_000),
  BODY_LIMIT_KB: whole(256, 1, 10_240),
  MAX_TOKENS: whole(2_000, 100, 100_000),
  MAX_DEPTH: whole(16, 2, 100),
  MAX_FIELDS: whole(600, 10, 100_000),
  MAX_ALIASES: whole(15, 0, 10_000),
  MAX_ROOT_FIELDS: whole(15, 1, 10_000),
  MAX_DIRECTIVES: whole(20, 0, 10_000),
  MAX_DUPLICATES: whole(50, 0, 10_000),
  MAX_COST: whole(10_000_000, 1_000, 10_000_000_000),
  MAX_DOCUMENT_BYTES: whole(32_768, 100, 10_485_760),
  MAX_INPUT_LIST: whole(1_000, 1, 1_000_000),
  MAX_FIRST: whole(1_000, 20, 100_000),
  MAX_GROUPS: whole(10_000, 100, 1_000_000),
  MAX_ROWS: whole(250_000, 1_000, 10_000_000),
  WIDE_STATEMENTS: z.enum(['on', 'off']).default('on'),
  ANSWER_CACHE_MB: whole(64, 0, 65_536),
  TEXT_LISTS: z.enum(['on', 'off']).default('on'),
  SEARCH_REFRESH_SECONDS: whole(300, 1, 86_400),
  MAP_REFRESH_SECONDS: whole(300, 1, 86_400),
  MAP_ATTRIBUTION: z.string().min(1).optional(),
  SCOPE_REFRESH_SECONDS: whole(60, 1, 86_400),
  SCOPE_STALE_SECONDS: whole(3_600, 0, 604_800),
  ASSET_FIELD: z.string().min(1).default('assetCompany'),
  PSEUDONYM_SECRET: z.string().min(32, 'has to have 32 characters at least').optional(),
  ...IDENTITY_SETTINGS,
  ...DOCUMENT_SETTINGS,
  ...LIVE_SETTINGS,
  ...EXPORT_SETTINGS,
});
const Checked = Settings.superRefine((given, { addIssue }) => {
  const faults = [
    ...identityFaults(given),
    ...documentFaults(given),
    ...snowflakeFaults(given),
    ...replicaFaults(given),
    ...prodviewFaults(given),
  ];
  for (const [setting, message] of faults) addIssue({ code: 'custom', path: [setting], message });
});

export type Config = z.infer<typeof Settings>;

/**
 * The gateway's settings, from `env` alone; every fault is named at once.
 * @throws Error listing each variable that is malformed
 */
export const parseConfig = (env: Env): Config => parsed(Checked, env);

/** Where a gateway of this machine listens: all that a command needs, whoever may ask that gateway. */
export const parseAddress = (env: Env) => parsed(Settings.pick({ HOST: true, PORT: true }), env);

type Env = Readonly<Record<string, string | undefined>>;

function parsed<T>(settings: z.ZodType<T>, env: Env): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const checked = settings.safeParse(given);
  if (checked.success) return checked.data;
  const faults = checked.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`These settings cannot be used:\n${faults.join('\n')}`);
}
