import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { ask, built, openStore } from '../support/execute.js';
import { SAMPLE_FOLDER } from '../support/sdl.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

// What people ask for by name, held against SQL written by hand. A day that was allocated again counts once in both.

const view = (type: string) =>
  built.bindings.views.get(type) as NonNullable<ReturnType<typeof built.bindings.views.get>>;
const DAYS = `days as (select * from stg_prodview__daily_allocations qualify row_number() over (
  partition by id_rec_unit, id_rec_comp, allocation_date order by _fivetran_synced desc, id_rec) = 1)`;
const BOE = 'sum(coalesce(allocated_oil_bbl, 0) + coalesce(allocated_gas_mcf, 0) / 6)';

const folders = [
  ['the synthetic network', () => syntheticFolder()],
  ['the sample, with its three networks', async () => SAMPLE_FOLDER],
] as const;

describe.each(folders)('%s', (_, folderOf) => {
  let source: RowSource;
  let sql: Sql;
  beforeAll(async () => {
    const folder = await folderOf();
    source = (await openStore(folder)).source;
    sql = await Sql.over(folder);
  }, 120_000);
  afterAll(async () => {
    await source?.close();
    sql?.close();
  });

  /** Some owners of each network, and what the graph says of each. */
  async function answers(type: 'Unit' | 'Completion', fields: string) {
    const column = type === 'Unit' ? 'id_rec_unit' : 'id_rec_comp';
    const owners = await sql.run(
      `select ${column} as id_rec from (select distinct ${column}, id_flownet from stg_prodview__daily_allocations)
       qualify row_number() over (partition by id_flownet order by hash(${column})) <= 12`,
    );
    const asked = owners.map((row, index) => `n${index}: node(id: "${globalId(view(type), row)}") { ...F }`);
    const { data, errors } = await ask(source, `{ ${asked.join(' ')} } fragment F on ${type} { ${fields} }`);
    expect(errors).toBeUndefined();
    return owners.map((row, index) => ({ id: String(row.id_rec), answer: data?.[`n${index}`] }));
  }

  test.each([
    ['Unit', 'id_rec_unit'],
    ['Completion', 'id_rec_comp'],
  ] as const)('%s: landmarks, peak and means', async (type, column) => {
    const found = await answers(
      type,
      `production { asOf firstAllocationDate firstProductionDate lastProductionDate daysSinceProduction
        peakMonth { month boe oilBbl } last30Days { days boePerDay oilBblPerDay gasMcfPerDay } }`,
    );
    const rows = await sql.run(`with ${DAYS},
      newest as (select id_flownet, max(allocation_date)::date as day from days group by 1),
      own as (select d.*, n.day from days d join newest n using (id_flownet)),
      marks as (select ${column} as id, any_value(day) as day, min(allocation_date)::date as allocated,
          min(allocation_date) filter (allocated_hcliq_bbl > 0 or allocated_gas_mcf > 0)::date as first,
          max(allocation_date) filter (allocated_hcliq_bbl > 0 or allocated_gas_mcf > 0)::date as last
        from own group by 1),
      months as (select ${column} as id, date_trunc('month', allocation_date)::date as month, ${BOE} as boe,
          sum(allocated_oil_bbl) as oil from own group by 1, 2
        qualify row_number() over (partition by id order by boe desc, month) = 1),
      recent as (select ${column} as id, count(distinct allocation_date) as days, ${BOE} as boe, sum(allocated_oil_bbl) as oil,
          sum(allocated_gas_mcf) as gas from own where allocation_date > day - interval 30 day group by 1)
      select marks.id, marks.day::varchar as day, allocated::varchar as allocated, first::varchar as first,
        last::varchar as last, (marks.day - last)::int as since, month::varchar as month, months.boe as peak,
        months.oil as peak_oil, coalesce(days, 0)::int as days, recent.boe / days as mean, recent.oil / days as oil,
        recent.gas / days as gas
      from marks left join months using (id) left join recent using (id)`);
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const { id, answer } of found) {
      const row = known.get(id);
      const { peakMonth, last30Days, ...marks } = answer.production;
      expect(marks).toEqual({
        asOf: row?.day,
        firstAllocationDate: row?.allocated,
        firstProductionDate: row?.first,
        lastProductionDate: row?.last,
        daysSinceProduction: row?.since,
      });
      if (row?.peak > 0) expect(peakMonth?.month).toBe(row?.month);
      if (row?.peak > 0) expect(peakMonth?.boe).toBeCloseTo(row?.peak, 6);
      if (row?.peak > 0 && row?.peak_oil !== null) expect(peakMonth?.oilBbl).toBeCloseTo(row?.peak_oil, 6);
      expect(last30Days.days).toBe(row?.days);
      if (row?.days > 0 && row?.oil !== null) expect(last30Days.oilBblPerDay).toBeCloseTo(row?.oil, 6);
      if (row?.days > 0 && row?.gas !== null) expect(last30Days.gasMcfPerDay).toBeCloseTo(row?.gas, 6);
      if (row?.days > 0 && row?.mean > 0) expect(last30Days.boePerDay).toBeCloseTo(row?.mean, 6);
    }
    expect(found.some(({ answer }) => answer.production.peakMonth !== null)).toBe(true);
  });

  test('status as of a day', async () => {
    for (const day of ['2019-05-05', '2022-08-01', '2024-10-15', '2026-05-20']) {
      const found = await answers('Completion', `statusAsOf(day: "${day}") { idRec }`);
      const rows = await sql.run(`select id_rec_parent as id, list(id_rec order by id_rec) as best from (
          select *, rank() over (partition by id_rec_parent, id_flownet order by status_date desc) as place
          from stg_prodview__status where status_date::date <= date '${day}') where place = 1 group by 1`);
      const known = new Map(rows.map((row) => [row.id, row.best]));
      for (const { id, answer } of found) expect(answer.statusAsOf?.idRec).toBe(known.get(id)?.[0]);
    }
  });

  test('the whole of a period, two runs of a day counted once', async () => {
    const found = await answers(
      'Completion',
      'dailyAllocations { aggregates { count sum { allocated { oilBbl boe } } } }',
    );
    const rows =
      await sql.run(`with ${DAYS} select id_rec_comp as id, count(*)::int as days, sum(allocated_oil_bbl) as oil,
      ${BOE} as boe from days group by 1`);
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const { id, answer } of found) {
      const { count, sum } = answer.dailyAllocations.aggregates;
      expect(count).toBe(known.get(id)?.days);
      if (known.get(id)?.oil !== null) expect(sum.allocated.oilBbl).toBeCloseTo(known.get(id)?.oil, 4);
    }
  });
});

describe('tests and targets of the synthetic network', () => {
  let source: RowSource;
  let sql: Sql;
  beforeAll(async () => {
    const folder = await syntheticFolder();
    source = (await openStore(folder)).source;
    sql = await Sql.over(folder);
  }, 120_000);
  afterAll(async () => {
    await source?.close();
    sql?.close();
  });

  test('the latest valid test, and its change against the valid one before', async () => {
    const { data, errors } = await ask(
      source,
      `{ completions(first: 100) { nodes { idRec latestValidTest { idRec change { previous { idRec } days
        oilCondRateBblPerDay { difference differencePct } gasOilRatioMcfPerBbl { difference } } } } } }`,
    );
    expect(errors).toBeUndefined();
    const rows =
      await sql.run(`with valid as (select *, lag(id_rec) over w as before, lag(effective_date) over w as before_at,
        lag(oil_cond_rate_bbl_per_day) over w as before_oil, lag(gas_oil_ratio_mcf_per_bbl) over w as before_gor
      from stg_prodview__production_tests
      where coalesce(lower(invalid_test), 'no') not in ('true', 't', 'yes', 'y', '1')
      window w as (partition by id_rec_parent order by effective_date, id_rec))
      select id_rec_parent as id, id_rec, before, (effective_date::date - before_at::date)::int as days,
        oil_cond_rate_bbl_per_day - before_oil as oil, oil_cond_rate_bbl_per_day / before_oil * 100 - 100 as pct,
        gas_oil_ratio_mcf_per_bbl - before_gor as gor
      from valid qualify row_number() over (partition by id_rec_parent order by effective_date desc, id_rec desc) = 1`);
    const known = new Map(rows.map((row) => [row.id, row]));
    let compared = 0;
    for (const { idRec, latestValidTest: latest } of data?.completions.nodes ?? []) {
      const row = known.get(idRec);
      expect(latest?.idRec).toBe(row?.id_rec);
      expect(latest?.change?.previous.idRec ?? null).toBe(row?.before ?? null);
      if (!row?.before) continue;
      compared += 1;
      expect(latest.change.days).toBe(row.days);
      if (row.oil !== null) expect(latest.change.oilCondRateBblPerDay.difference).toBeCloseTo(row.oil, 9);
      if (row.oil !== null && row.pct !== null && Number.isFinite(row.pct))
        expect(latest.change.oilCondRateBblPerDay.differencePct).toBeCloseTo(row.pct, 6);
      if (row.gor !== null) expect(latest.change.gasOilRatioMcfPerBbl.difference).toBeCloseTo(row.gor, 9);
    }
    expect(compared).toBeGreaterThan(3);
    const invalid = await sql.run(`select 1 from stg_prodview__production_tests where lower(invalid_test) = 'true'
      or lower(invalid_test) = 'yes'`);
    expect(invalid.length).toBeGreaterThan(0);
  });

  test('actual against target, each product over the days that have one', async () => {
    const { data, errors } = await ask(
      source,
      `{ completions(first: 100) { nodes { idRec actualVsTarget(from: "2026-05-01", to: "2026-05-31") {
        oilBbl { days actual target difference } gasMcf { days actual target } } } } }`,
    );
    expect(errors).toBeUndefined();
    const of = async (product: string) => {
      const rows = await sql.run(`with ${DAYS} select id_rec_comp as id, count(distinct allocation_date)::int as days,
          sum(allocated_${product}) as actual, sum(diff_target_${product}) as off
        from days where allocation_date between '2026-05-01' and '2026-05-31' and diff_target_${product} is not null
        group by 1`);
      return new Map(rows.map((row) => [row.id, row]));
    };
    const known = { oilBbl: await of('oil_bbl'), gasMcf: await of('gas_mcf') };
    expect(known.oilBbl.size).toBeGreaterThan(0);
    for (const { idRec, actualVsTarget: compared } of data?.completions.nodes ?? []) {
      for (const product of ['oilBbl', 'gasMcf'] as const) {
        const row = known[product].get(idRec);
        expect(compared[product].days).toBe(row?.days ?? 0);
        if (!row) continue;
        expect(compared[product].actual).toBeCloseTo(row.actual, 6);
        expect(compared[product].target).toBeCloseTo(row.actual - row.off, 6);
      }
    }
  });

  test('costs the same statements for one completion and for all', async () => {
    const fields = `production { asOf firstAllocationDate firstProductionDate lastProductionDate daysSinceProduction
      peakMonth { boe } last30Days { days } } actualVsTarget(from: "2026-05-01", to: "2026-05-31") { boe { days } }
      statusAsOf(day: "2026-05-01") { status } latestValidTest { change { days previous { effectiveDate } } }`;
    const statements = async (first: number) => {
      let count = 0;
      const counting = <T>(read: () => T): T => {
        count += 1;
        return read();
      };
      const counted: RowSource = {
        select: (...args) => counting(() => source.select(...args)),
        aggregate: (...args) => counting(() => source.aggregate(...args)),
        close: async () => {},
      };
      const { errors } = await ask(counted, `{ completions(first: ${first}) { nodes { ${fields} } } }`);
      expect(errors).toBeUndefined();
      return count;
    };
    // Completions, newest day, first allocation, first and last production, peak, means, five products' targets, status, test, valid tests.
    expect([await statements(1), await statements(1000)]).toEqual([14, 14]);
  });

  test('a window upside down is refused by name', async () => {
    const { errors } = await ask(
      source,
      '{ completions(first: 1) { nodes { actualVsTarget(from: "2026-05-31", to: "2026-05-01") { boe { days } } } } }',
    );
    expect(errors?.[0]?.message).toContain('from: 2026-05-31 is after to');
  });
});
