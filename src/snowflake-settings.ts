import { z } from 'zod';
import { isLoopback } from './auth/loopback.js';
import { whole } from './setting-kinds.js';

const text = z.string().min(1).optional();
/** In double quotes as it stands, else in upper case, as in Snowflake itself. */
const name = z
  .string()
  .regex(/^([A-Za-z_][\w$]*|"[^"]+")$/, 'is no name such as READER, nor one in double quotes')
  .optional();
/** Keys and rows pass here. */
const AccessUrl = z.url({ protocol: /^https?$/ }).refine((url) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
}, 'has to be https');

/** The settings of the warehouse that ProdView's views live in, beside the others in config.ts. */
export const SNOWFLAKE_SETTINGS = {
  SNOWFLAKE_ACCOUNT: z
    .string()
    .regex(/^[\w.-]+$/, 'is no account such as organisation-account')
    .optional(),
  SNOWFLAKE_ACCESS_URL: AccessUrl.optional(),
  SNOWFLAKE_USER: text,
  SNOWFLAKE_ROLE: name,
  SNOWFLAKE_WAREHOUSE: name,
  SNOWFLAKE_DATABASE: name,
  SNOWFLAKE_SCHEMA: name,
  SNOWFLAKE_FEED_SCHEMA: name,
  SNOWFLAKE_PRIVATE_KEY: text,
  SNOWFLAKE_PRIVATE_KEY_FILE: text,
  SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: text,
  SNOWFLAKE_TOKEN: text,
  SNOWFLAKE_TOKEN_FILE: text,
  SNOWFLAKE_TIMEOUT_MS: whole(5_000, 100, 600_000),
  SNOWFLAKE_CONCURRENT: whole(8, 1, 256), // what a warehouse runs at a time unless it is told otherwise
  SNOWFLAKE_WAITING: whole(500, 0, 100_000),
};

const Shape = z.object(SNOWFLAKE_SETTINGS);
type Given = z.infer<typeof Shape>;
type Setting = keyof Given;

const NEEDED = ['SNOWFLAKE_WAREHOUSE', 'SNOWFLAKE_DATABASE', 'SNOWFLAKE_SCHEMA'] as const;
const PROOFS = [
  'SNOWFLAKE_PRIVATE_KEY_FILE',
  'SNOWFLAKE_PRIVATE_KEY',
  'SNOWFLAKE_TOKEN_FILE',
  'SNOWFLAKE_TOKEN',
] as const;

/** What is wrong with the settings of the warehouse together, each with the setting that puts it right. */
export function snowflakeFaults(given: Given): readonly (readonly [setting: Setting, fault: string])[] {
  const others = Object.keys(SNOWFLAKE_SETTINGS).filter((each) =>
    /_(WAREHOUSE|DATABASE|SCHEMA|USER|KEY|FILE|TOKEN)$/.test(each),
  );
  if (!given.SNOWFLAKE_ACCOUNT) {
    const lonely = others.find((each) => given[each as Setting] !== undefined);
    return lonely ? [['SNOWFLAKE_ACCOUNT', `has to be set: ${lonely} is`]] : [];
  }
  const faults: [Setting, string][] = [];
  for (const each of NEEDED) if (!given[each]) faults.push([each, 'has to be set: where the views are']);
  const proofs = PROOFS.filter((each) => given[each]);
  const [proof, second] = proofs;
  if (!proof) faults.push([PROOFS[0], `has to be set, or one of ${PROOFS.slice(1).join(', ')}`]);
  if (second) faults.push([second, `and ${proof} are both set: one is enough`]);
  if (proof?.startsWith('SNOWFLAKE_PRIVATE_KEY') && !given.SNOWFLAKE_USER)
    faults.push(['SNOWFLAKE_USER', 'has to be set: whose key it is']);
  return faults;
}

/** The settings in the source's own words; none where no account is set. */
export function snowflakeSettingsOf(given: Given) {
  const { SNOWFLAKE_ACCOUNT: account, SNOWFLAKE_SCHEMA: schema = '' } = given;
  if (!account) return undefined;
  return {
    account,
    accessUrl: given.SNOWFLAKE_ACCESS_URL,
    user: given.SNOWFLAKE_USER,
    role: given.SNOWFLAKE_ROLE,
    warehouse: given.SNOWFLAKE_WAREHOUSE ?? '',
    database: given.SNOWFLAKE_DATABASE ?? '',
    schema,
    feedSchema: given.SNOWFLAKE_FEED_SCHEMA ?? schema,
    privateKey: given.SNOWFLAKE_PRIVATE_KEY,
    privateKeyFile: given.SNOWFLAKE_PRIVATE_KEY_FILE,
    passphrase: given.SNOWFLAKE_PRIVATE_KEY_PASSPHRASE,
    token: given.SNOWFLAKE_TOKEN,
    tokenFile: given.SNOWFLAKE_TOKEN_FILE,
    timeoutMs: given.SNOWFLAKE_TIMEOUT_MS,
    concurrent: given.SNOWFLAKE_CONCURRENT,
    waiting: given.SNOWFLAKE_WAITING,
  };
}
