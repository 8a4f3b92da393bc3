import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { catalog } from './catalog.js';
import type { Settings } from './settings.js';
import { writeView } from './write.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const sqlOf = (path: string) => readFileSync(pathOf(path), 'utf8');
const filesOf = (folder: string) => readdirSync(pathOf(folder)).sort();
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Rows that are sorted at once, so that no step needs more memory the longer the network runs. */
const BATCH_ROWS = 1_000_000;

type Say = (line: string) => void;

/**
 * Makes a synthetic flow network: one Parquet file a view. The same settings give the same files.
 * @param say  takes a line for each step, with its rows and seconds
 */
export async function generate(settings: Settings, say: Say): Promise<void> {
  const out = resolve(settings.out);
  mkdirSync(out, { recursive: true });
  const work = mkdtempSync(join(out, '.work-'));
  const instance = await DuckDBInstance.create(join(work, 'network.duckdb'), {
    memory_limit: settings.memory,
    temp_directory: join(work, 'spill'),
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
  });
  try {
    const connections = [await connect(instance, settings), await connect(instance, settings)] as const;
    await makeTables(connections[0], settings, say);
    await writeViews(connections, out, say);
    for (const connection of connections) connection.closeSync();
  } finally {
    instance.closeSync();
    rmSync(work, { recursive: true, force: true });
  }
}

async function connect(instance: DuckDBInstance, settings: Settings): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  for (const name of ['seed', 'until'] as const)
    await connection.run(`set variable ${name} = ${literal(settings[name])}`);
  for (const name of ['scale', 'days'] as const) await connection.run(`set variable ${name} = ${settings[name]}`);
  return connection;
}

/** The tables that all views are worked out from, and the base of each view. */
async function makeTables(connection: DuckDBConnection, settings: Settings, say: Say): Promise<void> {
  await connection.run(sqlOf('./macros.sql'));
  for (const file of filesOf('./core')) await timed(say, file, () => runCore(connection, settings, file));
  await connection.run('create schema base');
  for (const file of filesOf('./views')) await timed(say, file, () => connection.run(sqlOf(`./views/${file}`)));
}

/** A file runs once, or in batches of completions or facilities where its name says so. */
async function runCore(connection: DuckDBConnection, { days }: Settings, file: string): Promise<void> {
  const table = /\.by-(comp|facility)\.sql$/.exec(file)?.[1];
  const sql = sqlOf(`./core/${file}`);
  if (!table) {
    await connection.run(sql);
    return;
  }
  const [[count] = []] = (await connection.runAndReadAll(`select count(*) from ${table}`)).getRows();
  const size = Math.max(1, Math.floor(BATCH_ROWS / days));
  for (let lo = 0; lo < Number(count); lo += size) {
    await connection.run(`set variable lo = ${lo}; set variable hi = ${lo + size - 1}`);
    await connection.run(sql);
  }
}

/**
 * Two views at a time, each by one thread: DuckDB does not keep rows in order where several threads join them. The 54
 * come first, because the wiserock views are read from their files.
 */
async function writeViews(connections: readonly DuckDBConnection[], out: string, say: Say): Promise<void> {
  await connections[0]?.run('set threads = 1');
  // Joins stay as they are written, the large table on the left: the side that keeps its order.
  await connections[0]?.run("set disabled_optimizers = 'join_order,build_side_probe_side'");
  // Small chunks are not held back behind larger ones.
  for (const connection of connections) await connection.run('set enable_caching_operators = false');
  for (const isLast of [false, true]) {
    const views = catalog.filter(({ domain }) => (domain === 'wiserock') === isLast).values();
    await Promise.all(
      connections.map(async (connection) => {
        for (const view of views) await timed(say, view.name, () => writeView(connection, view, out));
      }),
    );
  }
}

async function timed(say: Say, name: string, step: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const rows = await step();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(typeof rows === 'number' ? `${name}: ${rows} rows, ${seconds} s` : `${name}: ${seconds} s`);
}
