import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { catalog, siblings, type View } from './catalog.js';
import { type Filled, fill } from './fill.js';
import { asWiserock } from './wiserock.js';
import type { Settings } from './settings.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const sqlOf = (path: string) => readFileSync(pathOf(path), 'utf8');
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Rows that are worked on at once where they have to be sorted. */
const BATCH_ROWS = 1_000_000;

/**
 * Makes a synthetic flow network: one Parquet file a view. The same settings give the same values.
 * @param say  takes a line for each step, with its rows and seconds
 */
export async function generate(settings: Settings, say: (line: string) => void): Promise<void> {
  const out = resolve(settings.out);
  mkdirSync(out, { recursive: true });
  const work = mkdtempSync(join(out, '.work-'));
  const instance = await DuckDBInstance.create(join(work, 'network.duckdb'), configOf(settings, work));
  try {
    const connection = await instance.connect();
    await prepare(connection, settings);
    for (const file of readdirSync(pathOf('./core')).sort()) {
      await timed(say, `core ${file}`, () => runCore(connection, settings, file));
    }
    for (const file of readdirSync(pathOf('./views')).sort()) await connection.run(sqlOf(`./views/${file}`));
    for (const view of inTurn(catalog)) await timed(say, view.name, () => writeView(connection, view, out));
    connection.closeSync();
  } finally {
    instance.closeSync();
    rmSync(work, { recursive: true, force: true });
  }
}

const configOf = ({ memory }: Settings, work: string): Record<string, string> => ({
  memory_limit: memory,
  temp_directory: join(work, 'spill'),
  autoload_known_extensions: 'false',
  autoinstall_known_extensions: 'false',
});

async function prepare(connection: DuckDBConnection, settings: Settings): Promise<void> {
  await connection.run("set timezone = 'UTC'");
  // Joins keep the side they are written on, so that rows stay in the order of the large table on the left.
  await connection.run("set disabled_optimizers = 'join_order,build_side_probe_side'");
  for (const name of ['seed', 'until'] as const)
    await connection.run(`set variable ${name} = ${literal(settings[name])}`);
  for (const name of ['scale', 'days'] as const) await connection.run(`set variable ${name} = ${settings[name]}`);
  await connection.run(sqlOf('./macros.sql'));
  await connection.run('create schema base');
}

/** A core file runs once, or in batches of completions or facilities where its name says so. */
async function runCore(connection: DuckDBConnection, { days }: Settings, file: string): Promise<undefined> {
  const by = /\.by-(\w+)\.sql$/.exec(file)?.[1];
  const sql = sqlOf(`./core/${file}`);
  if (!by) {
    await connection.run(sql);
    return;
  }
  const count = await countOf(connection, by === 'completion' ? 'comp' : 'facility');
  const size = Math.max(1, Math.floor(BATCH_ROWS / days));
  for (let lo = 0; lo < count; lo += size) {
    await connection.run(`set variable lo = ${lo}`);
    await connection.run(`set variable hi = ${lo + size - 1}`);
    await connection.run(sql);
  }
}

/** The 54 first: the wiserock views are read from their files. */
const inTurn = (views: readonly View[]) => [
  ...views.filter(({ domain }) => domain !== 'wiserock'),
  ...views.filter(({ domain }) => domain === 'wiserock'),
];

async function writeView(connection: DuckDBConnection, view: View, out: string): Promise<number> {
  const { sql, rows } = await rowsOf(connection, view, out);
  const path = join(out, `${view.name}.parquet`);
  const options = 'format parquet, parquet_version v2, compression zstd, row_group_size 61440';
  await connection.run(`copy (${sql}) to ${literal(path)} (${options})`);
  return rows;
}

async function rowsOf(connection: DuckDBConnection, view: View, out: string): Promise<Filled> {
  const sibling = view.domain === 'wiserock' ? siblings.get(view.name) : undefined;
  if (sibling) return asWiserock(connection, view, sibling, join(out, `${sibling.of}.parquet`));
  const name = view.name.replace(/^stg_(prodview|wiserock)__/, '');
  return fill(connection, view, `base.${name}`, await isStreamed(connection, name));
}

/** A base that begins with the remark "in order" gives its rows as they are to lie. */
async function isStreamed(connection: DuckDBConnection, name: string): Promise<boolean> {
  const query = `select comment = 'in order' from duckdb_views() where schema_name = 'base' and view_name = '${name}'`;
  const [[comment] = []] = (await connection.runAndReadAll(query)).getRows();
  return comment === true;
}

async function countOf(connection: DuckDBConnection, table: string): Promise<number> {
  const [[count] = []] = (await connection.runAndReadAll(`select count(*) from ${table}`)).getRows();
  return Number(count);
}

async function timed(
  say: (line: string) => void,
  name: string,
  step: () => Promise<number | undefined>,
): Promise<void> {
  const start = performance.now();
  const rows = await step();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(rows === undefined ? `${name}: ${seconds} s` : `${name}: ${rows} rows, ${seconds} s`);
}
