import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Aggregation, RowSource, Selection } from '../../src/sources/row-source.js';
import { ask, openStore } from '../support/execute.js';
import { Sql } from '../support/sql.js';
import { syntheticFolder } from '../support/synthetic.js';

let source: RowSource;
let sql: Sql;
let ids: { readonly completions: string[]; readonly units: string[] };
let window: { readonly from: string; readonly to: string };

beforeAll(async () => {
  const folder = await syntheticFolder();
  source = (await openStore(folder)).source;
  sql = await Sql.over(folder);
  const listed = await ask(source, '{ completions(first: 12) { nodes { id } } units(first: 6) { nodes { id } } }');
  const of = (type: 'completions' | 'units') => listed.data[type].nodes.map(({ id }: { id: string }) => id);
  const nobody = Buffer.from('["Completion","nobody"]').toString('base64url');
  ids = { completions: [...of('completions'), nobody], units: of('units') };
  const [days] = await sql.run(
    `select cast(max(allocation_date) - interval 70 day as date)::varchar as "from", cast(max(allocation_date) + interval 9 day as date)::varchar as "to"
     from stg_prodview__daily_allocations`,
  );
  window = days as unknown as typeof window;
}, 120_000);
afterAll(async () => {
  await source?.close();
  sql?.close();
});

/** The same document with points as the store writes them, and each made of a row. */
async function bothWays(document: string) {
  const texts: boolean[] = [];
  const { writesJson: _, ...byRow } = source;
  const note = (read: Selection | Aggregation) => texts.push(read.asText !== undefined && 'measures' in read);
  const watched: RowSource = {
    ...source,
    readAll: (reads, signal) => {
      for (const read of reads) note(read);
      return source.readAll?.(reads, signal) ?? Promise.reject(new Error('reads one by one'));
    },
    aggregate: (read, signal) => {
      note(read);
      return source.aggregate(read, signal);
    },
  };
  const variables = { ...ids, ...window };
  const [text, rows] = [await ask(watched, document, variables), await ask(byRow, document, variables)];
  expect(rows.errors).toBeUndefined();
  expect(text).toEqual(rows);
  return { data: rows.data, isText: texts.includes(true) };
}

const SUMS = 'oilBbl condensateBbl hcliqBbl gasMcf waterBbl boe downtimeHours operatingTimeHours';
const series = (more: string, fields: string) =>
  `query ($completions: [ID!]!, $from: Date!, $to: Date!) {
    productionSeries(completions: $completions, from: $from, to: $to, ${more}) {
      newestDay series { completionId completion { idRec } bucketsWithoutData downsampled ${fields} } } }`;

describe.each(['DAY', 'MONTH', 'YEAR', 'AUTO'])('%s', (bucket) => {
  test.each(['NULL', 'ZERO', 'LAST'])('%s: points are the same as text and as rows', async (gaps) => {
    const { data, isText } = await bothWays(
      series(`bucket: ${bucket}, gaps: ${gaps}`, `points { __typename at daysWithData ${SUMS} }`),
    );
    expect(data.productionSeries.series.at(-1)).toMatchObject({ completion: null, points: [] });
    expect(data.productionSeries.series[0].points.length).toBeGreaterThan(0);
    expect(isText).toBe(gaps !== 'LAST');
  });
});

test.each([
  ['names of their own, in another order', 'points { water: waterBbl oil: oilBbl day: at again: at }', true],
  ['fragments and directives', 'points { ...P gasMcf @skip(if: true) ... @include(if: true) { boe } }', true],
  ['means', 'points { at oilBblPerDay oilBbl daysWithData }', false],
  ['no day', 'points { oilBbl }', false],
  ['points twice', 'points { at } more: points { at oilBbl }', false],
])('%s', async (_what, fields, written) => {
  const fragment = fields.includes('...P') ? ' fragment P on ProductionPoint { at oilBbl }' : '';
  const { isText } = await bothWays(`${series('bucket: DAY, gaps: ZERO', fields)}${fragment}`);
  expect(isText).toBe(written);
});

test('points that are left out are chosen of rows', async () => {
  const { data, isText } = await bothWays(series('bucket: DAY, maxPoints: 10', 'points { at oilBbl }'));
  expect(data.productionSeries.series[0]).toMatchObject({ downsampled: true });
  expect(isText).toBe(false);
});

test('units have them too, and lists beneath their lines', async () => {
  const { isText } = await bothWays(`query ($units: [ID!]!, $from: Date!, $to: Date!) {
    unitProductionSeries(units: $units, from: $from, to: $to, bucket: DAY) {
      series { unitId unit { completions { nodes { idRec } } } points { at daysWithData oilBbl } } } }`);
  expect(isText).toBe(true);
});

test('no document can name what the points are written under', async () => {
  const { errors } = await ask(source, series('bucket: DAY', 'point { at }'), { ...ids, ...window });
  expect(errors?.[0]?.message).not.toContain('as text');
});
