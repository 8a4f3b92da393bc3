import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type pg from 'pg';

/** Copies views of a folder of Parquet files to tables of these names, with the types that the files have. */
export async function copyViews(client: pg.ClientBase, folder: string, views: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { autoload_known_extensions: 'false' });
  const duckdb = await instance.connect();
  await duckdb.run("set timezone = 'UTC'");
  for (const view of views) {
    const from = `read_parquet('${join(folder, `${view}.parquet`).replaceAll("'", "''")}')`;
    const described = (await duckdb.runAndReadAll(`describe select * from ${from}`)).getRowObjects();
    const columns = described.map(({ column_name, column_type }) => `"${column_name}" ${typeOf(String(column_type))}`);
    await client.query(`create table "${view}" (${columns.join(', ')})`);
    const rows = await duckdb.runAndReadAll(`select cast(to_json(list(each)) as varchar) as rows from ${from} each`);
    const text = String(rows.getRowObjects()[0]?.rows);
    await client.query(`insert into "${view}" select * from json_populate_recordset(null::"${view}", $1)`, [text]);
  }
  duckdb.closeSync();
  instance.closeSync();
}

/** DuckDB's name of a type in PostgreSQL's words. */
const typeOf = (type: string) => type.replace('VARCHAR', 'text').replace('DOUBLE', 'double precision');
