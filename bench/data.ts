import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export const COMPLETIONS_A_UNIT = 2;
export const DAYS = 500;

/**
 * Invented volumes, the same on every run: a decline with noise, a day down now and then. Ids are 32 hex digits, so
 * that the completions of a page lie scattered over the whole file, as they do where ids are GUIDs.
 */
const tables = (units: number): Readonly<Record<string, { readonly order: string; readonly rows: string }>> => ({
  stg_prodview__networks: {
    order: 'id_flownet',
    rows: `select upper(md5('network')) as id_flownet, 'Bench' as flow_network_name`,
  },
  stg_prodview__units: {
    order: 'id_rec',
    rows: `
      select upper(md5('unit ' || u)) as id_rec, upper(md5('network')) as id_flownet,
        format('Bench {:05d}H', u) as unit_name, format('Bench {:05d}H', u) as unit_display_name,
        'Well' as unit_type, format('42{:08d}', u) as api_10, true as is_operated,
        timestamptz '2024-06-01 00:00:00+00' as _fivetran_synced
      from range(${units}) units(u)`,
  },
  stg_prodview__completions: {
    order: 'id_rec',
    rows: `
      select upper(md5('completion ' || u || ' ' || c)) as id_rec, upper(md5('unit ' || u)) as id_rec_parent,
        upper(md5('network')) as id_flownet, format('Interval {}', c + 1) as completion_name,
        format('Bench {:05d}H', u) as well_name, format('42{:08d}', u) as api_10,
        timestamptz '2024-06-01 00:00:00+00' as _fivetran_synced
      from range(${units}) units(u), range(${COMPLETIONS_A_UNIT}) completions(c)`,
  },
  stg_prodview__daily_allocations: {
    order: 'id_rec_comp, allocation_date',
    rows: `
      select upper(md5('day ' || u || ' ' || c || ' ' || d)) as id_rec,
        upper(md5('month ' || u || ' ' || c || ' ' || strftime(day, '%Y-%m'))) as id_rec_parent,
        upper(md5('network')) as id_flownet, upper(md5('unit ' || u)) as id_rec_unit, 'pvunit' as id_rec_unit_tk,
        upper(md5('completion ' || u || ' ' || c)) as id_rec_comp, 'pvunitcomp' as id_rec_comp_tk,
        day as allocation_date, year(day) as allocation_year, month(day) as allocation_month,
        day(day) as allocation_day_of_month,
        down as downtime_hours, 24 - down as operating_time_hours,
        round(oil * 1.02, 2) as gathered_hcliq_bbl, round(gas * 0.99, 2) as gathered_gas_mcf,
        round(water * 1.01, 2) as gathered_water_bbl, oil as allocated_hcliq_bbl, oil as allocated_oil_bbl,
        gas as allocated_gas_mcf, water as allocated_water_bbl, oil as new_prod_hcliq_bbl, oil as new_prod_oil_bbl,
        gas as new_prod_gas_mcf, water as new_prod_water_bbl, 87.5::double as wi_hcliq_pct, 70::double as nri_hcliq_pct,
        upper(md5('status ' || u || ' ' || c)) as id_rec_status, timestamptz '2024-06-01 00:00:00+00' as _fivetran_synced
      from (
        select u, c, d, timestamp '2023-01-01' + to_days(d::integer) as day, down,
          round(rate * (24 - down) / 24 * exp(-0.002 * d), 2) as oil,
          round(rate * (24 - down) / 24 * exp(-0.001 * d) * 2.7, 2) as gas,
          round(rate * (24 - down) / 24 * (1.5 + 0.001 * d), 2) as water
        from (
          select u, c, d, 50 + (u * 37 + c * 11) % 400 + ((u * 7919 + c * 104729 + d * 1299709) % 1000) / 100 as rate,
            case when (u * 31 + c * 17 + d) % 97 = 0 then 24 when (u + c * 5 + d * 3) % 41 = 0 then 6.5 else 0 end::double as down
          from range(${units}) units(u), range(${COMPLETIONS_A_UNIT}) completions(c), range(${DAYS}) days(d)
        ) rated
      ) measured`,
  },
});

/** Writes the Parquet files to a new folder in the system's temporary one; it is gone when the process ends. */
export async function writeData(units: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const instance = await DuckDBInstance.create(':memory:', { autoload_known_extensions: 'false' });
  const connection = await instance.connect();
  for (const [table, { order, rows }] of Object.entries(tables(units))) {
    const path = join(folder, `${table}.parquet`).replaceAll("'", "''");
    const layout = 'format parquet, parquet_version v2, compression zstd, row_group_size 61440'; // as the sample's
    await connection.run(`copy (${rows} order by ${order}) to '${path}' (${layout})`);
  }
  connection.closeSync();
  instance.closeSync();
  return folder;
}
