import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventStore } from '../../src/events/event-store.js';
import { verify } from '../../src/events/verify.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// Days that accounting takes, over HTTP.

let gateway: RunningGateway;
let who: People;
let completion: string;
let facility: string;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  const found = await ask('{ completions(first: 1) { nodes { id } } facilities(first: 1) { nodes { id } } }', {});
  completion = found.completions.nodes[0].id;
  facility = found.facilities.nodes[0].id;
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const FOREMAN = 'foreman.01';
const WHAT = 'outcome userErrors { path code message }';
const headersOf = (person: string) => who.as(person, person === 'admin' ? { role: 'admin' } : {});
const ask = async (query: string, variables: object, person = FOREMAN) => {
  const answer = await gateway.ask(query, variables, await headersOf(person));
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
const write = async (command: string, input: object, person = FOREMAN, fields = 'id rowVersion postedDate') => {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { ${WHAT} record { ${fields} } current { ... on Node { id } } } }`;
  return (await ask(query, { input: { clientRequestId: randomUUID(), ...input } }, person))[command];
};
const POSTED =
  '__typename ... on DailyProduction { id rowVersion postedDate } ... on FacilityProduction { id rowVersion postedDate }';
const post = ({ id, rowVersion }: any) =>
  write('postDailyProduction', { record: id, expectedVersion: rowVersion }, 'admin', POSTED);
const codes = ({ userErrors }: any) => userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`);
const reported = (productionDate: string) =>
  write('recordDailyProduction', { completion, productionDate, oilVolumeBbl: 10, hoursOn: 24 });

test('a day is taken once, and is closed from then on', async () => {
  const { record } = await reported('2025-01-05');
  expect(record.postedDate).toBeNull();
  const posted = await post(record);
  expect(posted).toMatchObject({
    outcome: 'CREATED',
    record: { __typename: 'DailyProduction', id: record.id, rowVersion: 2, postedDate: expect.stringMatching(/Z$/) },
  });
  expect(codes(await post(record))).toEqual(['expectedVersion STALE_VERSION']);
  expect(codes(await post(posted.record))).toEqual(['record PERIOD_LOCKED']);
  const amendment = { record: record.id, amendReason: 'gauged again', oilVolumeBbl: 11 };
  expect(codes(await write('amendDailyProduction', amendment))).toEqual(['record PERIOD_LOCKED']);
  const again = await reported('2025-01-05');
  expect(again).toMatchObject({ outcome: 'CONFLICT', current: { id: record.id } });
  expect(codes(again)).toEqual(['productionDate PERIOD_LOCKED']);
});

test('a day of a facility is taken as well', async () => {
  const { record } = await write('recordFacilityProduction', {
    facility,
    productionDate: '2025-01-05',
    oilVolumeBbl: 10,
  });
  expect((await post(record)).record).toMatchObject({
    __typename: 'FacilityProduction',
    postedDate: expect.any(String),
  });
  const amendment = { record: record.id, amendReason: 'gauged again', oilVolumeBbl: 11 };
  expect(codes(await write('amendFacilityProduction', amendment))).toEqual(['record PERIOD_LOCKED']);
});

test('several days are taken together, or none of them', async () => {
  const days = [await reported('2025-01-06'), await reported('2025-01-07')].map(({ record }) => record);
  const query = `mutation ($items: [OpsWriteInput!]!) { submitBatch(batchId: "day", mode: ALL_OR_NOTHING, items: $items) {
    results { ${WHAT} record { ... on DailyProduction { postedDate } } } } }`;
  const items = (versions: number[]) =>
    days.map(({ id }, at) => ({
      postDailyProduction: { clientRequestId: randomUUID(), record: id, expectedVersion: versions[at] },
    }));
  const stale = (await ask(query, { items: items([1, 7]) }, 'admin')).submitBatch.results;
  expect(stale.map(codes)).toEqual([[' BATCH_STOPPED'], ['expectedVersion STALE_VERSION']]);
  const all = (await ask(query, { items: items([1, 1]) }, 'admin')).submitBatch.results;
  expect(all).toMatchObject([1, 2].map(() => ({ outcome: 'CREATED', record: { postedDate: expect.any(String) } })));
});

test('only who may post takes a day', async () => {
  const { record } = await reported('2025-01-08');
  const query = 'mutation ($input: PostDailyProductionInput!) { postDailyProduction(input: $input) { outcome } }';
  const input = { clientRequestId: randomUUID(), record: record.id, expectedVersion: 1 };
  const { errors } = await gateway.ask(query, { input }, await headersOf(FOREMAN));
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(
    codes(await write('postDailyProduction', { record: completion, expectedVersion: 1 }, 'admin', '__typename')),
  ).toEqual(['record NOT_FOUND']);
});

test('of an amendment and a posting at once one holds', async () => {
  const { record } = await reported('2025-01-09');
  const amendment = { record: record.id, expectedVersion: 1, amendReason: 'gauged again', oilVolumeBbl: 11 };
  const outcomes = await Promise.all([write('amendDailyProduction', amendment), post(record)]);
  expect(
    outcomes
      .map(({ outcome }) => outcome)
      .sort()
      .filter((outcome) => outcome === 'CREATED'),
  ).toHaveLength(1);
  if (!gateway.stores) throw new Error('no stores');
  const store = new EventStore(gateway.stores.database);
  expect(await verify(store, ['daily_production', 'facility_production'])).toEqual([]);
});
