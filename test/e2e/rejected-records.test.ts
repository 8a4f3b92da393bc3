import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// What who reviewed it rejected counts nowhere on its route, over HTTP, as people of the sample's made-up network.

let gateway: RunningGateway;
let who: People;
let route: string;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  route = (await ask('{ units(first: 1) { nodes { currentRoute { id } } } }')).units.nodes[0].currentRoute.id;
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const ask = async (query: string, variables: object = {}, person = 'operator.01', claims: object = {}) => {
  const answer = await gateway.ask(query, variables, await who.as(person, { ...claims }));
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
const send = async (command: string, given: object, person: string, claims: object = {}): Promise<string> => {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) {
    outcome userErrors { path code } record { ... on Node { id } } } }`;
  const input = { clientRequestId: randomUUID(), ...given };
  const result = (await ask(query, { input }, person, claims))[command];
  expect(result).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  return result.record.id;
};
const write = (command: string, given: object) => send(command, given, 'foreman.01');
const reject = (record: string) =>
  send('reviewRecord', { record, quality: 'REJECTED', remark: 'of another well' }, 'office.01', { role: 'admin' });

test('a test that was rejected leaves one due', async () => {
  const query =
    'query ($route: ID!) { testsDue(route: $route, on: "2025-03-01") { lastValidTestOn completion { id } } }';
  const due = async () => (await ask(query, { route })).testsDue;
  const before = await due();
  const completion = before.at(-1).completion.id;
  const given = { completion, testStart: '2025-02-20T12:00:00Z', testHours: 24, oilVolumeBbl: 5 };
  const record = await write('recordWellTest', given);
  expect(await due()).toEqual(before.slice(0, -1));
  await reject(record);
  expect(await due()).toEqual(before);
});

test('a day whose report was rejected is missing again', async () => {
  const query = `query ($route: ID!) { missingDailyProduction(route: $route, date: "2025-03-02") { completion { id } }
    routeDay(route: $route, day: "2025-03-02") { actual { oilBbl } missing { wellCount } } }`;
  const before = await ask(query, { route });
  const completion = before.missingDailyProduction[0].completion.id;
  const record = await write('recordDailyProduction', { completion, productionDate: '2025-03-02', oilVolumeBbl: 1 });
  expect(await ask(query, { route })).toEqual({
    missingDailyProduction: before.missingDailyProduction.slice(1),
    routeDay: { actual: { oilBbl: 1 }, missing: { wellCount: before.routeDay.missing.wellCount - 1 } },
  });
  await reject(record);
  expect(await ask(query, { route })).toEqual(before);
});

test('a report that was rejected and amended explains nothing, neither of its day nor of the next', async () => {
  const query = `query ($route: ID!, $day: Date!) { completions(first: 2) { nodes { id } } routeDay(route: $route, day: $day) {
    variance(vs: PREVIOUS) { baseBoe currentBoe residualBoe components { category deltaBoe } } } }`;
  const varianceOn = async (day: string) => (await ask(query, { route, day })).routeDay.variance;
  const [{ id: completion }] = (await ask(query, { route, day: '2025-07-02' })).completions.nodes;
  const report = (productionDate: string, oilVolumeBbl: number) =>
    write('recordDailyProduction', { completion, productionDate, oilVolumeBbl, gasVolumeMcf: 0, hoursOn: 24 });
  await report('2025-07-01', 95);
  const mistyped = await report('2025-07-02', 5000);
  await reject(mistyped);
  const sent = { record: mistyped, expectedVersion: 2, amendReason: 'mistyped', oilVolumeBbl: 96 };
  await write('amendDailyProduction', sent);
  await report('2025-07-03', 95);
  for (const [day, before, after] of [
    ['2025-07-02', 95, 96],
    ['2025-07-03', 96, 95],
  ] as const) {
    const { components, ...sums } = await varianceOn(day);
    expect(sums).toEqual({ baseBoe: before, currentBoe: after, residualBoe: 0 });
    const told = components.filter(({ deltaBoe }: any) => deltaBoe !== 0);
    expect(told).toEqual([{ category: 'UNEXPLAINED', deltaBoe: after - before }]);
  }
});

test('a status that was rejected stops no completion', async () => {
  const query =
    'query ($route: ID!) { missingDailyProduction(route: $route, date: "2025-03-05") { completion { id } } }';
  const before = (await ask(query, { route })).missingDailyProduction;
  const completion = before[0].completion.id;
  const shutIn = { completion, status: 'Shut In', effectiveAt: '2025-03-04T12:00:00Z' };
  const record = await write('changeWellStatus', shutIn);
  expect((await ask(query, { route })).missingDailyProduction).toEqual(before.slice(1));
  await reject(record);
  expect((await ask(query, { route })).missingDailyProduction).toEqual(before);
});

test('a stop whose reading was rejected is not read', async () => {
  const query = `query ($route: ID!) { stopsNotRead(route: $route, day: "2025-03-03") {
    entryRequirementPeriod lastReadOn meter { __typename ... on Tank { id } } } }`;
  const unread = async () => (await ask(query, { route })).stopsNotRead;
  const before = await unread();
  const tank = before.find(({ meter }: any) => meter.__typename === 'Tank');
  const record = await write('recordMeterReading', {
    meter: tank.meter.id,
    levelTopIn: 10,
    readAt: '2025-03-03T13:00:00Z',
  });
  expect(await unread()).toHaveLength(before.length - 1);
  await reject(record);
  expect(await unread()).toEqual(before);
});

test('what was rejected is no part of the funnel, nor a signal of its day', async () => {
  const query = `query ($route: ID!) { surveillanceFunnel(since: "2025-01-01T00:00:00Z", route: $route) { events { count } }
    routeDay(route: $route, day: "2025-03-02") { signals { count } } completions(first: 1) { nodes { id } } }`;
  const { completions, ...before } = await ask(query, { route });
  const seen = { completion: completions.nodes[0].id, eventType: 'OTHER', severity: 'HIGH' };
  const record = await write('raiseSurveillanceEvent', { ...seen, detectedAt: '2025-03-02T06:00:00Z' });
  expect(await ask(query, { route })).toMatchObject({
    surveillanceFunnel: { events: [{ count: 1 }] },
    routeDay: { signals: { count: 1 } },
  });
  await reject(record);
  expect(await ask(query, { route })).toEqual({ completions, ...before });
});
