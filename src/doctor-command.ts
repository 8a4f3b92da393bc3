import { fileURLToPath } from 'node:url';
import type { Bindings } from './binding/bindings.js';
import { boundColumns } from './binding/bound-columns.js';
import type { Config } from './config.js';
import { type Finding, fault, linesOf, ok } from './doctor/finding.js';
import { examinePostgres } from './doctor/postgres.js';
import { examineAccount } from './doctor/snowflake.js';
import { prodviewOf } from './replica-settings.js';
import { snowflakeSettingsOf } from './snowflake-settings.js';
import { openFolder } from './sources/duckdb/open-folder.js';
import type { Column } from './sources/row-source.js';
import { openSnowflake } from './sources/snowflake/open-snowflake.js';

type Views = ReadonlyMap<string, readonly Column[]>;
const SAMPLE = fileURLToPath(new URL('../sample/prodview', import.meta.url));
const SILENT = { warn: () => {} };

/**
 * Looks whether the stores that the settings name are what the schema is bound to.
 * @returns       what was looked at, a line each
 * @throws Error  something loses data or fields as it is; the message is the same lines
 */
export async function examine(config: Config, bindings: Bindings): Promise<string> {
  const views = boundColumns(bindings, 'PRODVIEW');
  const findings = await prodview(config, views);
  if (config.MAPS === 'on' && config.POSTGRES_URL) findings.push(...(await examinePostgres(config.POSTGRES_URL)));
  const lines = linesOf(findings);
  if (findings.some(({ remedy, loses }) => remedy && loses)) throw new Error(lines.trimEnd());
  return lines;
}

async function prodview(config: Config, views: Views): Promise<Finding[]> {
  const account = snowflakeSettingsOf(config);
  if (prodviewOf(config) === 'folder' || !account) return files(config, views);
  const opened = await openSnowflake({ ...account, source: 'PRODVIEW', log: SILENT }).catch((error: Error) => error);
  if (opened instanceof Error) return [fault(opened.message, 'mend the setting that is named')];
  try {
    return await examineAccount(opened, views, account.role ?? 'the user has by default');
  } finally {
    await opened.source.close();
  }
}

async function files(config: Config, views: Views): Promise<Finding[]> {
  if (prodviewOf(config) === 'replica') return [ok('the replica is filled elsewhere: run doctor with that account')];
  const folder = config.PRODVIEW_FOLDER ?? SAMPLE;
  const opened = await openFolder({
    folder,
    views,
    memoryMb: config.DUCKDB_MEMORY_MB,
    threads: config.DUCKDB_THREADS,
    connections: 1,
    waiting: 1,
  }).catch((error: Error) => error);
  if (opened instanceof Error) return [fault(opened.message, 'write those files again')];
  await opened.source.close();
  const { emptyViews, missingColumns } = opened;
  return [
    ok(`${views.size - emptyViews.length} of ${views.size} views have a file in ${folder}`),
    ...emptyViews.map((view) => fault(`${view} has no file`, `export it as ${view}.parquet, if it has rows`, false)),
    ...[...missingColumns].map(([view, columns]) =>
      fault(`${view} lacks ${columns.join(', ')}`, 'export these columns too: they read as null'),
    ),
  ];
}
