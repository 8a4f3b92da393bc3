import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export const COMPLETIONS_A_UNIT = 2;
export const DAYS = 500;

interface Table {
  readonly order: string;
  readonly rows: string;
}

/**
 * Invented volumes, the same on every run, in words that DuckDB and PostgreSQL share, so that both hold the same rows: a
 * decline with noise, a day down now and then. Ids are 32 hex digits, so that the completions of a page lie scattered over
 * the whole file, as they do where ids are GUIDs. `day` is the type of a production day.
 */
export const tables = (units: number, day: 'timestamp' | 'date'): Readonly<Record<string, Table>> => ({
  stg_prodview__networks: {
    order: 'id_flownet',
    rows: `select upper(md5('network')) as id_flownet, 'Bench' as flow_network_name`,
  },
  stg_prodview__units: {
    order: 'id_rec',
    rows: `
      select upper(md5('unit ' || u)) as id_rec, upper(md5('network')) as id_flownet,
        'Bench ' || lpad(cast(u as varchar), 5, '0') || 'H' as unit_name,
        'Bench ' || lpad(cast(u as varchar), 5, '0') || 'H' as unit_display_name,
        'Well' as unit_type, '42' || lpad(cast(u as varchar), 8, '0') as api_10, true as is_operated,
        'TX' as state_province, 'County ' || u % 30 as county, 'Pad ' || u % 50 as pad_name,
        timestamp with time zone '2024-06-01 00:00:00+00' as _fivetran_synced
      from generate_series(0, ${units - 1}) units(u)`,
  },
  stg_prodview__tanks: {
    order: 'id_rec',
    rows: `
      select upper(md5('tank ' || u)) as id_rec, upper(md5('unit ' || u)) as id_rec_parent,
        upper(md5('network')) as id_flownet, 'Tank ' || u as tank_name,
        cast(400 + u % 3 * 100 as double precision) as tank_capacity_bbl
      from generate_series(0, ${units - 1}) units(u)`,
  },
  stg_prodview__completions: {
    order: 'id_rec',
    rows: `
      select upper(md5('completion ' || u || ' ' || c)) as id_rec, upper(md5('unit ' || u)) as id_rec_parent,
        upper(md5('network')) as id_flownet, 'Interval ' || c + 1 as completion_name,
        'Bench ' || lpad(cast(u as varchar), 5, '0') || 'H' as well_name,
        '42' || lpad(cast(u as varchar), 8, '0') as api_10,
        timestamp with time zone '2024-06-01 00:00:00+00' as _fivetran_synced
      from generate_series(0, ${units - 1}) units(u), generate_series(0, ${COMPLETIONS_A_UNIT - 1}) completions(c)`,
  },
  stg_prodview__daily_allocations: { order: 'id_rec_comp, allocation_date', rows: days(units, day) },
});

// A product of doubles that are whole, and its floor, is the same in every database: rounding and exp() are not.
const days = (units: number, type: string) => `
  select upper(md5('day ' || u || ' ' || c || ' ' || d)) as id_rec,
    upper(md5('month ' || u || ' ' || c || ' ' || substr(cast(day as varchar), 1, 7))) as id_rec_parent,
    upper(md5('network')) as id_flownet, upper(md5('unit ' || u)) as id_rec_unit, 'pvunit' as id_rec_unit_tk,
    upper(md5('completion ' || u || ' ' || c)) as id_rec_comp, 'pvunitcomp' as id_rec_comp_tk,
    cast(day as ${type}) as allocation_date, extract(year from day) as allocation_year,
    extract(month from day) as allocation_month, extract(day from day) as allocation_day_of_month,
    down as downtime_hours, 24 - down as operating_time_hours,
    floor(oil * 102) / 100 as gathered_hcliq_bbl, floor(gas * 99) / 100 as gathered_gas_mcf,
    floor(water * 101) / 100 as gathered_water_bbl, oil as allocated_hcliq_bbl, oil as allocated_oil_bbl,
    gas as allocated_gas_mcf, water as allocated_water_bbl, oil as new_prod_hcliq_bbl, oil as new_prod_oil_bbl,
    gas as new_prod_gas_mcf, water as new_prod_water_bbl, cast(87.5 as double precision) as wi_hcliq_pct,
    cast(70 as double precision) as nri_hcliq_pct, upper(md5('status ' || u || ' ' || c)) as id_rec_status,
    timestamp with time zone '2024-06-01 00:00:00+00' as _fivetran_synced
  from (
    select u, c, d, date '2023-01-01' + cast(d as integer) as day, down,
      floor(rate * (24 - down) * (1200 - d) / 28800) / 100 as oil,
      floor(rate * (24 - down) * (1600 - d) * 27 / 384000) / 100 as gas,
      floor(rate * (24 - down) * (1500 + d) / 24000) / 100 as water
    from (
      select u, c, d,
        cast(5000 + (u * 37 + c * 11) % 400 * 100 + (u * 7919 + c * 104729 + d * 1299709) % 1000 as double precision) as rate,
        cast(case when (u * 31 + c * 17 + d) % 97 = 0 then 24 when (u + c * 5 + d * 3) % 41 = 0 then 6.5 else 0 end
          as double precision) as down
      from generate_series(0, ${units - 1}) units(u), generate_series(0, ${COMPLETIONS_A_UNIT - 1}) completions(c),
        generate_series(0, ${DAYS - 1}) days(d)
    ) rated
  ) measured`;

/** Writes the Parquet files to a new folder in the system's temporary one; it is gone when the process ends. */
export async function writeData(units: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const instance = await DuckDBInstance.create(':memory:', { autoload_known_extensions: 'false' });
  const connection = await instance.connect();
  for (const [table, { order, rows }] of Object.entries(tables(units, 'timestamp'))) {
    const path = join(folder, `${table}.parquet`).replaceAll("'", "''");
    const layout = 'format parquet, parquet_version v2, compression zstd, row_group_size 61440'; // as the sample's
    await connection.run(`copy (${rows} order by ${order}) to '${path}' (${layout})`);
  }
  connection.closeSync();
  instance.closeSync();
  return folder;
}
