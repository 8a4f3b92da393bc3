import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayAfter } from '../../src/days/local-day.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// What was recorded of completions, over HTTP: how reliable they are, and the newest test of both stores.

let gateway: RunningGateway;
let who: People;
let wells: { id: string; latestMergedTest: any }[];
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  wells = (await ask(`{ completions(first: 50) { nodes { id ${LATEST} } } }`, {})).completions.nodes;
}, 180_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const TEST = 'day origin isValid oilRateBblPerDay operations { id } prodview { id }';
const LATEST = `latestMergedTest { test { ${TEST} } change { previous { ${TEST} } days oilRateBblPerDay { difference } } }`;
async function ask(query: string, variables: object, person = 'foreman.01'): Promise<any> {
  const { data, errors } = await gateway.ask(query, variables, await who.as(person));
  expect(errors).toBeUndefined();
  return data;
}
async function write(command: string, type: string, input: object): Promise<any> {
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { outcome userErrors { path code message } record { id } } }`;
  const answer = (await ask(query, { input: { clientRequestId: randomUUID(), ...input } }))[command];
  expect(answer).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  return answer.record;
}
/** How many statements a document costs, by store. */
async function statementsOf(query: string): Promise<{ prodview: number; ops: number | undefined }> {
  gateway.prodview.statements();
  gateway.ops?.statements();
  await ask(query, {});
  return { prodview: gateway.prodview.statements().length, ops: gateway.ops?.statements().length };
}

test('reliability is told of recorded failures, and of two at least', async () => {
  const failed = (day: number, hours: number, more: object = {}) =>
    write('startDowntime', 'StartDowntimeInput', {
      completion: wells[0]?.id,
      startedAt: new Date(Date.UTC(2025, 5, day)).toISOString(),
      endedAt: new Date(Date.UTC(2025, 5, day, hours)).toISOString(),
      isFailure: true,
      force: true,
      ...more,
    });
  const query = `query ($id: ID!) { completion(id: $id) { reliability(from: "2025-06-01T00:00:00Z", until: "2025-06-11T00:00:00Z") {
    failures repaired downHours mtbfHours mttrHours availabilityPct } } }`;
  const told = async () => (await ask(query, { id: wells[0]?.id })).completion.reliability;
  await failed(2, 12);
  await failed(3, 24, { isFailure: false });
  // A completion that still flows, less or without its gas, does not stand still.
  await failed(4, 20, { percentDown: 50 });
  await failed(7, 5, { product: 'GAS' });
  expect(await told()).toEqual({
    failures: 1,
    repaired: 1,
    downHours: 12,
    mtbfHours: null,
    mttrHours: null,
    availabilityPct: null,
  });
  await failed(5, 12);
  expect(await told()).toEqual({
    failures: 2,
    repaired: 2,
    downHours: 24,
    mtbfHours: 108,
    mttrHours: 12,
    availabilityPct: 90,
  });
  const wrong = await gateway.ask(
    query.replace('2025-06-11', '2025-05-11'),
    { id: wells[0]?.id },
    await who.as('foreman.01'),
  );
  expect(wrong.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'from' });
});

test('the newest test is that of both stores, and the one before it may be the other store’s', async () => {
  const well = wells.find(({ latestMergedTest }) => latestMergedTest?.test.origin === 'PRODVIEW');
  if (!well) throw new Error('no well has a test in ProdView');
  const before = well.latestMergedTest.test;
  const day = dayAfter(before.day, 3);
  const recorded = await write('recordWellTest', 'RecordWellTestInput', {
    completion: well.id,
    testStart: `${day}T15:00:00Z`,
    testHours: 24,
    oilVolumeBbl: 50,
    oilRateBblPerDay: 50,
    gasVolumeMcf: 10,
    waterVolumeBbl: 1,
  });
  const query = `query ($id: ID!, $asOf: Date) { completion(id: $id) { latestMergedTest(asOf: $asOf) { test { ${TEST} }
    change { previous { ${TEST} } days oilRateBblPerDay { difference } } } } }`;
  const latest = async (asOf?: string) => (await ask(query, { id: well.id, asOf })).completion.latestMergedTest;
  const now = await latest();
  expect(now).toMatchObject({
    test: { day, origin: 'OPS', isValid: true, oilRateBblPerDay: 50, operations: { id: recorded.id }, prodview: null },
    change: { previous: { day: before.day, origin: 'PRODVIEW', prodview: { id: before.prodview.id } }, days: 3 },
  });
  expect(now.change.oilRateBblPerDay.difference).toBeCloseTo(50 - before.oilRateBblPerDay, 6);
  expect((await latest(dayAfter(day, -1))).test.day).toBe(before.day);
  // In a list each is held against the one before it, though that lies before the window.
  const list = `query ($id: ID!, $day: Date!) { completion(id: $id) { mergedTests(from: $day, to: $day) { nodes { day
    change { previous { day change { days } } days oilRateBblPerDay { difference } } } } } }`;
  const [listed] = (await ask(list, { id: well.id, day })).completion.mergedTests.nodes;
  const { previous, ...change } = now.change;
  expect(listed).toMatchObject({ day, change: { ...change, previous: { day: previous.day } } });
  expect(await latest('1980-01-01')).toBeNull();
  const theirs = await ask(query, { id: well.id }, 'foreman.03');
  expect(theirs.completion).toBeNull();
});

test('the status of a day is the last one that either store told by then', async () => {
  const query = `query ($id: ID!, $asOf: Date) { completion(id: $id) { mergedStatus(asOf: $asOf) { day origin match status
    prodview { statusDate } operations { effectiveAt } } statuses(first: 1) { nodes { status statusDate } } } }`;
  const statusOf = async (id: string, asOf?: string, person?: string) =>
    (await ask(query, { id, asOf }, person)).completion;
  const all = await Promise.all(wells.map(async ({ id }) => ({ id, ...(await statusOf(id)) })));
  const well = all.find(({ mergedStatus }) => mergedStatus?.origin === 'PRODVIEW');
  const before = well?.mergedStatus;
  expect(before.status).toBe(well?.statuses.nodes[0].status);
  const shutIn = { completion: well?.id, status: 'Shut In', effectiveAt: '2025-03-01T18:00:00Z' };
  await write('changeWellStatus', 'ChangeWellStatusInput', shutIn);
  const now = await statusOf(well?.id ?? '');
  expect(now.mergedStatus).toMatchObject({
    day: '2025-03-01',
    origin: 'OPS',
    match: 'MISSING_IN_PRODVIEW',
    status: 'Shut In',
  });
  expect((await statusOf(well?.id ?? '', '2025-03-01')).mergedStatus).toEqual(now.mergedStatus);
  expect((await statusOf(well?.id ?? '', '2025-02-28')).mergedStatus).toEqual(before);
  expect((await statusOf(well?.id ?? '', '1950-01-01')).mergedStatus).toBeNull();
  expect(await statusOf(well?.id ?? '', undefined, 'foreman.03')).toBeNull();
});

test('codes of downtime are those of the catalogue, and those of ProdView that are none of it', async () => {
  const query = `{ downtimeCodes { code level origin prodviewTexts downtimes lastSeenOn reason { code level longName } }
    completions(first: 50) { nodes { downtimes(first: 500) { nodes { downtimeCode1 downtimeCode2 downtimeCode3 } } } } }`;
  const { downtimeCodes, completions } = await ask(query, {});
  const all = completions.nodes.flatMap(({ downtimes }: any) => downtimes.nodes);
  const texts = all.flatMap((row: any) =>
    [1, 2, 3].flatMap((level) => (row[`downtimeCode${level}`] ? [`${level} ${row[`downtimeCode${level}`]}`] : [])),
  );
  expect(texts.length).toBeGreaterThan(0);
  const told = downtimeCodes.flatMap(({ level, prodviewTexts }: any) =>
    prodviewTexts.map((text: string) => `${level} ${text}`),
  );
  expect(told.sort()).toEqual([...new Set<string>(texts)].sort());
  expect(downtimeCodes.reduce((sum: number, { downtimes }: any) => sum + downtimes, 0)).toBe(texts.length);
  const lift = downtimeCodes.find(({ code }: any) => code === 'LIFT');
  expect(lift).toMatchObject({ origin: 'CATALOGUE', level: 1, reason: { code: 'LIFT', level: 1 } });
  for (const { origin, reason, lastSeenOn } of downtimeCodes.filter(({ downtimes }: any) => downtimes > 0))
    expect([reason === null, typeof lastSeenOn]).toEqual([origin === 'PRODVIEW_UNMAPPED', 'string']);
  // Of what the viewer sees, and no more.
  const theirs = await ask('{ downtimeCodes { origin downtimes } }', {}, 'foreman.03');
  expect(theirs.downtimeCodes).not.toEqual(downtimeCodes.map(({ origin, downtimes }: any) => ({ origin, downtimes })));
});

test('uptime is of the days whose hours are known, whoever told them', async () => {
  const query = `query ($id: ID!) { completion(id: $id) { uptime(from: "2024-06-01", to: "2024-06-10") {
    hoursOn hoursAvailable uptimePct daysKnown daysUnknown }
    mergedDailyVolumes(from: "2024-06-01", to: "2024-06-10") { totals { operatingHours } nodes { operatingHours } } } }`;
  const all = await Promise.all(wells.map(async ({ id }) => (await ask(query, { id })).completion));
  const known = all.filter(({ uptime }) => uptime.daysKnown > 0);
  expect(known.length).toBeGreaterThan(0);
  for (const { uptime, mergedDailyVolumes: days } of known) {
    const told = days.nodes.filter(({ operatingHours }: any) => operatingHours !== null);
    expect([uptime.daysKnown, uptime.daysUnknown]).toEqual([told.length, 10 - told.length]);
    expect(uptime.hoursOn).toBeCloseTo(days.totals.operatingHours, 6);
    expect(uptime.hoursAvailable).toBe(24 * told.length);
    expect(uptime.uptimePct).toBeCloseTo((uptime.hoursOn / uptime.hoursAvailable) * 100, 9);
  }
});

test('many completions cost no more statements than a few', async () => {
  const document = (first: number) => `{ completions(first: ${first}) { nodes { id ${LATEST} mergedStatus { status }
    uptime(from: "2024-06-01", to: "2024-06-30") { uptimePct daysKnown daysUnknown }
    reliability(from: "2025-01-01T00:00:00Z", until: "2026-01-01T00:00:00Z") { failures } } } }`;
  await statementsOf(document(2));
  const [few, many] = [await statementsOf(document(2)), await statementsOf(document(50))];
  expect(many).toEqual(few);
});
