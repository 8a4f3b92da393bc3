import type { Logger } from 'pino';
import type { Config } from './config.js';
import { openReplicaSource } from './open-replica.js';
import { openWarehouse } from './open-warehouse.js';
import { prodviewOf } from './replica-settings.js';
import type { SourceHealth } from './server/health.js';
import { snowflakeSettingsOf } from './snowflake-settings.js';
import { type Folder, openFolder } from './sources/duckdb/open-folder.js';
import type { Copied } from './sources/replica/pull-view.js';
import type { Column, RowSource } from './sources/row-source.js';

/** ProdView's views, wherever they are. */
export interface ProdView {
  readonly source: RowSource;
  /** As it is now. */
  readonly health: () => SourceHealth;
  /** What is served, for the welcome. */
  readonly served: string;
  /** What the views lack, in words, where somebody should know. */
  readonly lacks: string;
}

/** What the settings name: an account, copies of its views, or a folder: theirs or the sample's. */
export async function openProdView(
  config: Config,
  copied: ReadonlyMap<string, Copied>,
  sample: string,
  log: Logger,
): Promise<ProdView> {
  const views = new Map([...copied].map(([view, { columns }]) => [view, columns]));
  const from = prodviewOf(config);
  if (from === 'replica') {
    const { source, health } = await openReplicaSource(config, copied, log);
    return { source, health, served: `the replica in ${config.REPLICA_FOLDER}`, lacks: '' };
  }
  const account = snowflakeSettingsOf(config);
  if (from === 'folder' || !account) return openFiles(config, views, sample);
  const { source, status, changes, missingColumns } = await openWarehouse(account, views, config, log);
  const health = () => ({ status: status(), changes: changes(), missingColumns: missingColumns() });
  return { source, health, served: `the Snowflake account ${account.account}`, lacks: '' };
}

async function openFiles(config: Config, views: ReadonlyMap<string, readonly Column[]>, sample: string) {
  const folder = await openFolder({
    folder: config.PRODVIEW_FOLDER ?? sample,
    views,
    memoryMb: config.DUCKDB_MEMORY_MB,
    threads: config.DUCKDB_THREADS,
    connections: config.DUCKDB_CONNECTIONS,
    waiting: config.DUCKDB_WAITING,
  });
  const missingColumns = Object.fromEntries(folder.missingColumns);
  const health = () => ({ status: 'up', emptyViews: folder.emptyViews, missingColumns }) as const;
  const lacks = config.PRODVIEW_FOLDER ? lacksOf(folder) : '';
  return { source: folder.source, health, served: config.PRODVIEW_FOLDER ?? 'the sample', lacks };
}

/** What a user's own folder lacks, so that an empty answer is no riddle. The sample's is in its README. */
function lacksOf({ emptyViews, missingColumns }: Folder): string {
  const empty = emptyViews.length > 0 ? `Views without a file, empty: ${emptyViews.join(', ')}\n` : '';
  const missing = [...missingColumns].map(([view, columns]) => `${view} lacks, read as null: ${columns.join(', ')}\n`);
  return `${empty}${missing.join('')}\n`;
}
