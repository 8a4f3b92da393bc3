import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { SourceUnavailable } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { testPostgresUrl } from '../support/needs.js';
import { type People, people } from '../support/people.js';
import { type Engine, serverEngine } from '../support/postgres.js';

// The morning report over HTTP, as people of the sample's made-up network, whose allocated days are those of 2024.

let gateway: RunningGateway;
let who: People;
let engine: Engine | undefined;
let route: string;
let otherRoute: string;
let isDown = false;
const failing = (source: RowSource): RowSource => {
  const unless = async <T>(read: () => Promise<T>) => {
    if (isDown) throw new SourceUnavailable('PRODVIEW', new Error('down'));
    return read();
  };
  const { readAll, readEach } = source;
  return {
    select: (selection, signal) => unless(() => source.select(selection, signal)),
    aggregate: (aggregation, signal) => unless(() => source.aggregate(aggregation, signal)),
    ...(readAll && { readAll: (reads, signal) => unless(() => readAll(reads, signal)) }),
    ...(readEach && { readEach: (reads, signal) => unless(() => readEach(reads, signal)) }),
    close: () => source.close(),
  };
};
beforeAll(async () => {
  who = await people();
  engine = testPostgresUrl() ? await serverEngine() : undefined;
  await engine?.asOwner(migrate);
  const env = { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' };
  gateway = await startGateway({ maps: engine?.url ?? true, env, around: failing });
  const routeOf = async (person: string) =>
    (await read('{ units(first: 1) { nodes { currentRoute { id } } } }', {}, person)).units.nodes[0].currentRoute.id;
  route = await routeOf('operator.01');
  otherRoute = await routeOf('operator.03');
}, 180_000);
afterAll(async () => {
  await gateway?.close();
  await engine?.close();
  await who?.close();
});

const send = async (query: string, variables: object = {}, person = 'operator.01') =>
  gateway.ask(query, variables, await who.as(person));
const read = async (query: string, variables: object = {}, person = 'operator.01') => {
  const { data, errors } = await send(query, variables, person);
  expect(errors).toBeUndefined();
  return data;
};
const write = async (command: string, given: object, person = 'foreman.01') => {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { outcome userErrors { path code } record { id } } }`;
  const result = (await read(query, { input: { clientRequestId: randomUUID(), ...given } }, person))[command];
  expect(result).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  return result.record;
};

const VARIANCE = `baseBoe currentBoe residualBoe residualWellCount residualWells { deltaBoe }
  components { category deltaBoe wellCount wells(first: 100) { deltaBoe completion { idRec label } } }`;
const REPORT = `query ($route: ID!, $day: Date!) { routeDay(route: $route, day: $day) {
  day route { routeName } actual { oilBbl gasMcf waterBbl boe wellCount complete } target { oilBbl boe }
  previous { oilBbl boe complete } againstTarget: variance(vs: TARGET) { ${VARIANCE} }
  againstPrevious: variance(vs: PREVIOUS) { ${VARIANCE} }
  missing { wellCount wells { status lastReportedOn completion { id label } } }
  signals { count truncated nodes { severity completion { label } } } freshness { source at status newestRowAt } } }`;
const reportOf = async (day: string) => (await read(REPORT, { route, day })).routeDay;
const millionths = (boe: number) => BigInt(Math.round(boe * 1e6));
const total = (values: number[]) => values.map(millionths).reduce((sum, each) => sum + each, 0n);

describe('what a route made', () => {
  test.each(['2024-06-12', '2024-06-16', '2024-11-20'])('on %s is what its completions made', async (day) => {
    const previous = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    const { completions } = await read(
      `query ($day: Date!, $previous: Date!) { completions(first: 100) { nodes {
        today: mergedDailyVolumes(from: $day, to: $day) { totals { oilBbl gasMcf waterBbl } }
        before: mergedDailyVolumes(from: $previous, to: $previous) { totals { oilBbl } }
        actualVsTarget(from: $day, to: $day) { boe { target } oilBbl { target } } } } }`,
      { day, previous },
    );
    const sum = (of: (node: any) => number | null) =>
      completions.nodes.reduce((all: number, node: any) => all + (of(node) ?? 0), 0);
    const report = await reportOf(day);
    expect(report.actual.oilBbl).toBeCloseTo(
      sum(({ today }) => today.totals.oilBbl),
      5,
    );
    expect(report.actual.gasMcf).toBeCloseTo(
      sum(({ today }) => today.totals.gasMcf),
      5,
    );
    expect(report.actual.waterBbl).toBeCloseTo(
      sum(({ today }) => today.totals.waterBbl),
      5,
    );
    expect(report.actual.boe).toBeCloseTo(report.actual.oilBbl + report.actual.gasMcf / 6, 4);
    expect(report.previous.oilBbl).toBeCloseTo(
      sum(({ before }) => before.totals.oilBbl),
      5,
    );
    expect(report.target.boe).toBeCloseTo(
      sum(({ actualVsTarget: { boe } }) => boe.target),
      4,
    );
    expect(report.target.oilBbl).toBeCloseTo(
      sum(({ actualVsTarget: { oilBbl } }) => oilBbl.target),
      5,
    );
    expect(report.actual.boe).toBeGreaterThan(100);
  });

  test('differs by parts that add up to the last digit, on every day of three weeks', async () => {
    const days = Array.from({ length: 21 }, (_, at) => new Date(Date.UTC(2024, 5, 3 + at)).toISOString().slice(0, 10));
    const fields = `actual { boe } target { boe } previous { boe } againstTarget: variance(vs: TARGET) { ${VARIANCE} } againstPrevious: variance(vs: PREVIOUS) { ${VARIANCE} }`;
    const seen = new Set<string>();
    for (let from = 0; from < days.length; from += 3) {
      const parts = days
        .slice(from, from + 3)
        .map((day, at) => `d${at}: routeDay(route: $route, day: "${day}") { ${fields} }`);
      const data = await read(`query ($route: ID!) { ${parts.join(' ')} }`, { route });
      for (const { actual, target, previous, againstTarget, againstPrevious } of Object.values<any>(data)) {
        expect([againstTarget.baseBoe, againstPrevious.baseBoe]).toEqual([target.boe, previous.boe]);
        for (const variance of [againstTarget, againstPrevious]) {
          expect(variance.currentBoe).toBe(actual.boe);
          const components = total(variance.components.map(({ deltaBoe }: any) => deltaBoe));
          const difference = millionths(variance.currentBoe) - millionths(variance.baseBoe);
          expect(components + millionths(variance.residualBoe)).toBe(difference);
          for (const { category, deltaBoe, wells, wellCount } of variance.components) {
            expect([wells.length, total(wells.map((each: any) => each.deltaBoe))]).toEqual([
              wellCount,
              millionths(deltaBoe),
            ]);
            if (wellCount > 0) seen.add(category);
          }
        }
      }
    }
    // The sample has no limits of operations, and defers nothing that was not down.
    expect([...seen].sort()).toEqual(['DECLINE', 'DOWNTIME', 'MEASUREMENT', 'NEW_WELL', 'TEST_CHANGE', 'UNEXPLAINED']);
  });

  test('is not doubled by the field’s reports, which count where nothing is allocated', async () => {
    const before = await reportOf('2024-12-31');
    const [well] = before.missing.wells;
    const day = (productionDate: string, oilVolumeBbl: number) =>
      write('recordDailyProduction', { completion: well.completion.id, productionDate, oilVolumeBbl, hoursOn: 24 });
    await day('2024-12-31', 4);
    await day('2025-01-01', 40);
    const after = await reportOf('2024-12-31');
    expect([after.actual, after.target]).toEqual([before.actual, before.target]);
    expect(after.missing.wells).toEqual(before.missing.wells.slice(1));
    const next = await reportOf('2025-01-01');
    expect(next.actual).toEqual({ oilBbl: 40, gasMcf: null, waterBbl: null, boe: 40, wellCount: 1, complete: true });
    expect([next.target, next.againstTarget]).toEqual([null, null]);
    expect(next.againstPrevious).toMatchObject({ baseBoe: before.actual.boe, currentBoe: 40 });
    // Completions whose day is not known yet are no decline of anything.
    const { completion } = await read(
      `query ($id: ID!) { completion(id: $id) {
        mergedDailyVolumes(from: "2024-12-31", to: "2024-12-31") { totals { oilBbl gasMcf } } } }`,
      { id: well.completion.id },
    );
    const { oilBbl, gasMcf } = completion.mergedDailyVolumes.totals;
    expect(next.againstPrevious.residualBoe).toBeCloseTo(oilBbl + gasMcf / 6 - before.actual.boe, 4);
    const later = await reportOf('2025-01-02');
    const its = later.missing.wells.find(({ completion }: any) => completion.id === well.completion.id);
    expect(its).toMatchObject({ lastReportedOn: '2025-01-01' });
    // Those that never were come first.
    expect(later.missing.wells.at(-1)).toEqual(its);
  });
});

describe('who is not meant', () => {
  test('reads no report of others, whatever they ask of it', async () => {
    expect((await read(REPORT, { route: otherRoute, day: '2024-11-20' }, 'operator.03')).routeDay).toMatchObject({
      day: '2024-11-20',
    });
    for (const day of ['2024-11-20', '2999-01-01'])
      expect((await read(REPORT, { route: otherRoute, day })).routeDay).toBeNull();
    const unknown = Buffer.from(JSON.stringify(['Route', 'none'])).toString('base64url');
    expect((await read(REPORT, { route: unknown, day: '2024-11-20' })).routeDay).toBeNull();
  });

  test('sees the route’s name as anywhere else', async () => {
    const named = '{ units(first: 1) { nodes { currentRoute { routeName } } } }';
    for (const person of ['operator.01', 'foreman.01']) {
      const { units } = await read(named, {}, person);
      const { routeDay } = await read(REPORT, { route, day: '2024-11-20' }, person);
      expect(routeDay.route).toEqual(units.nodes[0].currentRoute);
    }
    expect((await reportOf('2024-11-20')).route.routeName).not.toContain('Synthetic');
  });
});

describe('what cannot be asked', () => {
  test.each([
    ['a day that has not begun', { day: '2999-01-01' }, 'day'],
    ['a day that is none', { day: '2024-02-30' }, '$day'],
    ['a route that is none', { route: 'nonsense' }, 'route'],
  ])('%s is refused by name', async (_, variables, argument) => {
    const { data, errors } = await send(REPORT, { route, day: '2024-11-20', ...variables });
    expect(data?.routeDay ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });

  test('the id of something else is no route', async () => {
    const { units } = await read('{ units(first: 1) { nodes { id } } }');
    const { errors } = await send(REPORT, { route: units.nodes[0].id, day: '2024-11-20' });
    expect(errors).toMatchObject([{ path: ['routeDay'], extensions: { code: 'BAD_USER_INPUT', argument: 'route' } }]);
  });

  test.each([
    'signals(first: 1001) { count }',
    'signals(first: -1) { count }',
    'missing { wells(first: 1001) { status } }',
    'variance(vs: PREVIOUS) { residualWells(first: 1001) { deltaBoe } }',
    'variance(vs: PREVIOUS) { components { wells(first: -1) { deltaBoe } } }',
  ])('%s is too many or too few', async (field) => {
    const { errors } = await send(`query ($route: ID!) { routeDay(route: $route, day: "2024-11-20") { ${field} } }`, {
      route,
    });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } });
  });
});

test('a report is four statements of ProdView and three of operations, at most', async () => {
  gateway.prodview.statements();
  gateway.ops?.statements();
  await reportOf('2024-11-20');
  expect([gateway.prodview.statements().length, gateway.ops?.statements().length]).toEqual([4, 3]);
});

describe('while ProdView does not answer', () => {
  test('what operations know of the route is told, and the rest is null with coded errors', async () => {
    const [well] = (await reportOf('2025-01-05')).missing.wells;
    const seen = { completion: well.completion.id, eventType: 'OTHER', detectedAt: '2025-01-05T06:00:00Z' };
    await write('raiseSurveillanceEvent', { ...seen, severity: 'HIGH' });
    await write('recordDailyProduction', {
      completion: well.completion.id,
      productionDate: '2025-01-05',
      oilVolumeBbl: 7,
    });
    isDown = true;
    try {
      const document = REPORT.replace('{ severity completion { label } }', '{ severity }');
      const { data, errors } = await send(document, { route, day: '2025-01-05' });
      const { routeDay } = data;
      expect(routeDay).toMatchObject({
        day: '2025-01-05',
        actual: { oilBbl: 7, boe: 7, wellCount: 1, complete: false },
        previous: { boe: null, complete: false },
        signals: { count: 1, truncated: false, nodes: [{ severity: 'HIGH' }] },
      });
      const gone = ['route', 'target', 'againstTarget', 'againstPrevious', 'missing'];
      expect(gone.map((field) => routeDay[field])).toEqual(gone.map(() => null));
      const paths = errors?.map(({ path }) => path?.join('.'));
      expect(paths?.sort()).toEqual([...gone, 'actual'].map((field) => `routeDay.${field}`).sort());
      for (const { extensions } of errors ?? [])
        expect(extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', source: 'PRODVIEW', retryable: true });
      expect(routeDay.freshness).toMatchObject([
        { source: 'PRODVIEW', status: 'UNAVAILABLE', at: null },
        { source: 'OPS', status: 'LIVE' },
      ]);
      // What somebody else was told of the route is nothing that this one may know.
      const other = await send(REPORT, { route, day: '2025-01-05' }, 'operator.03');
      expect([other.data.routeDay, other.errors?.[0]?.extensions.code]).toEqual([null, 'SOURCE_UNAVAILABLE']);
    } finally {
      isDown = false;
    }
    expect((await reportOf('2025-01-05')).actual.complete).toBe(true);
  });
});
