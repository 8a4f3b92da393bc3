import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// What is left to do on a route, over HTTP, as people of the sample's made-up network.

let gateway: RunningGateway;
let who: People;
let route: string;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  const { units } = await ask('{ units(first: 1) { nodes { currentRoute { id } } } }');
  route = units.nodes[0].currentRoute.id;
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const ask = async (query: string, variables: object = {}, person = 'operator.01') => {
  const answer = await gateway.ask(query, variables, await who.as(person));
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
const write = async (command: string, given: object, person = 'foreman.01') => {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { outcome userErrors { path code } record { id } } }`;
  const input = { clientRequestId: randomUUID(), ...given };
  const result = (await ask(query, { input }, person))[command];
  expect(result).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  return result.record;
};
/** The statements that a document needs, of both stores; reads that are asked for at the same time share one. */
const statements = async (query: string, variables: object) => {
  gateway.prodview.statements();
  gateway.ops?.statements();
  await ask(query, variables);
  return [gateway.prodview.statements().length, gateway.ops?.statements().length];
};

const DUE = `query ($route: ID!, $on: Date, $within: Int! = 7, $every: Int! = 30) {
  testsDue(route: $route, on: $on, within: $within, every: $every) {
    lastValidTestOn dueOn isOverdue completion { id completionName unit { unitName } } } }`;

test('a test is due until a valid one is recorded, and again once that is taken back', async () => {
  const on = { route, on: '2025-03-01' };
  const first = (await ask(DUE, on)).testsDue;
  expect(first.length).toBeGreaterThan(2);
  expect(first[0].completion.unit.unitName).toEqual(expect.any(String));
  const days = first.map(({ dueOn }: any) => dueOn ?? '');
  expect(days).toEqual([...days].sort());
  const one = first.at(-1);
  const dueOf = async (more: object = {}) => {
    const { testsDue } = await ask(DUE, { ...on, ...more });
    return testsDue.find(({ completion }: any) => completion.id === one.completion.id);
  };
  const given = { completion: one.completion.id, testStart: '2025-02-20T12:00:00Z', testHours: 24, oilVolumeBbl: 5 };
  const tested = await write('recordWellTest', given);
  expect(await dueOf()).toBeUndefined();
  expect(await dueOf({ within: 21 })).toMatchObject({
    lastValidTestOn: '2025-02-20',
    dueOn: '2025-03-22',
    isOverdue: false,
  });
  expect(await dueOf({ within: 20 })).toBeUndefined();
  expect(await dueOf({ every: 5 })).toMatchObject({ dueOn: '2025-02-25', isOverdue: true });
  await write('invalidateWellTest', { record: tested.id, expectedVersion: 1, invalidReason: 'a valve leaked' });
  expect(await dueOf()).toEqual(one);
});

const MISSING = `query ($route: ID!, $date: Date!) {
  missingDailyProduction(route: $route, date: $date) { productionDate status completion { id label } } }`;

test('a day is missing of each completion that produced until it is reported', async () => {
  const asked = { route, date: '2025-03-02' };
  const before = (await ask(MISSING, asked)).missingDailyProduction;
  expect(before.length).toBeGreaterThan(2);
  expect(before.every(({ status }: any) => /^producing/i.test(status))).toBe(true);
  const [reported, shutIn] = before.map(({ completion }: any) => completion.id);
  await write('recordDailyProduction', { completion: reported, productionDate: '2025-03-02', oilVolumeBbl: 1 });
  await write('changeWellStatus', { completion: shutIn, status: 'Shut In', effectiveAt: '2025-03-02T12:00:00Z' });
  // Until it was shut in it produced.
  const after = (await ask(MISSING, asked)).missingDailyProduction;
  expect(after).toEqual(before.slice(1));
  const dayAfter = (await ask(MISSING, { ...asked, date: '2025-03-03' })).missingDailyProduction;
  expect(dayAfter.map(({ completion }: any) => completion.id)).not.toContain(shutIn);
  const report = `query ($route: ID!, $day: Date!) { routeDay(route: $route, day: $day) {
    missing { wells { status completion { id } } } } }`;
  const missingOn = async (day: string) => (await ask(report, { route, day })).routeDay.missing.wells;
  expect(await missingOn('2025-03-02')).toContainEqual({ status: before[1].status, completion: { id: shutIn } });
  expect((await missingOn('2025-03-03')).map(({ completion }: any) => completion.id)).not.toContain(shutIn);
  // The day before it produced, and nothing was reported.
  const dayBefore = (await ask(MISSING, { ...asked, date: '2025-03-01' })).missingDailyProduction;
  expect(dayBefore.map(({ completion }: any) => completion.id)).toEqual(expect.arrayContaining([reported, shutIn]));
});

const UNREAD = `query ($route: ID!, $day: Date!) { stopsNotRead(route: $route, day: $day) {
  entryRequirementPeriod lastReadOn meter { __typename ... on Tank { id tankName } ... on GasMeter { id meterName }
    ... on PdGasMeter { id } ... on LiquidMeter { id } ... on MeasurementPoint { id } } } }`;

test('a stop is unread until it has a reading recent enough', async () => {
  const asked = { route, day: '2025-03-03' };
  const before = (await ask(UNREAD, asked)).stopsNotRead;
  const daily = before.find((stop: any) => stop.meter.__typename === 'Tank' && stop.entryRequirementPeriod === 'Daily');
  expect(daily.meter.tankName).toEqual(expect.any(String));
  // 05:30 UTC on the 4th is still the 3rd in Chicago.
  const gauge = { meter: daily.meter.id, levelTopIn: 10 };
  await write('recordMeterReading', { ...gauge, readAt: '2025-03-04T05:30:00Z' });
  const after = (await ask(UNREAD, asked)).stopsNotRead;
  expect(after).toEqual(before.filter((stop: any) => stop !== daily));
  const next = (await ask(UNREAD, { ...asked, day: '2025-03-04' })).stopsNotRead;
  expect(next).toContainEqual({ ...daily, lastReadOn: '2025-03-03' });
  await write('recordMeterReading', { ...gauge, readAt: '2025-03-04T13:00:00Z' });
  expect((await ask(UNREAD, asked)).stopsNotRead).toEqual(after);
});

test('a route takes the same few statements whatever stands on it', async () => {
  expect(
    await statements('query ($route: ID!) { testsDue(route: $route) { isOverdue completion { label } } }', { route }),
  ).toEqual([4, 3]);
  expect(await statements(MISSING, { route, date: '2025-03-02' })).toEqual([3, 3]);
  expect(await statements(UNREAD, { route, day: '2025-03-03' })).toEqual([3, 1]);
});

test('a route of others reads as if it were not there, and no other id is one', async () => {
  for (const [query, more] of [
    [DUE, {}],
    [MISSING, { date: '2025-03-02' }],
    [UNREAD, { day: '2025-03-02' }],
  ] as const)
    expect(Object.values(await ask(query, { route, ...more }, 'operator.03'))).toEqual([null]);
  const { units } = await ask('{ units(first: 1) { nodes { id } } }');
  expect((await ask(DUE, { route: units.nodes[0].id })).testsDue).toBeNull();
  const far = await gateway.ask(DUE, { route, within: 400 }, await who.as('operator.01'));
  expect(far.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'within' } });
});
