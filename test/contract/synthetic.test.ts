import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalog, siblings, TYPES } from '../../sample/synthetic/catalog.js';
import { generate } from '../../sample/synthetic/generate.js';
import { parseSettings } from '../../sample/synthetic/settings.js';

/** Columns without a value, and why. */
const EMPTY = ['stg_prodview__networks.end_date']; // the only network is in use

/** Links of which one or more lead nowhere on purpose, as sample/synthetic/README.md says. */
const DANGLING = [
  'stg_prodview__units.current_route_id',
  'stg_prodview__production_tests.separator_vessel_unit_calc_id',
  'stg_prodview__tickets.tank_id',
  'stg_wiserock__pv_units.idrecroutesetroutecalc',
  'stg_wiserock__pv_production_tests.idrecsepunitcalc',
];

const folders: string[] = [];
let rows: (sql: string) => Promise<any[][]>;

async function make(...args: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'synthetic-'));
  folders.push(folder);
  await generate(parseSettings(['--scale', '10', '--days', '120', '--out', folder, ...args]), () => undefined);
  return folder;
}

beforeAll(async () => {
  const folder = await make();
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("set timezone = 'UTC'");
  rows = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson() as any[][];
  for (const { name } of catalog) await rows(`create view ${name} as from '${join(folder, name)}.parquet'`);
  for (const { name } of catalog) {
    const [, short] = /^stg_prodview__(.+)$/.exec(name) ?? [];
    if (short) await rows(`create view ${short} as from ${name}`);
  }
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('every view of the catalog has its columns, in order and of their types, and unique keys', async () => {
  for (const { name, columns, primaryKey } of catalog) {
    const described = await rows(`describe ${name}`);
    const wanted = columns.map((column) => [column.name, TYPES[column.type]?.toUpperCase()]);
    expect(described.map(([column, type]) => [column, type])).toEqual(wanted);
    const [[count, keys] = []] = await rows(`select count(*), count(distinct ${primaryKey}) from ${name}`);
    expect([name, Number(count) > 0, keys]).toEqual([name, true, count]);
  }
});

test('every column has a value', async () => {
  const empty: string[] = [];
  for (const { name, columns } of catalog) {
    const [counts = []] = await rows(`select ${columns.map((each) => `count("${each.name}")`)} from ${name}`);
    empty.push(...columns.filter((_, index) => counts[index] === '0').map((column) => `${name}.${column.name}`));
  }
  expect(empty).toEqual(EMPTY);
});

test('parents and references lead to a row', async () => {
  const loose: string[] = [];
  for (const { name, parent, references } of catalog) {
    const links = references.map((each) => ({ model: each.model, on: [[each.column, each.targetColumn]] as const }));
    for (const { model, on } of parent ? [...links, parent] : links) {
      const same = on.map(([from, to]) => `t."${to}" = f."${from}"`).join(' and ');
      const found = `count(*) filter (exists (from ${model} t where ${same}))`;
      const [[given, led] = []] = await rows(`select count(f."${on[0]?.[0]}"), ${found} from ${name} f`);
      if (given !== led) loose.push(`${name}.${on[0]?.[0]}`);
      expect([name, on, Number(led) / Number(given) > 0.9]).toEqual([name, on, true]);
    }
  }
  expect(loose.filter((link) => !DANGLING.includes(link))).toEqual([]);
});

/** Of re-allocated days the record that was synced last, then the lower id. */
const HELD = `(from daily_allocations qualify
  row_number() over (partition by id_rec_comp, allocation_date order by _fivetran_synced desc, id_rec) = 1)`;

test.each([
  ['monthly_allocations', HELD],
  ['monthly_dispositions', 'daily_dispositions'],
  ['facility_monthly_volumes', 'facility_daily_volumes'],
  ['node_monthly_volumes', 'node_daily_volumes'],
  ['tank_monthly_volumes', 'tank_daily_volumes'],
])('the days of %s add up to the month', async (monthly, daily) => {
  const month = catalog.find(({ name }) => name === `stg_prodview__${monthly}`);
  const day = catalog.find(({ name }) => name === month?.name.replace('monthly', 'daily'));
  const renamed = siblings.get(month?.name ?? '')?.columns;
  const standing = /pct|factor|api|cum|opening|closing|starting|remaining|interest|user|unfilled/;
  const sums = (month?.columns ?? []).filter(
    ({ name, unit }) => ['bbl', 'mcf', 'mmbtu', 'hours', 'm3'].includes(unit ?? '') && !standing.test(name),
  );
  expect(sums.length).toBeGreaterThan(4);
  for (const { name } of sums) {
    const other = renamed?.get(name) ?? name;
    expect(day?.columns.map((column) => column.name)).toContain(other);
    const [[apart] = []] = await rows(
      `select count(*) from ${monthly} m join (select id_rec_parent as id, sum("${other}") as total, count(*) as days
         from ${daily} group by all) d on d.id = m.id_rec where d.total is distinct from m."${name}"`,
    );
    expect([name, apart]).toEqual([name, '0']);
  }
});

test('production declines, its water cut rises, and not every well produces', async () => {
  const trend = await rows(`
    select count(*), count(*) filter (last_oil < first_oil), count(*) filter (last_cut > first_cut) from (
      select avg(gathered_hcliq_bbl) filter (day < 15) as first_oil, avg(gathered_hcliq_bbl) filter (day > 105) as last_oil,
        sum(gathered_water_bbl) filter (day < 15) / sum(gathered_hcliq_bbl) filter (day < 15) as first_cut,
        sum(gathered_water_bbl) filter (day > 105) / sum(gathered_hcliq_bbl) filter (day > 105) as last_cut
      from (select *, allocation_date::date - date '2026-03-03' as day from ${HELD}) where downtime_hours = 0
      group by id_rec_comp having first_oil > 0 and last_oil > 0)`);
  const [all, falling, wetter] = (trend[0] ?? []).map(Number);
  // Those that were on stream from the first days to the last.
  expect([all, falling, wetter]).toEqual([7, 7, 7]);
  const statuses = await rows("select distinct completion_status from units where unit_type = 'Well' order by 1");
  expect(statuses.map(([status]) => status)).toEqual(['Injecting', 'Planned', 'Producing', 'Shut in']);
  const most = 'select max(n) < 20 from (select count(*) as n from status group by id_rec_parent)';
  expect(await rows(most)).toEqual([[true]]);
});

test('what a completion made on a day went somewhere, and its downtime has a record', async () => {
  const sums = 'sum(hcliq_volume_bbl) as oil, sum(gas_volume_mcf) as gas, sum(water_volume_bbl) as water';
  const apart = await rows(`
    select count(*) from ${HELD} a
    left join (select completion_id, disposition_date, ${sums} from daily_dispositions group by all) d
      on d.completion_id = a.id_rec_comp and d.disposition_date = a.allocation_date
    where (allocated_hcliq_bbl, allocated_gas_mcf, allocated_water_bbl)
      is distinct from (coalesce(oil, 0), coalesce(gas, 0), coalesce(water, 0))`);
  expect(apart).toEqual([['0']]);
  const hours = await rows(`
    select count(*), count(*) filter (total_downtime_hours is distinct from down) from completion_downtimes t
    join (select id_rec_downtime, sum(downtime_hours) as down from ${HELD} group by all) d on d.id_rec_downtime = t.id_rec
    where last_day is not null`);
  expect(hours[0]?.[1]).toBe('0');
  const [[open, singles] = []] = await rows(`
    select count(*) filter (last_day is null), count(*) filter (is_next) from (
      from completion_downtimes select last_day, first_day = lag(last_day) over w + 1
        and downtime_code_1 = lag(downtime_code_1) over w as is_next window w as (partition by id_rec_parent order by first_day))`);
  expect([Number(open) > 0, Number(singles) > 0]).toEqual([true, true]);
});

test('a few days were allocated twice, some of them synced at the same moment', async () => {
  const pairs = await rows(`
    select count(*), min(allocation_date)::date >= date '2026-04-01', bool_and(volumes = 2), count(*) filter (moments = 1),
      bool_and(n = 2)
    from (select id_rec_comp, allocation_date, count(*) as n, count(distinct allocated_gas_mcf) as volumes, count(distinct _fivetran_synced) as moments
      from daily_allocations group by all having n > 1)`);
  expect(pairs).toEqual([['3', true, true, '1', true]]);
});

test.each([
  ['daily_allocations', 'id_rec_comp, allocation_date'],
  ['daily_dispositions', 'completion_id, disposition_date'],
  ['tank_daily_volumes', 'tank_id, tank_date'],
])('%s lies by owner and day', async (view, key) => {
  const apart = `select count(*) from (select (${key}) as here, lag((${key})) over () as before from ${view}) where before > here`;
  expect(await rows(apart)).toEqual([['0']]);
});

test('the flow network has a cycle that is flagged, a path of more than ten steps and an island', async () => {
  await rows(`create temp table walk as
    with recursive edge as (
      select outlet_unit_id_calculated as a, inlet_unit_id_calculated as b, is_recirculation_flow as again
      from unit_node_connections where connection_end_date is null
    ), walk as (
      select a as start, b as here, [a, b] as path, again as via_again from edge
      union all
      select start, b, path || [b], via_again or again from walk join edge on edge.a = walk.here
      where here <> start and not list_contains(path[2:], b)
    ) from walk`);
  const found = await rows(
    `select max(len(path)) > 11, bool_or(here = start), bool_and(via_again) filter (here = start) from walk`,
  );
  expect(found).toEqual([[true, true, true]]);
  const island = await rows(`
    with recursive edge as (
      select outlet_unit_id_calculated as a, inlet_unit_id_calculated as b from unit_node_connections
      union select inlet_unit_id_calculated, outlet_unit_id_calculated from unit_node_connections
    ), reached as (select primary_unit_id as id from networks union select b from reached join edge on edge.a = reached.id)
    select distinct unit_name from edge join units on id_rec = a where a not in (select id from reached) order by 1`);
  const apart = ['Synthetic island inlet', 'Synthetic island outlet', 'Synthetic island tank'];
  expect(island.map(([name]) => name)).toEqual(expect.arrayContaining(apart));
});

test('what leaves the outlets arrives at the inlets that they flow to, but for the planted leak', async () => {
  const gaps = await rows(`
    with live as (
      select c.*, day.d, count(*) over (partition by c.id_rec_parent, day.d) as ways from unit_node_connections c
      join (select distinct calculation_date as d from node_daily_volumes) day
        on day.d >= connection_start_date and day.d <= coalesce(connection_end_date, day.d)
    ), joined as (
      select if(ways = 1, inlet_id, live.id_rec_parent) as node, d, o.gas_volume_mcf as out_gas, i.gas_volume_mcf as in_gas,
        o.hcliq_volume_bbl + o.water_volume_bbl as out_liquid, i.hcliq_volume_bbl + i.water_volume_bbl as in_liquid, ways
      from live join node_daily_volumes o on o.node_id = live.id_rec_parent and o.calculation_date = d
      join node_daily_volumes i on i.node_id = inlet_id and i.calculation_date = d
    ), compared as (
      select node, d, if(max(ways) = 1, sum(out_gas) - max(in_gas), max(out_gas) - sum(in_gas)) as gas,
        if(max(ways) = 1, sum(out_liquid) - max(in_liquid), max(out_liquid) - sum(in_liquid)) as liquid
      from joined group by node, d
    )
    select count(*) > 1000, count(*) filter (liquid <> 0), count(*) filter (gas <> 0), min(gas), count(distinct node) filter (gas <> 0)
    from compared`);
  expect(gaps).toEqual([[true, '0', '20', 0, '1']]);
});

test('remarks point at a unit, a completion or a tank', async () => {
  const found = await rows(`
    select link_table, count(*) > 0, bool_or(t.id is not null) from remarks r
    left join (select 'pvUnit' as kind, id_rec as id from units union all select 'pvUnitComp', id_rec from completions
      union all select 'pvUnitTank', id_rec from tanks) t on t.kind = link_table and t.id = link_id
    group by all order by 1`);
  expect(found.map(([table, some, led]) => [table, some, led])).toEqual([
    ['pvUnit', true, true],
    ['pvUnitComp', true, true],
    ['pvUnitTank', true, true],
    [null, true, false],
  ]);
});

test('stocks follow from what came in and went out; a ticket is the drop in its tank', async () => {
  const broken = await rows(`
    select count(*) from facility_daily_volumes
    where opening_inventory_hcliq_bbl + produced_hcliq_bbl - dispositions_out_hcliq_bbl <> closing_inventory_hcliq_bbl
      or produced_gas_mcf + receipts_in_gas_mcf - consumed_gas_mcf - injected_lift_gas_mcf - dispositions_out_gas_mcf <> volume_balance_gas_mcf
      or gas_balanced <> (volume_balance_gas_mcf = 0)`);
  expect(broken).toEqual([['0']]);
  const leak = await rows(
    'select count(distinct facility_id), count(*) from facility_daily_volumes where not gas_balanced',
  );
  expect(leak).toEqual([['1', '20']]);
  const tanks = await rows(`
    select count(*), count(*) filter (closing_total_volume_bbl < 0 or closing_total_volume_bbl > tank_capacity_bbl)
    from tank_daily_volumes d join tanks t on t.id_rec = d.tank_id`);
  expect(tanks[0]?.[1]).toBe('0');
  const tickets = await rows(`
    select count(*), count(*) filter (closing_tank_volume_bbl is distinct from closing_total_volume_bbl
        or opening_tank_volume_bbl - final_total_volume_bbl <> closing_tank_volume_bbl)
    from tickets k join tank_daily_volumes d on d.tank_id = k.tank_id and d.tank_date = k.effective_date::date`);
  expect([Number(tickets[0]?.[0]) > 10, tickets[0]?.[1]]).toEqual([true, '0']);
});

test('partners share all of an agreement, and deleted records are in the wiserock views alone', async () => {
  const shares =
    'select distinct total from (select sum(interest_pct) as total from agreement_partners group by id_rec_parent)';
  expect(await rows(shares)).toEqual([[100]]);
  for (const [name, { of }] of [...siblings].filter(([name]) => name.startsWith('stg_wiserock'))) {
    const both = await rows(`select count(*) filter (deleted) > 0, count(*) filter (deleted = (p.id_rec is not null))
      from ${name} w left join ${of} p on p.id_rec = w.idrec`);
    expect([name, both]).toEqual([name, [[true, '0']]]);
  }
});

test('settings that make no network are refused with the usage', () => {
  expect(() => parseSettings([])).toThrow('--out FOLDER');
  expect(() => parseSettings(['--out', 'x', '--scale', '9'])).toThrow('--scale is a whole number of at least 10');
  expect(() => parseSettings(['--out', 'x', '--until', 'today'])).toThrow('--until is a day');
  expect(() => parseSettings(['--out', 'x', '--memory', '2'])).toThrow('--memory is a size');
});

test('the same seed gives the same bytes, another one does not', async () => {
  const [first = ''] = folders;
  const again = await make();
  for (const file of readdirSync(first))
    expect(readFileSync(join(again, file)).equals(readFileSync(join(first, file)))).toBe(true);
  const other = await make('--seed', '2', '--days', '40');
  const [[shared] = []] = await rows(
    `select count(*) from units u join '${join(other, 'stg_prodview__units.parquet')}' o using (id_rec)`,
  );
  expect(shared).toBe('0');
});
