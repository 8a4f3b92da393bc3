import { pino } from 'pino';
import { boundColumns } from '../../../src/binding/bound-columns.js';
import { parseConfig } from '../../../src/config.js';
import { listLimitsOf } from '../../../src/list-limits-of.js';
import { openWarehouse, type Warehouse } from '../../../src/open-warehouse.js';
import { buildSchema } from '../../../src/server/build-schema.js';
import { snowflakeSettingsOf } from '../../../src/snowflake-settings.js';
import { type RunningGateway, startGateway } from '../gateway.js';
import { readSdl } from '../../../src/binding/sdl-files.js';
import { SCHEMA_FOLDER } from '../sdl.js';
import type { DoubleOptions, SnowflakeDouble } from './double.js';
import { settingsOf } from './settings.js';
import { keyPair, startSnowflake } from './start.js';

export interface WarehouseGateway extends RunningGateway {
  readonly double: SnowflakeDouble;
  readonly warehouse: Warehouse;
  /** How many statements wanted a warehouse since the last call. */
  spent(): number;
  /** The views that those statements read. */
  read(): string[];
}

/** The whole gateway over a Snowflake that is the double, with a folder's rows behind it. */
export async function startOnSnowflake(
  folder: string,
  env: Record<string, string> = {},
  options: Partial<DoubleOptions> = {},
): Promise<WarehouseGateway> {
  const given = { LOG_LEVEL: 'info', ...env };
  const built = buildSchema(readSdl(SCHEMA_FOLDER), listLimitsOf(parseConfig(given)));
  const views = boundColumns(built.bindings, 'PRODVIEW');
  const { double } = await startSnowflake(folder, views, options);
  const keys = keyPair();
  double.options.account.publicKey = keys.publicKey;
  const config = parseConfig({ ...given, ...settingsOf(double.url, keys.privateKey) });
  const account = snowflakeSettingsOf(config);
  if (!account) throw new Error('no account');
  const warehouse = await openWarehouse(account, views, config, pino({ level: 'silent' }));
  const gateway = await startGateway({ env, prodview: warehouse.source });
  let seen = 0;
  const since = () => double.statements.asked.slice(seen);
  return {
    ...gateway,
    double,
    warehouse,
    spent: () => {
      const { length } = since();
      seen += length;
      return length;
    },
    read: () => {
      const texts = since().map(({ sqlText }) => sqlText);
      seen += texts.length;
      const names = texts.flatMap((text) =>
        [...text.matchAll(/"(STG_[A-Z_]+)"/g)].map(([, name = '']) => name.toLowerCase()),
      );
      return [...new Set(names)].sort();
    },
    close: async () => {
      await gateway.close();
      await double.close();
    },
  };
}
