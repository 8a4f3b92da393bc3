import { generateKeyPairSync } from 'node:crypto';
import {
  type OpenedSnowflake,
  openSnowflake,
  type SnowflakeOptions,
} from '../../../src/sources/snowflake/open-snowflake.js';
import type { Column } from '../../../src/sources/row-source.js';
import { type DoubleOptions, SnowflakeDouble } from './double.js';
import type { DoubleAccount } from './sessions.js';
import { Warehouse } from './warehouse.js';

/** A key pair as an operator makes one, in PEM form. */
export function keyPair(passphrase?: string): { readonly privateKey: string; readonly publicKey: string } {
  const locked = passphrase ? { cipher: 'aes-256-cbc', passphrase } : {};
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', ...locked },
  });
}

const KEYS = keyPair();
const ACCOUNT: DoubleAccount = {
  account: 'wells-one',
  user: 'GATEWAY',
  password: 'not a secret',
  publicKey: KEYS.publicKey,
  roles: ['READER'],
  warehouses: ['SMALL'],
  databases: ['WELLS'],
  schemas: ['STAGING', 'FEED'],
};

export interface Started {
  readonly double: SnowflakeDouble;
  readonly warned: object[];
  /** The real source with the real driver, pointed at the double. */
  open(some?: Partial<SnowflakeOptions>): Promise<OpenedSnowflake>;
}

/** A double over a folder of files; its account is a copy that the test may change. */
export async function startSnowflake(
  folder: string,
  views: ReadonlyMap<string, readonly Column[]>,
  options: Partial<DoubleOptions> = {},
): Promise<Started> {
  const home = (view: string) => (view.startsWith('stg_wiserock__') ? '"WELLS"."FEED"' : '"WELLS"."STAGING"');
  const warehouse = await Warehouse.open(folder, views, home);
  const double = await SnowflakeDouble.start({ account: { ...ACCOUNT }, warehouse, ...options });
  const warned: object[] = [];
  const open = (some: Partial<SnowflakeOptions> = {}) =>
    openSnowflake({
      account: 'wells-one',
      accessUrl: double.url,
      user: 'gateway',
      role: 'reader',
      warehouse: 'small',
      database: 'wells',
      schema: 'staging',
      feedSchema: 'feed',
      ...('token' in some || 'tokenFile' in some || 'privateKeyFile' in some ? {} : { privateKey: KEYS.privateKey }),
      source: 'PRODVIEW',
      timeoutMs: 5_000,
      concurrent: 8,
      waiting: 500,
      log: { warn: (fields, message) => void warned.push({ ...fields, message }) },
      ...some,
    });
  return { double, warned, open };
}
