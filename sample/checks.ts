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

/** Columns that name a row of another view. */
const LINKS = [
  ['completions', 'id_rec_parent', 'units'],
  ['status', 'id_rec_parent', 'completions'],
  ['monthly_allocations', 'id_rec_parent', 'units'],
  ['monthly_allocations', 'completion_id', 'completions'],
  ['monthly_allocations', 'status_id', 'status'],
  ['daily_allocations', 'id_rec_parent', 'monthly_allocations'],
  ['daily_allocations', 'id_rec_unit', 'units'],
  ['daily_allocations', 'id_rec_comp', 'completions'],
  ['daily_allocations', 'id_rec_status', 'status'],
  ['daily_allocations', 'id_rec_downtime', 'completion_downtimes'],
  ['completion_downtimes', 'id_rec_parent', 'completions'],
  ['completion_parameters', 'id_rec_parent', 'completions'],
  ['facility_monthly_volumes', 'id_rec_parent', 'facilities'],
  ['units', 'current_route_id', 'routes'],
  ['units', 'current_facility_id', 'facilities'],
  ['units', 'current_completion_status_id', 'status'],
  ['system_integrations', 'id_rec_parent', 'units'],
] as const;

/** Columns of a day, and of its month where that is named otherwise, that have to add up. */
const SUMS: Readonly<Record<string, string>> = {
  downtime_hours: 'downtime_hours',
  operating_time_hours: 'operating_time_hours',
  gathered_hcliq_bbl: 'gathered_hcliq_bbl',
  gathered_gas_mcf: 'gathered_gas_mcf',
  gathered_water_bbl: 'gathered_water_bbl',
  allocated_hcliq_bbl: 'allocated_hcliq_bbl',
  allocated_oil_bbl: 'allocated_oil_bbl',
  allocated_condensate_bbl: 'allocated_condensate_bbl',
  allocated_gas_mcf: 'allocated_gas_mcf',
  allocated_water_bbl: 'allocated_water_bbl',
  new_prod_hcliq_bbl: 'new_production_hcliq_bbl',
  new_prod_oil_bbl: 'new_production_oil_bbl',
  new_prod_condensate_bbl: 'new_production_condensate_bbl',
  new_prod_gas_mcf: 'new_production_gas_mcf',
  new_prod_water_bbl: 'new_production_water_bbl',
  injection_well_water_bbl: 'injection_well_water_bbl',
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
  const doubled = `select count(*), any_value(${key}) from ${table} group by ${key} having count(*) > 1 or ${key} is null`;
  const [found] = (await connection.runAndReadAll(doubled)).getRows();
  if (found) throw new Error(`${table}: ${found[0]} rows have the ${key} ${found[1]}`);
}

/** @throws Error naming a link that leads to no row, or to a row of another network */
export async function checkLinks(connection: DuckDBConnection): Promise<void> {
  for (const [from, column, to] of LINKS) {
    const loose = await first(
      connection,
      `select f.${column} from stg_prodview__${from} f
       anti join stg_prodview__${to} t on t.id_rec = f.${column} and t.id_flownet = f.id_flownet
       where f.${column} is not null limit 1`,
    );
    if (loose !== undefined) throw new Error(`${from}.${column}: ${loose} is not in ${to}`);
  }
}

/**
 * Every Gulf month has all of its days, and they add up to it within a millionth; where the month is null, so are they.
 * @throws Error naming a month that does not
 */
export async function checkSums(connection: DuckDBConnection): Promise<void> {
  const sums = Object.keys(SUMS).map((column) => `sum(${column}) as ${column}`);
  const apart = Object.entries(SUMS).map(
    ([day, month]) =>
      `(d.${day} is null) <> (m.${month} is null) or abs(d.${day} - m.${month}) > 1e-6 * abs(m.${month})`,
  );
  const month = await first(
    connection,
    `select m.id_rec
     from stg_prodview__monthly_allocations m
     left join (select id_rec_parent, count(*) as days, ${sums} from stg_prodview__daily_allocations group by 1) d
       on d.id_rec_parent = m.id_rec
     where m.id_flownet = 'US-GULF-MC'
       and (d.days is distinct from day(m.allocation_end_date) or ${apart.join(' or ')}) limit 1`,
  );
  if (month !== undefined) throw new Error(`${month}: its days do not add up to the month`);
  const hours = await first(
    connection,
    `select 'downtimes' from (select sum(total_downtime_hours) as hours from stg_prodview__completion_downtimes) t,
       (select sum(downtime_hours) as hours from stg_prodview__daily_allocations) d where t.hours is distinct from d.hours`,
  );
  if (hours !== undefined) throw new Error('The downtimes do not add up to the hours down of the days');
}

async function first(connection: DuckDBConnection, sql: string): Promise<unknown> {
  const [[value] = []] = (await connection.runAndReadAll(sql)).getRows();
  return value;
}
