import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayAfter } from '../../src/days/local-day.js';
import { migrate } from '../../src/database/migrate.js';
import { SourceUnavailable } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { testPostgresUrl } from '../support/needs.js';
import { type Engine, serverEngine } from '../support/postgres.js';
import { type People, people } from '../support/people.js';

// Over HTTP on the sample's made-up network, whose allocated days are those of 2024 and whose days up to 1 November 2024 are closed.

let gateway: RunningGateway;
let who: People;
let engine: Engine | undefined;
/** A view of ProdView that does not answer. */
let breaking: string | undefined;
const failing = (source: RowSource): RowSource => {
  const unless = async <T>({ view }: { view: string }, read: () => Promise<T>) => {
    if (view === breaking) throw new SourceUnavailable('PRODVIEW', new Error('down'));
    return read();
  };
  return {
    select: (selection, signal) => unless(selection, () => source.select(selection, signal)),
    aggregate: (aggregation, signal) => unless(aggregation, () => source.aggregate(aggregation, signal)),
    close: () => source.close(),
  };
};
beforeAll(async () => {
  who = await people();
  engine = testPostgresUrl() ? await serverEngine() : undefined;
  await engine?.asOwner(migrate);
  const env = { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' };
  gateway = await startGateway({ maps: engine?.url ?? true, env, around: failing });
}, 180_000);
afterAll(async () => {
  await gateway?.close();
  await engine?.close();
  await who?.close();
});

const send = async (query: string, variables: object = {}, person = 'operator.01') => {
  const { data, errors } = await gateway.ask(query, variables, await who.as(person));
  return { data, errors };
};
const read = async (query: string, variables: object = {}, person = 'operator.01') => {
  const { data, errors } = await send(query, variables, person);
  expect(errors).toBeUndefined();
  return data;
};
const write = async (command: string, input: object) => {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { outcome userErrors { path code } record { id rowVersion } } }`;
  const data = await read(query, { input: { clientRequestId: randomUUID(), ...input } });
  expect(data[command]).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  return data[command].record;
};

/** Completions of the person's route. */
const completionsOf = async (person: string): Promise<string[]> => {
  const { completions } = await read('{ completions(first: 50) { nodes { id } } }', {}, person);
  return completions.nodes.map(({ id }: { id: string }) => id);
};

const DAYS = `query ($id: ID!, $from: Date!, $to: Date!, $first: Int) { completion(id: $id) {
  mergedDailyVolumes(from: $from, to: $to, first: $first) { complete truncated
    nodes { day origin match oilBbl gasMcf operatingHours differences { field prodview operations }
      prodview { allocated { oilBbl } } operations { oilVolumeBbl amendmentSeqNo } }
    totals { counts { count onlyProdview onlyOperations both matched differing } oilBbl gasMcf m3: oilBbl(in: M3) } } } }`;

describe('production days', () => {
  let id = '';
  const window = { from: '2024-12-29', to: '2025-01-02' };
  const days = async (variables: object = {}, person?: string) => {
    const { completion } = await read(DAYS, { id, ...window, ...variables }, person);
    return completion.mergedDailyVolumes;
  };

  test('of ProdView alone are those that it allocated', async () => {
    id = (await completionsOf('operator.01'))[0] ?? '';
    const { nodes, totals, complete } = await days();
    expect(complete).toBe(true);
    expect(nodes.map(({ day }: any) => day)).toEqual(['2024-12-31', '2024-12-30', '2024-12-29']);
    for (const { origin, match, oilBbl, prodview, operations } of nodes) {
      expect([origin, match, operations]).toEqual(['PRODVIEW', 'ONLY_IN_PRODVIEW', null]);
      expect(oilBbl).toBe(prodview.allocated.oilBbl);
    }
    const sum = nodes.reduce((all: number, { oilBbl }: any) => all + oilBbl, 0);
    expect(totals.oilBbl).toBeCloseTo(sum, 9);
    expect(totals.m3).toBeCloseTo(sum * 0.158987294928, 6);
    expect(totals.counts).toEqual({ count: 3, onlyProdview: 3, onlyOperations: 0, both: 0, matched: 0, differing: 0 });
  });

  test('that were reported too stand beside it, and each counts once', async () => {
    const before = await days();
    const [last, , first] = before.nodes;
    const day = (productionDate: string, oilVolumeBbl: number) =>
      write('recordDailyProduction', { completion: id, productionDate, oilVolumeBbl, hoursOn: 20 });
    await day('2024-12-31', last.oilBbl + 500);
    await day('2024-12-29', Math.round(first.oilBbl * 10_000) / 10_000);
    const reported = await day('2025-01-02', 40);
    const amendment = { record: reported.id, expectedVersion: 1, amendReason: 'misread', oilVolumeBbl: 41.5 };
    await write('amendDailyProduction', amendment);
    const { nodes, totals } = await days();
    expect(nodes.map(({ day: at, origin }: any) => `${at} ${origin}`)).toEqual([
      '2025-01-02 OPS',
      '2024-12-31 BOTH',
      '2024-12-30 PRODVIEW',
      '2024-12-29 BOTH',
    ]);
    expect(nodes[0]).toMatchObject({ match: 'MISSING_IN_PRODVIEW', oilBbl: 41.5, operations: { amendmentSeqNo: 1 } });
    expect(nodes[1]).toMatchObject({ match: 'DIFFERS', oilBbl: last.oilBbl });
    expect(nodes[1].differences).toContainEqual({
      field: 'oilBbl',
      prodview: last.oilBbl,
      operations: expect.closeTo(last.oilBbl + 500, 3),
    });
    expect(totals.oilBbl).toBeCloseTo(before.totals.oilBbl + 41.5, 6);
    expect(totals.counts).toMatchObject({ count: 4, onlyProdview: 1, onlyOperations: 1, both: 2 });
    const page = await days({ first: 1 });
    expect([page.nodes.length, page.truncated, page.totals]).toEqual([1, true, totals]);
  });

  test('are seen by nobody of another route', async () => {
    const [seen, other] = await Promise.all(['operator.01', 'operator.03'].map(completionsOf));
    const hidden = seen?.find((each) => !other?.includes(each));
    expect(other?.length).toBeGreaterThan(0);
    expect(hidden).toEqual(expect.any(String));
    expect((await read(DAYS, { id: hidden, ...window }, 'operator.03')).completion).toBeNull();
  });

  test.each([
    [{ from: '2025-01-02', to: '2025-01-01' }, 'from'],
    [{ from: '2024-01-01', to: '2025-01-01' }, 'to'],
    [{ from: '9999-12-31', to: '9999-12-31' }, 'from'],
    [{ first: 1001 }, 'first'],
    [{ first: -1 }, 'first'],
  ])('are refused for %o', async (variables, argument) => {
    const { errors } = await send(DAYS, { id, ...window, ...variables });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });
});

const DOWN = `query ($id: ID!, $from: Date!, $to: Date!) { completion(id: $id) { unit { timezone }
  mergedDowntimes(from: $from, to: $to) { complete
    nodes { firstDay lastDay isOpen origin match downtimeHours unapprovedHours hoursByDay { day hours } reasonCode1
      differences { field prodview operations } prodviewParts { id idRec } operationsParts { startedAt approvalStatus } }
    totals { counts { count onlyProdview onlyOperations both } downtimeHours unapprovedHours hoursByDay { day hours } } } } }`;

const MATCH = `mutation ($record: ID!, $other: ID) {
  matchDowntime(input: { clientRequestId: "${randomUUID()}", record: $record, prodviewDowntime: $other }) {
    outcome userErrors { path code } } }`;

describe('downtimes', () => {
  const window = { from: '2024-10-01', to: '2024-12-31' };
  const downtimesOf = async (id: string, variables: object = {}, person?: string) => {
    const { completion } = await read(DOWN, { id, ...window, ...variables }, person);
    return completion.mergedDowntimes;
  };

  test('of ProdView and of events are one list, an event that nobody approved beside what ProdView counts', async () => {
    const [id = ''] = await completionsOf('operator.01');
    const before = await downtimesOf(id);
    // The clocks go back on 3 November 2024: midnight to midnight are 25 hours.
    await write('startDowntime', {
      completion: id,
      startedAt: '2024-11-03T05:00:00Z',
      endedAt: '2024-11-04T06:00:00Z',
      force: true,
    });
    const { nodes, totals, complete } = await downtimesOf(id);
    expect(complete).toBe(true);
    const drafted = nodes.find(({ operationsParts }: any) => operationsParts.length > 0);
    expect(drafted.operationsParts).toEqual([{ startedAt: '2024-11-03T05:00:00Z', approvalStatus: 'DRAFT' }]);
    expect(drafted.prodviewParts.length > 0).toBe(drafted.origin === 'BOTH');
    expect(totals.downtimeHours ?? 0).toBe(before.totals.downtimeHours ?? 0);
    const known = before.totals.hoursByDay.some(({ day }: any) => day === '2024-11-03');
    expect(totals.unapprovedHours).toBe(known ? 0 : 25);
    const listed = nodes.reduce((sum: number, { downtimeHours }: any) => sum + downtimeHours, 0);
    expect(totals.downtimeHours).toBeCloseTo(listed, 9);
  });

  test('are one, though they have no day in common, where somebody says so of an approved event', async () => {
    const own = await completionsOf('operator.01');
    const year = { from: '2024-03-01', to: '2025-02-15' };
    const lists = await Promise.all(own.map(async (id) => ({ id, ...(await downtimesOf(id, year)) })));
    const isOfOneRecord = ({ origin, prodviewParts }: any) => origin === 'PRODVIEW' && prodviewParts.length === 1;
    const isLate = ({ firstDay, lastDay }: any) => firstDay > '2024-11-10' && lastDay < '2024-12-20';
    const { id, nodes } =
      lists.find((list) => list.nodes.some((node: any) => isOfOneRecord(node) && isLate(node))) ?? {};
    const record = nodes.find((node: any) => isOfOneRecord(node) && isLate(node));
    const [{ id: other }] = record.prodviewParts;
    const hourOn = async (day: string) => {
      const hour = { startedAt: `${day}T12:00:00Z`, endedAt: `${day}T13:00:00Z` };
      const made = await write('startDowntime', { completion: id, ...hour, reasonCode1: 'PLANNED', force: true });
      return { ...hour, event: made.id };
    };
    const day = dayAfter(record.firstDay, 31);
    const { event, ...hour } = await hourOn(day);
    const further = await hourOn(dayAfter(record.lastDay, 32));
    const matched = async () => {
      const listed = (await downtimesOf(id, year)).nodes;
      const its = listed.filter(({ operationsParts }: any) =>
        operationsParts.some((part: any) => part.startedAt === hour.startedAt),
      );
      expect(its).toHaveLength(1);
      return { ...its[0], isOne: its[0].prodviewParts.some((part: any) => part.id === other) };
    };
    const refused = await read(MATCH, { record: event, other });
    expect(refused.matchDowntime).toMatchObject({
      outcome: 'INVALID',
      userErrors: [{ path: ['record'], code: 'NOT_ALLOWED_NOW' }],
    });
    // So short that its policy approves it.
    for (const each of [event, further.event]) await write('submitDowntime', { record: each });
    expect(await matched()).toMatchObject({ isOne: false, downtimeHours: 1 });
    await write('matchDowntime', { record: event, prodviewDowntime: other });
    const one = await matched();
    // The event's hour alone: ProdView's hours are the same interruption, said of another day.
    expect(one).toMatchObject({ isOne: true, match: 'DIFFERS', downtimeHours: 1 });
    expect(one.hoursByDay).toEqual([{ day, hours: 1 }]);
    for (const difference of [
      { field: 'firstDay', prodview: record.firstDay, operations: day },
      { field: 'reasonCode1', prodview: record.reasonCode1, operations: 'PLANNED' },
      { field: 'downtimeHours', prodview: record.downtimeHours, operations: 1 },
    ])
      expect(one.differences).toContainEqual(difference);
    // The record's days by themselves say the same as the year does.
    const alone = { from: record.firstDay, to: record.lastDay };
    const { nodes: its, totals } = await downtimesOf(id, alone);
    expect(its).toMatchObject([{ match: 'ONLY_IN_PRODVIEW', downtimeHours: 0, prodviewParts: [{ id: other }] }]);
    expect(totals.hoursByDay).toEqual([]);
    const far = await read(MATCH.replace(/"[^"]+"/, `"${randomUUID()}"`), { record: further.event, other });
    expect(far.matchDowntime).toMatchObject({
      outcome: 'INVALID',
      userErrors: [{ path: ['prodviewDowntime'], code: 'INCONSISTENT' }],
    });
    await write('matchDowntime', { record: event, prodviewDowntime: null });
    expect(await matched()).toMatchObject({ isOne: false, downtimeHours: 1 });
    expect((await downtimesOf(id, alone)).totals.downtimeHours).toBe(record.downtimeHours);
  });

  test('of every completion of the route add up, and nobody of another route is told of them', async () => {
    const [own, others] = await Promise.all(['operator.01', 'operator.03'].map(completionsOf));
    const all = await Promise.all((own ?? []).map((id) => downtimesOf(id, { from: '2024-01-01' })));
    expect(all.some(({ nodes }) => nodes.some(({ origin }: any) => origin === 'PRODVIEW'))).toBe(true);
    for (const { nodes, totals } of all) {
      const byDay = totals.hoursByDay.reduce((sum: number, { hours }: any) => sum + hours, 0);
      expect(byDay).toBeCloseTo(totals.downtimeHours ?? 0, 9);
      const ids = nodes.flatMap(({ prodviewParts }: any) => prodviewParts.map(({ idRec }: any) => idRec));
      expect(new Set(ids).size).toBe(ids.length);
    }
    const hidden = own?.find((id) => !others?.includes(id));
    expect((await read(DOWN, { id: hidden, ...window }, 'operator.03')).completion).toBeNull();
  });

  test('and days of a ProdView that does not answer are those that were reported, with one coded error', async () => {
    const [id = ''] = await completionsOf('operator.01');
    const document = `query ($id: ID!) { completion(id: $id) {
      mergedDailyVolumes(from: "2024-12-01", to: "2025-01-31") { complete nodes { day origin match oilBbl } } } }`;
    const whole = await read(document, { id });
    expect(whole.completion.mergedDailyVolumes.complete).toBe(true);
    breaking = 'stg_prodview__daily_allocations';
    try {
      const { data, errors } = await send(document, { id });
      expect(errors).toMatchObject([
        { path: ['completion', 'mergedDailyVolumes'], extensions: { code: 'SOURCE_UNAVAILABLE', source: 'PRODVIEW' } },
      ]);
      const { mergedDailyVolumes: days } = data.completion;
      expect(days.complete).toBe(false);
      expect(days.nodes.length).toBeGreaterThan(0);
      for (const { origin, match } of days.nodes) expect([origin, match]).toEqual(['OPS', null]);
    } finally {
      breaking = undefined;
    }
  });
});

test('a day of a gas meter that was read twice is what ProdView has of it, once', async () => {
  const { gasMeters } = await read('{ gasMeters(first: 1) { nodes { id } } }');
  const [{ id }] = gasMeters.nodes;
  const document = `query ($id: ID!) { gasMeter(id: $id) { mergedReadings(from: "2024-12-30", to: "2024-12-30") {
    nodes { origin match volumeMcf differences { field } operations { readAt } operationsParts { readAt grossVolume } }
    totals { volumeMcf counts { count both } } } } }`;
  const readings = async () => (await read(document, { id })).gasMeter.mergedReadings;
  const before = await readings();
  expect(before).toMatchObject({ nodes: [{ origin: 'PRODVIEW' }], totals: { counts: { count: 1 } } });
  const morning = Math.round(before.totals.volumeMcf / 2);
  const evening = Math.round((before.totals.volumeMcf - morning) * 1000) / 1000;
  await write('recordMeterReading', { meter: id, readAt: '2024-12-30T18:00:00Z', grossVolume: morning });
  await write('recordMeterReading', { meter: id, readAt: '2024-12-31T05:00:00Z', grossVolume: evening });
  expect(await readings()).toEqual({
    nodes: [
      {
        origin: 'BOTH',
        match: 'MATCHED',
        volumeMcf: before.totals.volumeMcf,
        differences: [],
        operations: { readAt: '2024-12-31T05:00:00Z' },
        operationsParts: [
          { readAt: '2024-12-31T05:00:00Z', grossVolume: evening },
          { readAt: '2024-12-30T18:00:00Z', grossVolume: morning },
        ],
      },
    ],
    totals: { volumeMcf: before.totals.volumeMcf, counts: { count: 1, both: 1 } },
  });
});

test('the right test stands with ProdView’s, beside the one that it replaced', async () => {
  const document = `query ($id: ID!, $from: Date!, $to: Date!) { completion(id: $id) { mergedTests(from: $from, to: $to) {
    nodes { day at origin match isValid oilRateBblPerDay } totals { validTests } }
    latestMergedTest(asOf: $to) { test { origin oilRateBblPerDay } } } }`;
  const testsOf = async (id: string, from: string, to: string) =>
    (await read(document, { id, from, to }, 'foreman.01')).completion;
  const all = await Promise.all(
    (await completionsOf('operator.01')).map(async (id) => ({
      id,
      ...(await testsOf(id, '2024-12-01', '2024-12-31')),
    })),
  );
  const found = all.find(
    ({ mergedTests }) => mergedTests.nodes[0]?.isValid && mergedTests.nodes[0].origin === 'PRODVIEW',
  );
  const { id } = found ?? {};
  const [{ day, at, oilRateBblPerDay }] = found?.mergedTests.nodes ?? [];
  const given = { completion: id, testStart: at, testHours: 24 };
  const mistyped = await write('recordWellTest', { ...given, oilVolumeBbl: 999 });
  const invalidate = `mutation ($input: InvalidateWellTestInput!) { invalidateWellTest(input: $input) { outcome } }`;
  const input = { clientRequestId: randomUUID(), record: mistyped.id, expectedVersion: 1, invalidReason: 'mistyped' };
  await read(invalidate, { input }, 'foreman.01');
  await write('recordWellTest', { ...given, oilVolumeBbl: Math.round(oilRateBblPerDay * 1000) / 1000 });
  const { mergedTests, latestMergedTest } = await testsOf(id ?? '', day, day);
  expect(mergedTests.totals.validTests).toBe(1);
  expect(mergedTests.nodes).toHaveLength(2);
  expect(mergedTests.nodes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ origin: 'BOTH', match: 'MATCHED', isValid: true, oilRateBblPerDay }),
      expect.objectContaining({ origin: 'OPS', isValid: false, oilRateBblPerDay: 999 }),
    ]),
  );
  expect(latestMergedTest).toEqual({ test: { origin: 'BOTH', oilRateBblPerDay } });
});

test('a year of days is exported whole, whatever part of it a page shows', async () => {
  const [id] = await completionsOf('operator.01');
  const year = 'from: "2024-01-01", to: "2024-12-31"';
  const query = (more: string) =>
    `query ($id: ID!) { completion(id: $id) { mergedDailyVolumes(${year}${more}) { nodes { day oilBbl } } } }`;
  const { completion } = await read(query(', first: 1000'), { id }, 'foreman.01');
  const { nodes } = completion.mergedDailyVolumes;
  expect(nodes.length).toBeGreaterThan(100);
  const headers = { ...(await who.as('foreman.01')), 'content-type': 'application/json' };
  for (const more of ['', ', first: 5']) {
    const body = JSON.stringify({ query: query(more), variables: { id } });
    const response = await fetch(`${gateway.url}/export?format=csv`, { method: 'POST', headers, body });
    const [, ...rows] = (await response.text()).trim().split('\n');
    expect([response.status, rows.map((row) => row.slice(0, 10))]).toEqual([200, nodes.map(({ day }: any) => day)]);
  }
});
