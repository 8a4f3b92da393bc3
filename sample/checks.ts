import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DuckDBConnection } from '@duckdb/node-api';

interface CatalogView {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

const catalog = JSON.parse(
  readFileSync(fileURLToPath(new URL('../test/catalog.json', import.meta.url)), 'utf8'),
) as CatalogView[];

const TYPES: Readonly<Record<string, string>> = {
  varchar: 'VARCHAR',
  float: 'DOUBLE',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp_ntz: 'TIMESTAMP',
  timestamp_tz: 'TIMESTAMP WITH TIME ZONE',
};

/** @throws Error naming a column that the catalog does not have, or has with another type, or a key that is not unique */
export async function checkColumns(connection: DuckDBConnection, table: string): Promise<void> {
  const known = catalog.find(({ name }) => name === table)?.columns;
  const described = (await connection.runAndReadAll(`describe ${table}`)).getRows();
  for (const [name, type] of described) {
    const column = known?.find((each) => each.name === name);
    if (!column || TYPES[column.type] !== type)
      throw new Error(`${table}.${name} is ${type}; the catalog says ${column?.type}`);
  }
  const key = table.endsWith('__networks') ? 'id_flownet' : 'id_rec';
  const doubled = await connection.runAndReadAll(
    `select ${key} from ${table} group by 1 having count(*) > 1 or ${key} is null limit 1`,
  );
  const [[found] = []] = doubled.getRows();
  if (found !== undefined) throw new Error(`${table}: ${key} ${found} is not unique`);
}

/** @throws Error where the days of a month do not add up to what the month reported */
export async function checkSums(connection: DuckDBConnection): Promise<void> {
  const apart = await connection.runAndReadAll(`
    select m.id_rec
    from stg_prodview__monthly_allocations m
    join (
      select id_rec_parent, sum(allocated_hcliq_bbl) liquid, sum(allocated_gas_mcf) gas, sum(allocated_water_bbl) water, sum(downtime_hours) down
      from stg_prodview__daily_allocations group by 1
    ) d on d.id_rec_parent = m.id_rec
    where abs(m.allocated_hcliq_bbl - d.liquid) > 1e-6 * (1 + m.allocated_hcliq_bbl)
       or abs(m.allocated_gas_mcf - d.gas) > 1e-6 * (1 + m.allocated_gas_mcf)
       or abs(m.allocated_water_bbl - d.water) > 1e-6 * (1 + m.allocated_water_bbl)
       or m.downtime_hours is distinct from d.down
    limit 1`);
  const [[month] = []] = apart.getRows();
  if (month !== undefined) throw new Error(`${month}: its days do not add up to the month`);
}
