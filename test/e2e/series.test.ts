import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';
import { type Recorded, recorded } from '../support/recorded.js';
import { completionIds, FIELD, idOf, NEWEST } from './series-field.js';

let source: Recorded;
beforeAll(async () => {
  source = recorded((await openStore(writeFolder(FIELD))).source);
});
afterAll(() => source.close());

const DOCUMENT = `query Series($ids: [ID!]!, $from: Date!, $to: Date!, $bucket: SeriesBucket, $maxPoints: Int,
  $downsample: Downsampling, $gaps: GapPolicy) {
  productionSeries(completions: $ids, from: $from, to: $to, bucket: $bucket, maxPoints: $maxPoints,
    downsample: $downsample, gaps: $gaps) {
    bucketUsed from to newestDay
    series { completionId completion { label } bucketsWithoutData downsampled points { at oilBbl boe daysWithData } } } }`;

const JANUARY = { ids: completionIds('C1'), from: '2024-01-01', to: '2024-01-31' };

async function seriesOf(variables: object) {
  source.reads.splice(0);
  const { data, errors } = await ask(source, DOCUMENT, { ...JANUARY, ...variables });
  expect(errors).toBeUndefined();
  return data.productionSeries;
}
const pointsOf = async (variables: object): Promise<any[]> => (await seriesOf(variables)).series[0].points;

async function refusal(variables: object) {
  source.reads.splice(0);
  const { data, errors } = await ask(source, DOCUMENT, { ...JANUARY, ...variables });
  expect(data).toEqual({ productionSeries: null });
  const error = errors?.[0]?.originalError as any;
  return { code: error.code, argument: error.details.argument, message: error.message };
}

describe('the window', () => {
  test('has a point for each production day, the leap day among them, and the completion beside them', async () => {
    const found = await seriesOf({ from: '2024-02-27', to: '2024-03-02' });
    expect(found).toMatchObject({ bucketUsed: 'DAY', from: '2024-02-27', to: '2024-03-02', newestDay: NEWEST });
    const [line] = found.series;
    expect(line).toMatchObject({ completion: { label: 'Upper' }, bucketsWithoutData: 0, downsampled: false });
    expect(line.points.map(({ at }: any) => at.slice(5))).toEqual(['02-27', '02-28', '02-29', '03-01', '03-02']);
  });

  test('ends at the newest day of any completion: later days are no gaps, its own missing ones are', async () => {
    const found = await seriesOf({ from: '2024-03-01', to: '2024-12-31', bucket: 'DAY' });
    expect(found.to).toBe('2024-12-31');
    expect(found.series[0].points.at(-1)).toEqual({ at: NEWEST, oilBbl: null, boe: null, daysWithData: 0 });
    expect(found.series[0].bucketsWithoutData).toBe(5);
  });

  test('is empty where it begins after the newest day, and costs no statement for its sums', async () => {
    const found = await seriesOf({ from: '2024-03-11', to: '2024-03-31', bucket: 'MONTH', gaps: 'LAST' });
    expect(found.series).toMatchObject([{ points: [], bucketsWithoutData: 0, downsampled: false }]);
    expect(source.reads).toHaveLength(2);
  });

  test('sums only its own days of the months at its edges', async () => {
    const points = await pointsOf({ from: '2024-01-30', to: '2024-03-02', bucket: 'MONTH' });
    expect(points.map(({ at, daysWithData }) => [at, daysWithData])).toEqual([
      ['2024-01-01', 2],
      ['2024-02-01', 18],
      ['2024-03-01', 2],
    ]);
  });

  test.each([
    [100, '2023-12-01', 'MONTH'], // the window counts up to the newest day: 101 days
    [101, '2023-12-01', 'DAY'],
    [4, '2023-12-01', 'MONTH'],
    [3, '2023-12-01', 'YEAR'],
    [2, '2020-12-01', 'YEAR'],
  ])('of AUTO with %i points from %s is by %s', async (maxPoints, from, expected) => {
    expect((await seriesOf({ from, to: '2024-12-31', maxPoints })).bucketUsed).toBe(expected);
  });
});

describe('gaps', () => {
  const window = { from: '2024-02-08', to: '2024-02-22', bucket: 'DAY' };
  const oils = async (gaps: string | null) => (await pointsOf({ ...window, gaps })).map(({ oilBbl }) => oilBbl);

  test('are null, 0 or the last day', async () => {
    const [nulls, zeros, lasts] = [await oils(null), await oils('ZERO'), await oils('LAST')];
    expect(nulls.map((value) => value === null)).toEqual(Array.from({ length: 15 }, (_, at) => at >= 2 && at <= 12));
    expect(zeros).toEqual(nulls.map((value) => value ?? 0));
    expect(lasts).toEqual(nulls.map((value) => value ?? nulls[1]));
    expect(source.reads).toHaveLength(3);
  });

  test('at the head of the window take the last day before it, in one more statement for all', async () => {
    const [before] = await pointsOf({ from: '2024-02-09', to: '2024-02-09' });
    const found = await seriesOf({ ...window, from: '2024-02-12', gaps: 'LAST', ids: completionIds('C1', 'C2', 'C4') });
    const [one, two, never] = found.series;
    expect(one.points[0]).toEqual({ ...before, at: '2024-02-12', daysWithData: 0 });
    const [december] = await pointsOf({ ids: completionIds('C2'), from: '2023-12-10', to: '2023-12-10' });
    expect(two.points.map(({ oilBbl }: any) => oilBbl)).toEqual(Array.from({ length: 11 }, () => december.oilBbl));
    expect(never.points.map(({ oilBbl }: any) => oilBbl)).toEqual(Array.from({ length: 11 }, () => null));
    expect([one, two, never].map(({ bucketsWithoutData }) => bucketsWithoutData)).toEqual([9, 11, 11]);
  });

  test('of months take the sums of the last month with data, whole', async () => {
    const [december] = await pointsOf({
      ids: completionIds('C2'),
      from: '2023-12-01',
      to: '2023-12-31',
      bucket: 'MONTH',
    });
    const asked = { ids: completionIds('C2'), from: '2024-01-15', to: '2024-03-09', bucket: 'MONTH', gaps: 'LAST' };
    const found = await pointsOf(asked);
    expect(source.reads).toHaveLength(4);
    expect(december).toMatchObject({ daysWithData: 10, oilBbl: expect.any(Number) });
    expect(found).toEqual(
      ['2024-01-01', '2024-02-01', '2024-03-01'].map((at) => ({ ...december, at, daysWithData: 0 })),
    );
  });
});

describe('what is asked for', () => {
  test('comes once each, in the order of the list; what is unknown sinks no other', async () => {
    const found = await seriesOf({ ids: completionIds('C3', 'nowhere', 'C1', 'C3') });
    expect(found.series.map(({ completion }: any) => completion?.label ?? null)).toEqual(['Beta', null, 'Upper']);
    expect(found.series[1]).toMatchObject({ completionId: idOf('Completion', 'nowhere'), points: [] });
    expect(found.series.map(({ points }: any) => points.length)).toEqual([31, 0, 31]);
  });

  test('may be nothing', async () => {
    expect(await seriesOf({ ids: [] })).toMatchObject({ series: [], bucketUsed: 'DAY', newestDay: NEWEST });
  });

  test('is not there for a viewer who sees nothing, and no newest day either', async () => {
    const { data } = await ask(source, DOCUMENT, JANUARY, { kind: 'nothing' });
    expect(data.productionSeries).toMatchObject({ newestDay: null, series: [{ completion: null, points: [] }] });
  });

  test('reads only its own measures, through fragments, aliases and what is skipped', async () => {
    source.reads.splice(0);
    const { data, errors } = await ask(
      source,
      `query Q($ids: [ID!]!, $no: Boolean = false) { productionSeries(completions: $ids, from: "2024-01-01", to: "2024-01-31") {
        series { ...L } } } fragment L on CompletionSeries { points { on: at ... { w: waterBbl } gasMcf @include(if: $no) } }`,
      { ids: completionIds('C1') },
    );
    expect(errors).toBeUndefined();
    expect(data.productionSeries.series[0].points[1]).toEqual({ on: '2024-01-02', w: expect.any(Number) });
    const measures = source.reads.flatMap((read) => ('measures' in read ? [read.measures.map(({ as }) => as)] : []));
    expect(measures).toEqual([['newest'], ['water_bbl']]);
  });
});

describe('more buckets than maxPoints', () => {
  const wide = { from: '2023-12-01', to: '2024-03-05', bucket: 'DAY', maxPoints: 20 };

  test.each(['MIN_MAX', 'LTTB'])('are downsampled by %s, and each point is one of the days', async (downsample) => {
    const all = await pointsOf({ ...wide, maxPoints: 400 });
    const { series } = await seriesOf({ ...wide, downsample });
    expect(series[0]).toMatchObject({ downsampled: true, bucketsWithoutData: 11 });
    expect(series[0].points.length).toBeLessThanOrEqual(20);
    expect(all).toEqual(expect.arrayContaining(series[0].points));
    expect([series[0].points[0], series[0].points.at(-1)]).toEqual([all[0], all.at(-1)]);
  });

  test('keep the peak and a gap by MIN_MAX, also where the document does not ask for BOE', async () => {
    const all = await pointsOf({ ...wide, maxPoints: 400 });
    const peak = all.reduce((best, point) => (point.boe > best.boe ? point : best));
    const { data } = await ask(
      source,
      `query Q($ids: [ID!]!) { productionSeries(completions: $ids, from: "2023-12-01", to: "2024-03-05", bucket: DAY,
        maxPoints: 20) { series { points { at daysWithData } } } }`,
      { ids: completionIds('C1') },
    );
    const { points } = data.productionSeries.series[0];
    expect(points).toContainEqual({ at: peak.at, daysWithData: 1 });
    expect(points.some(({ daysWithData }: any) => daysWithData === 0)).toBe(true);
  });

  test('are refused by NONE, naming maxPoints', async () => {
    expect(await refusal({ ...wide, downsample: 'NONE' })).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      argument: 'maxPoints',
      message: expect.stringContaining('96 DAY buckets'),
    });
  });
});

describe('what cannot be asked', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => idOf('Completion', `C${index}`));
  test.each([
    ['a window that runs backwards', { from: '2024-02-01' }, 'from', /2024-02-01 is after to/],
    ['a window of 200 years and a day', { from: '1824-01-31' }, 'to', /more than 200 years/],
    ['an id that is none', { ids: [idOf('Completion', 'C1'), 'C1'] }, 'completions[1]', /is no global id/],
    ['an id of something else', { ids: [idOf('Unit', 'U1')] }, 'completions[0]', /id of a Unit, not of a Completion/],
    ['more ids than a chart has lines', { ids: many(401) }, 'completions', /401 ids; at most 400/],
    ['fewer points than two', { maxPoints: 1 }, 'maxPoints', /from 2 to 5000/],
    ['more points than a screen has', { maxPoints: 5001 }, 'maxPoints', /from 2 to 5000/],
  ])('%s', async (_, variables, argument, message) => {
    const found = await refusal(variables);
    expect(found).toMatchObject({ code: 'BAD_USER_INPUT', argument, message: expect.stringMatching(message) });
    expect(source.reads).toEqual([]);
  });

  test('more points in all than may be read, and what to do about it', async () => {
    const years = { ids: many(400), from: '2022-10-01', to: '2024-03-10', bucket: 'DAY' };
    expect(await refusal(years)).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringMatching(/210800 points.*fewer completions, a shorter window or a coarser bucket/),
    });
    expect((await seriesOf({ ...years, bucket: 'AUTO' })).bucketUsed).toBe('MONTH');
  });

  test('200 years to the day are a window', async () => {
    expect((await seriesOf({ from: '1824-02-01', bucket: 'YEAR' })).series[0].points).toHaveLength(201);
  });
});
