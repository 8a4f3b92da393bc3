import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { compileBindings } from '../src/binding/compile-bindings.js';
import { readSdl } from '../src/binding/sdl-files.js';
import { copiedViews } from '../src/binding/stored-order.js';
import type { Copied } from '../src/sources/replica/copied.js';
import type { Column } from '../src/sources/row-source.js';
import { SCHEMA_FOLDER } from '../test/support/sdl.js';

export const VIEW = 'stg_prodview__daily_allocations';
/** Ten years a completion. */
export const DAYS_OF_TEN_YEARS = 3_653;

/** What charts, lists and sums of production ask for, and what a copy needs: key, owner, day and time of change. */
const USED = [
  'id_rec id_rec_parent id_flownet id_rec_unit id_rec_comp allocation_date allocation_year allocation_month',
  'downtime_hours operating_time_hours gathered_hcliq_bbl gathered_gas_mcf gathered_water_bbl allocated_hcliq_bbl',
  'allocated_oil_bbl allocated_gas_mcf allocated_water_bbl allocated_condensate_bbl allocated_ngl_bbl',
  'new_prod_hcliq_bbl new_prod_oil_bbl new_prod_gas_mcf new_prod_water_bbl wi_hcliq_pct nri_hcliq_pct',
  'id_rec_status id_rec_downtime disp_sales_hcliq_bbl disp_sales_gas_mcf _fivetran_synced',
]
  .join(' ')
  .split(' ');

/** The view with all its columns, or with the thirty that are used most. */
export function copiedOf(which: 'all' | 'used'): Copied {
  const copied = copiedViews(compileBindings(readSdl(SCHEMA_FOLDER))).get(VIEW);
  if (!copied) throw new Error(`${VIEW} is not bound`);
  const columns = copied.columns.filter(({ name }) => which === 'all' || USED.includes(name));
  return { ...copied, columns };
}

/** Invented rows of the view, with a value in nine of ten cells: `completions` times ten years. */
export function rowsSql(columns: readonly Column[], completions: number, from = everyDay(completions)): string {
  const known: Readonly<Record<string, string>> = {
    id_rec: `upper(md5('day ' || c || ' ' || d))`,
    id_rec_comp: `upper(md5('completion ' || c))`,
    id_rec_unit: `upper(md5('unit ' || c // 2))`,
    id_rec_parent: `upper(md5('month ' || c || ' ' || d // 30))`,
    id_flownet: `upper(md5('network'))`,
    allocation_date: `date '2015-01-01' + d::int`,
    _fivetran_synced: `timestamptz '2025-01-01 00:00:00+00' + interval (d) minute`,
  };
  const value = ({ name, kind }: Column, at: number) => {
    if (known[name]) return known[name];
    const some = `(c * 7919 + d * 104729 + ${at} * 1299709)`;
    const one = {
      text: `'code ' || ${some} % 20`,
      json: `'{}'`,
      geometry: 'null',
      integer: `${some} % 30`,
      float: `${some} % 100000 / 100.0`,
      boolean: `${some} % 2 = 0`,
      date: `date '2015-01-01' + (d // 30)::int`,
      local: `timestamp '2015-01-01' + interval (d) day`,
      instant: `timestamptz '2015-01-01 00:00:00+00' + interval (d) day`,
    }[kind];
    return `case when (c + d + ${at}) % 10 > 0 then ${one} end`;
  };
  const list = columns.map((column, at) => `${value(column, at)} as "${column.name}"`);
  return `select ${list.join(', ')} from ${from}`;
}

const everyDay = (completions: number) => `range(${completions}) _(c), range(${DAYS_OF_TEN_YEARS}) _(d)`;

/** Rows that come one behind the other where they are fetched by keys: of any completion, any day. */
export function scattered(completions: number, from: number, to: number): string {
  const all = completions * DAYS_OF_TEN_YEARS;
  const at = `(n::hugeint * 1000000007 % ${all})::bigint`;
  const until = Math.min(to, all);
  return `(select ${at} // ${DAYS_OF_TEN_YEARS} as c, ${at} % ${DAYS_OF_TEN_YEARS} as d from range(${from}, ${until}) _(n))`;
}

/** A folder with the view as one Parquet file, in no order that a copy could use; it is gone when the process ends. */
export async function writeRows(columns: readonly Column[], rows: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB', threads: '2' });
  const connection = await instance.connect();
  const completions = Math.max(1, Math.round(rows / DAYS_OF_TEN_YEARS));
  await connection.run(
    `copy (${rowsSql(columns, completions)}) to '${join(folder, `${VIEW}.parquet`)}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return folder;
}
