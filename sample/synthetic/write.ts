import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { siblings, type View } from './catalog.js';
import { type Filled, fill } from './fill.js';
import { asWiserock } from './wiserock.js';

/** Writes a view's file and returns how many rows it has. */
export async function writeView(connection: DuckDBConnection, view: View, out: string): Promise<number> {
  const { sql, rows } = await rowsOf(connection, view, out);
  const path = join(out, `${view.name}.parquet`).replaceAll("'", "''");
  const options = 'format parquet, parquet_version v2, compression zstd, row_group_size 61440';
  await connection.run(`copy (${sql}) to '${path}' (${options})`);
  return rows;
}

async function rowsOf(connection: DuckDBConnection, view: View, out: string): Promise<Filled> {
  const sibling = view.domain === 'wiserock' ? siblings.get(view.name) : undefined;
  if (sibling) return asWiserock(connection, view, sibling, join(out, `${sibling.of}.parquet`));
  const name = view.name.replace(/^stg_(prodview|wiserock)__/, '');
  return fill(connection, view, `base.${name}`, await isInOrder(connection, name));
}

/** Whether the base gives its rows as they are to lie; its comment says so. */
async function isInOrder(connection: DuckDBConnection, name: string): Promise<boolean> {
  const query = `select comment = 'in order' from duckdb_views() where schema_name = 'base' and view_name = '${name}'`;
  const [[comment] = []] = (await connection.runAndReadAll(query)).getRows();
  return comment === true;
}
