import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { checkColumns, checkLinks, checkSums } from './checks.js';
import { catalog } from './synthetic/catalog.js';
import { generate } from './synthetic/generate.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** How each file is laid out: by owner, then by date, which is how it is looked up. */
const ORDER: Readonly<Record<string, string>> = {
  stg_prodview__networks: 'id_flownet',
  stg_prodview__daily_allocations: 'id_rec_comp, allocation_date',
  stg_prodview__monthly_allocations: 'completion_id, allocation_start_date',
  stg_prodview__facility_monthly_volumes: 'id_rec_parent, period_start_date',
  stg_prodview__status: 'id_rec_parent, status_date, id_rec',
  stg_prodview__completion_downtimes: 'id_rec_parent, first_day',
  stg_prodview__completion_parameters: 'id_rec_parent, measurement_date, id_rec',
};

/** The third network: made up, small, and the only one that has rows in every view. It ends when the real ones do. */
const SYNTHETIC = { scale: 12, days: 366, seed: '1', until: '2024-12-31', memory: '1GB' };

/**
 * Builds the sample: one Parquet file a view, from a folder with the published raw files (`us_gulf`, `norway`).
 * @throws Error where a column is not the catalog's, a link leads nowhere, or the days of a month do not add up to the month
 */
async function build(raw: string, out: string): Promise<void> {
  const connection = await (
    await DuckDBInstance.create(':memory:', {
      autoload_known_extensions: 'false',
      autoinstall_known_extensions: 'false',
    })
  ).connect();
  await connection.run("set timezone = 'UTC'");
  await connection.run(`set variable raw = '${resolve(raw).replaceAll("'", "''")}'`);
  for (const file of readdirSync(pathOf('./build')).sort()) {
    await connection.run(readFileSync(pathOf(`./build/${file}`), 'utf8'));
  }
  const tables = await names(connection);
  for (const table of tables) await checkColumns(connection, table);
  await checkLinks(connection);
  await checkSums(connection);
  mkdirSync(out, { recursive: true });
  const made = mkdtempSync(join(tmpdir(), 'wellgraph-sample-'));
  await generate({ ...SYNTHETIC, out: made }, () => {});
  for (const { name } of catalog) await write(connection, name, tables.includes(name), made, out);
  rmSync(made, { recursive: true });
}

async function names(connection: DuckDBConnection): Promise<string[]> {
  const result = await connection.runAndReadAll(
    "select table_name from duckdb_tables() where table_name like 'stg\\_%' escape '\\' order by 1",
  );
  return result.getRows().map(([name]) => String(name));
}

const literal = (path: string) => `'${path.replaceAll("'", "''")}'`;

/** The real rows of a view, where there are any, and the made-up ones behind them. */
async function write(connection: DuckDBConnection, view: string, isReal: boolean, made: string, out: string) {
  const synthetic = `select * from read_parquet(${literal(join(made, `${view}.parquet`))})`;
  // Made-up rows lie in the generator's own order where no real ones are among them.
  const order = isReal ? ` order by ${ORDER[view] ?? 'id_rec'}` : '';
  const rows = isReal ? `select * from (select * from ${view} union all by name ${synthetic})${order}` : synthetic;
  const options = 'format parquet, parquet_version v2, compression zstd, compression_level 19, row_group_size 61440';
  await connection.run(`copy (${rows}) to ${literal(join(out, `${view}.parquet`))} (${options})`);
  const [[count] = []] = (await connection.runAndReadAll(`select count(*) from (${rows})`)).getRows();
  console.log(`${view}: ${count} rows`);
}

const [raw, out = pathOf('./prodview')] = process.argv.slice(2);
if (!raw) throw new Error('Say where the raw files are: npm run sample -- FOLDER [OUT]');
await build(raw, out);
