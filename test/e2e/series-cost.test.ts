import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { completionIds } from './series-field.js';

/** Shape 5 as a chart asks it: two weeks of which the middle has no data, by day. */
const DOCUMENT = `query Series($completions: [ID!]!, $from: Date = "2024-01-01", $to: Date = "2024-01-14",
  $gaps: GapPolicy = NULL) {
  productionSeries(completions: $completions, from: $from, to: $to, bucket: AUTO, maxPoints: 400, downsample: MIN_MAX,
    gaps: $gaps) {
    bucketUsed
    newestDay
    series {
      completion { label }
      bucketsWithoutData
      downsampled
      points { at oilBbl gasMcf waterBbl boe downtimeHours daysWithData boePerDay }
    }
  }
}`;

/** 200 units have 400 completions; the days of one of each pair begin later, so that series have gaps. */
const UNITS = 200;
const field = aField({ units: UNITS, days: 14 });
const allocations = field.stg_prodview__daily_allocations?.filter(({ id_rec_comp, allocation_date }) =>
  String(id_rec_comp).endsWith('a')
    ? !/01-0[5-9]/.test(String(allocation_date))
    : String(allocation_date) > '2024-01-03',
);
const ids = (count: number) =>
  completionIds(...Array.from({ length: count }, (_, index) => `U${index >> 1}${index % 2 === 0 ? 'a' : 'b'}`));

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({
    folder: writeFolder({ ...field, stg_prodview__daily_allocations: allocations ?? [] }),
  });
});
afterAll(() => gateway.close());

describe('shape-5-production-series', () => {
  test('its answer and its SQL are as they were', async () => {
    gateway.prodview.statements();
    const { data, errors } = await gateway.ask(DOCUMENT, { completions: ids(2) });
    expect(errors).toBeUndefined();
    const name = '../golden/shape-5-production-series';
    await expect(`${JSON.stringify(data, null, 2)}\n`).toMatchFileSnapshot(`${name}.json`);
    await expect(`${gateway.prodview.statements().join(';\n\n')};\n`).toMatchFileSnapshot(`${name}.sql`);
  });

  test.each([
    ['NULL', 3], // the newest day, the completions, their sums
    ['ZERO', 3],
    ['LAST', 4], // and what stood before the window
  ])('costs with gaps %s %i statements for 1, 10 and 400 completions', async (gaps, statements) => {
    const costs: unknown[] = [];
    for (const count of [1, 10, 400]) {
      const variables = { completions: ids(count), gaps, from: '2023-12-31' };
      const { data, errors, extensions } = await gateway.ask(DOCUMENT, variables, { 'x-report': '1' });
      expect(errors).toBeUndefined();
      expect(data.productionSeries.series).toHaveLength(count);
      const report = extensions?.report as any;
      costs.push(report.sources.PRODVIEW.statements);
    }
    expect(costs).toEqual([statements, statements, statements]);
  });

  test('reads the newest day once for several series of one document', async () => {
    gateway.prodview.statements();
    const one = (name: string, month: string) =>
      `${name}: productionSeries(completions: $ids, from: "${month}-01", to: "${month}-28") { series { completion { label } } }`;
    const { errors } = await gateway.ask(`query Q($ids: [ID!]!) { ${one('a', '2024-01')} ${one('b', '2023-12')} }`, {
      ids: ids(2),
    });
    expect(errors).toBeUndefined();
    expect(gateway.prodview.statements()).toHaveLength(3); // the newest day, the completions, the sums of both side by side
  });

  test('takes a null for an argument with a default as if it were left out', async () => {
    const { data, errors } = await gateway.ask(
      `query Q($ids: [ID!]!, $b: SeriesBucket, $m: Int, $d: Downsampling, $g: GapPolicy) {
        productionSeries(completions: $ids, from: "2024-01-01", to: "2024-01-14", bucket: $b, maxPoints: $m,
          downsample: $d, gaps: $g) { bucketUsed series { points { oilBbl } } } }`,
      { ids: ids(2), b: null, m: null, d: null, g: null },
    );
    expect(errors).toBeUndefined();
    expect(data.productionSeries.bucketUsed).toBe('DAY');
    expect(data.productionSeries.series[1].points[0].oilBbl).toBeNull();
  });

  test('reads the completion as wide as the document asks, and its links beneath', async () => {
    gateway.prodview.reads.splice(0);
    const { data, errors } = await gateway.ask(
      `query Q($ids: [ID!]!) { productionSeries(completions: $ids, from: "2024-01-01", to: "2024-01-14") {
        series { completion { completionName unit { unitName } } } } }`,
      { ids: ids(3) },
    );
    expect(errors).toBeUndefined();
    expect(data.productionSeries.series[2].completion).toEqual({
      completionName: 'U1 a',
      unit: { unitName: 'Alpha 1H' },
    });
    const columns = gateway.prodview.reads.flatMap((read) =>
      'columns' in read ? [read.columns.map(({ name }) => name).sort()] : [],
    );
    expect(columns).toEqual([
      ['completion_name', 'id_flownet', 'id_rec', 'id_rec_parent'],
      ['id_rec', 'unit_name'],
    ]);
  });
});
