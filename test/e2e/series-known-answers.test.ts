import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RowSource } from '../../src/sources/row-source.js';
import { ask, openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';
import { completionIds, daysBetween, FIELD, idOf } from './series-field.js';

const folder = writeFolder(FIELD);
let source: RowSource;
beforeAll(async () => {
  source = (await openStore(folder)).source;
});
afterAll(() => source.close());

const FROM = '2023-12-05';
const TO = '2024-03-07';

/** The same sums by hand: the file as it lies, one row a fact, and nothing of the gateway. */
async function byHand(owner: 'id_rec_comp' | 'id_rec_unit', period: string): Promise<Map<string, object>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(`
    with counted as (
      select distinct on (id_rec_unit, id_rec_comp, allocation_date) *
      from read_csv('${folder}/stg_prodview__daily_allocations.csv', all_varchar = true)
      order by cast(_fivetran_synced as timestamptz) desc, id_rec
    ), typed as (
      select ${owner} as owner, cast(cast(allocation_date as timestamp) as date) as day,
        cast(allocated_oil_bbl as double) as oil, cast(allocated_gas_mcf as double) as gas,
        cast(allocated_hcliq_bbl as double) as hcliq, cast(allocated_water_bbl as double) as water,
        cast(downtime_hours as double) as down
      from counted
    )
    select owner, cast(date_trunc('${period}', day) as date)::varchar as at, sum(oil) as oil, sum(gas) as gas,
      sum(hcliq) as hcliq, sum(water) as water, sum(down) as down,
      sum(coalesce(oil, 0) + coalesce(gas, 0) / 6) as boe, count(distinct day)::integer as days
    from typed where day between date '${FROM}' and date '${TO}' group by all`);
  connection.closeSync();
  return new Map(reader.getRowObjectsJson().map(({ owner: id, at, ...rest }) => [`${id} ${at}`, rest]));
}

const POINT = 'at oilBbl gasMcf hcliqBbl waterBbl boe downtimeHours daysWithData oilBblPerDay boePerDay';
const asByHand = (point: any) => ({
  oil: point.oilBbl,
  gas: point.gasMcf,
  hcliq: point.hcliqBbl,
  water: point.waterBbl,
  down: point.downtimeHours,
  boe: point.boe,
  days: point.daysWithData,
});

async function served(document: string, bucket: string, window = {}): Promise<{ id: string; points: any[] }[]> {
  const { data, errors } = await ask(source, document, { bucket, from: FROM, to: TO, ...window });
  expect(errors).toBeUndefined();
  return data.answer.series;
}

const ARGUMENTS = 'from: $from, to: $to, bucket: $bucket, maxPoints: 5000';
const SUBJECTS = [
  ['completions', 'id_rec_comp', ['C1', 'C2', 'C3', 'C4'], 'productionSeries', completionIds('C1', 'C2', 'C3', 'C4')],
  ['units', 'id_rec_unit', ['U1', 'U2'], 'unitProductionSeries', [idOf('Unit', 'U1'), idOf('Unit', 'U2')]],
] as const;

describe.each(SUBJECTS)('the series of %s', (argument, column, owners, root, ids) => {
  const document = `query Q($from: Date!, $to: Date!, $bucket: SeriesBucket) {
    answer: ${root}(${argument}: ${JSON.stringify(ids)}, ${ARGUMENTS}) { series { points { ${POINT} } } } }`;

  test.each(['DAY', 'MONTH', 'YEAR'])('is by %s what SQL by hand says', async (bucket) => {
    const expected = await byHand(column, bucket.toLowerCase());
    const series = await served(document, bucket);
    const found = series.flatMap(({ points }, index) =>
      points.flatMap((point) => (point.daysWithData > 0 ? [[`${owners[index]} ${point.at}`, asByHand(point)]] : [])),
    );
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    expect(found.length).toBeGreaterThan(2);
  });

  test('has the same total by month and by year as by day, whatever the window', async () => {
    const every = daysBetween('2023-11-15', '2024-03-15');
    const window = fc.tuple(fc.nat(every.length - 1), fc.nat(every.length - 1)).map(([one, other]) => ({
      from: every[Math.min(one, other)] ?? '',
      to: every[Math.max(one, other)] ?? '',
    }));
    const totalsOf = async (bucket: string, days: object) =>
      (await served(document, bucket, days)).map(({ points }) =>
        ['oilBbl', 'gasMcf', 'boe', 'downtimeHours', 'daysWithData'].map((field) =>
          points.reduce((total, point) => total + (point[field] ?? 0), 0),
        ),
      );
    const holds = fc.asyncProperty(window, async (days) => {
      const byDay = await totalsOf('DAY', days);
      expect(await totalsOf('MONTH', days)).toEqual(byDay);
      expect(await totalsOf('YEAR', days)).toEqual(byDay);
    });
    await fc.assert(holds, { numRuns: 15, examples: [[{ from: FROM, to: TO }]] });
    expect((await totalsOf('YEAR', {}))[0]?.[0]).toBeGreaterThan(1_000);
  });

  test('has means that are the sums over the days with data', async () => {
    for (const { points } of await served(document, 'MONTH')) {
      for (const { boe, boePerDay, oilBbl, oilBblPerDay, daysWithData } of points) {
        expect(boePerDay).toBe(boe === null ? null : boe / daysWithData);
        expect(oilBblPerDay).toBe(oilBbl === null ? null : oilBbl / daysWithData);
      }
    }
  });
});
