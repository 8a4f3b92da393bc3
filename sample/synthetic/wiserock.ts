import type { DuckDBConnection } from '@duckdb/node-api';
import { catalog, type Column, type Sibling, TYPES, type View } from './catalog.js';
import type { Filled } from './fill.js';
import { level, saltOf } from './presence.js';

/** Units that the wiserock views leave as ProdView stores them: the other view's value times this. */
const FACTORS: Readonly<Record<string, number>> = {
  'hp>W': 745.6999,
  'in>m': 0.0254,
  'pct>fraction': 0.01,
  'bbl/day>m3/day': 0.1589873,
};

/**
 * A wiserock view: the records of its sibling under native names, text untrimmed here and there, and after them the
 * soft-deleted rows that the sibling does not have: about one in 200, at least one.
 */
export async function asWiserock(
  connection: DuckDBConnection,
  view: View,
  { of, columns }: Sibling,
  file: string,
): Promise<Filled> {
  const other = new Map(catalog.find(({ name }) => name === of)?.columns.map((each) => [each.name, each]));
  const rows = `read_parquet('${file.replaceAll("'", "''")}')`;
  const isGone = `(hash(id_rec) >> 8) % 200 = 0 or id_rec = (select min(id_rec) from ${rows})`;
  const counts = `select count(*) + count(*) filter (${isGone}) from ${rows}`;
  const [[count] = []] = (await connection.runAndReadAll(counts)).getRows();
  const values = view.columns.map((column) => {
    const sibling = other.get(columns.get(column.name) ?? '');
    if (!sibling) throw new Error(`${view.name}.${column.name} is not in ${of}`);
    return `${sqlOf(column, sibling)} as "${column.name}"`;
  });
  const gone = `* replace (upper(md5('deleted' || id_rec)) as id_rec, true as _fivetran_deleted)`;
  const sql = `select ${values.join(',\n  ')} from (
    select *, hash(id_rec) >> 8 as h_ from ${rows}
    union all
    select *, hash(id_rec) >> 8 as h_ from (select ${gone} from ${rows} where ${isGone})
  ) b`;
  return { sql, rows: Number(count) };
}

function sqlOf(column: Column, sibling: Column): string {
  const name = `b."${sibling.name}"`;
  const factor = FACTORS[`${sibling.unit}>${column.unit}`];
  if (factor) return `${name} * ${factor}e0`;
  if (sibling.type !== column.type) return `${name}::${TYPES[column.type]}`;
  if (column.type !== 'varchar' || !/comment|note|name|type|make|model|user_te?xt/.test(sibling.name)) return name;
  return `case when ${level(saltOf(column.name), 25)} = 0 then ${name} || '  ' else ${name} end`;
}
