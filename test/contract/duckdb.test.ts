import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { openFolder } from '../../src/sources/duckdb/open-folder.js';
import type { Column } from '../../src/sources/row-source.js';
import { writeFolder } from '../support/folder.js';
import { readAllContract } from './read-all.contract.js';
import { COLUMNS, READINGS, rowSourceContract } from './row-source.contract.js';

const options = { memoryMb: 512, threads: 2, connections: 2, waiting: 1 };
const views = new Map<string, readonly Column[]>([['readings', Object.values(COLUMNS)]]);
const csvFolder = () => writeFolder({ readings: READINGS });

/** The same rows as Parquet, with the types that DuckDB finds in them. */
async function parquetFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(
    `copy (select * from read_csv('${csvFolder()}/readings.csv')) to '${folder}/readings.parquet' (format parquet)`,
  );
  return folder;
}

const overCsv = async () => (await openFolder({ ...options, folder: csvFolder(), views })).source;
const overParquet = async () => (await openFolder({ ...options, folder: await parquetFolder(), views })).source;
rowSourceContract('DuckDB over CSV', overCsv);
rowSourceContract('DuckDB over Parquet', overParquet);
readAllContract('DuckDB over CSV', overCsv);
readAllContract('DuckDB over Parquet', overParquet);

const BIG = {
  label: 'big',
  view: 'big',
  scope: { kind: 'everything' },
  rowLimit: 10,
  columns: [{ name: 'n', kind: 'integer' }],
  order: [],
} as const;

/** A view of so many rows that counting its groups takes seconds. */
async function openBig() {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`copy (select range as n from range(30000000)) to '${folder}/big.parquet' (format parquet)`);
  return (await openFolder({ ...options, folder, views: new Map([['big', BIG.columns]]) })).source;
}
const slow = {
  ...BIG,
  groupBy: [{ as: 'g', column: { name: 'n', kind: 'text' } }],
  measures: [{ as: 'c', of: 'count' }],
} as const;

test('a statement is interrupted when its reader gives up, and the next one is answered', async () => {
  const source = await openBig();
  const leaving = new AbortController();
  const reading = source.aggregate(slow, leaving.signal);
  setTimeout(() => leaving.abort(new Error('the reader left')), 50);
  await expect(reading).rejects.toThrow('the reader left');
  expect(await source.select({ ...BIG, limit: 1 })).toHaveLength(1);
  await source.close();
});

test('so is one of several parts, the slow ones and the quick', async () => {
  const source = await openBig();
  const leaving = new AbortController();
  const reading = source.readAll?.([slow, { ...BIG, limit: 1 }], leaving.signal);
  setTimeout(() => leaving.abort(new Error('the reader left')), 50);
  await expect(reading).rejects.toThrow('the reader left');
  expect(await source.select({ ...BIG, limit: 1 })).toHaveLength(1);
  await source.close();
});

test('more statements than may wait are refused as overload, at once', async () => {
  const source = await openBig();
  const leaving = new AbortController();
  const reads = Array.from({ length: 4 }, () => source.aggregate(slow, leaving.signal).catch((error) => error));
  const refused = await Promise.race(reads);
  expect(refused).toMatchObject({ code: 'OVERLOADED' });
  leaving.abort(new Error('done'));
  await Promise.all(reads);
  await source.close();
});
