import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventStore } from '../../src/events/event-store.js';
import { verify } from '../../src/events/verify.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// What somebody else than its writer finds of a record, over HTTP.

let gateway: RunningGateway;
let who: People;
let completion: string;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  completion = (await ask('{ completions(first: 1) { nodes { id } } }', {}, 'operator.01')).completions.nodes[0].id;
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const WHAT = 'outcome userErrors { path code message } warnings { code }';
const AUDIT = 'audit { rowQuality reviewRemark }';
const REVIEW = `mutation ($input: ReviewRecordInput!) { reviewRecord(input: $input) {
  ${WHAT} readToken
  record { __typename ... on Node { id }
    ... on DailyProduction { rowVersion oilVolumeBbl ${AUDIT} history { kind version } }
    ... on DowntimeEvent { approvalStatus ${AUDIT} } ... on MeterReading { ${AUDIT} } }
  current { ... on DailyProduction { rowVersion audit { rowQuality } } } duplicates { ... on Node { id } } } }`;

const ask = async (query: string, variables: object, person: string, claims: object = {}) => {
  const answer = await gateway.ask(query, variables, await who.as(person, { ...claims }));
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
const write = async (command: string, input: object, person = 'operator.01') => {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { ${WHAT} record { id rowVersion audit { rowQuality reviewRemark } } } }`;
  const answer = (await ask(query, { input: { clientRequestId: randomUUID(), ...input } }, person))[command];
  expect(answer.userErrors).toEqual([]);
  return answer.record;
};
const review = async (input: object, person = 'foreman.01') =>
  (await ask(REVIEW, { input: { clientRequestId: randomUUID(), ...input } }, person)).reviewRecord;
const codes = ({ userErrors }: any) => userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`);
let lastDay = 1;
const aDay = (more: object = {}) => {
  lastDay += 1;
  const productionDate = new Date(Date.UTC(2025, 0, lastDay)).toISOString().slice(0, 10);
  return { completion, productionDate, oilVolumeBbl: 10, hoursOn: 24, ...more };
};

test('of a day says what it is worth, with its event, and is told again', async () => {
  const { id } = await write('recordDailyProduction', aDay());
  const input = {
    record: id,
    expectedVersion: 1,
    quality: 'VERIFIED',
    remark: 'ticket 77',
    clientRequestId: randomUUID(),
  };
  const first = await review(input);
  expect(first).toMatchObject({
    outcome: 'CREATED',
    userErrors: [],
    readToken: expect.any(String),
    record: {
      __typename: 'DailyProduction',
      id,
      rowVersion: 2,
      oilVolumeBbl: 10,
      audit: { rowQuality: 'VERIFIED', reviewRemark: 'ticket 77' },
      history: [
        { kind: 'RECORDED', version: 1 },
        { kind: 'REVIEWED', version: 2 },
      ],
    },
    duplicates: [],
  });
  expect(await review(input)).toEqual({ ...first, outcome: 'REPLAYED' });
  expect(codes(await review({ ...input, quality: 'GOOD' }))).toEqual(['clientRequestId IDEMPOTENCY_KEY_REUSED']);
  const late = await review({ ...input, clientRequestId: randomUUID() });
  expect(late).toMatchObject({ outcome: 'CONFLICT', record: null, current: { rowVersion: 2 } });
  expect(codes(late)).toEqual(['expectedVersion STALE_VERSION']);
});

test('is not its writer’s, nor of who may not, nor of what they do not see', async () => {
  const { id } = await write('recordDailyProduction', aDay(), 'foreman.01');
  const own = await review({ record: id, quality: 'GOOD' });
  expect(codes(own)).toEqual(['record OWN_DECISION']);
  expect(own.userErrors[0].message).toContain('ask somebody else');
  const query = (person: string) =>
    who
      .as(person)
      .then((headers) =>
        gateway.ask(REVIEW, { input: { clientRequestId: randomUUID(), record: id, quality: 'GOOD' } }, headers),
      );
  expect((await query('operator.01')).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(codes(await review({ record: id, quality: 'GOOD' }, 'foreman.99'))).toEqual(['record NOT_FOUND']);
  for (const record of [completion, `request:${randomUUID()}`, 'x'])
    expect(codes(await review({ record, quality: 'GOOD' }))[0]).toMatch(/^record (NOT_FOUND|MALFORMED)$/);
});

test('that rejects a day takes it out of what is merged, until it is amended', async () => {
  const given = aDay({ oilVolumeBbl: 4321 });
  const { id } = await write('recordDailyProduction', given);
  expect(codes(await review({ record: id, quality: 'REJECTED' }))).toEqual(['remark REQUIRED']);
  const merged = async () => {
    const query = `query ($id: ID!, $day: Date!) { completion(id: $id) {
      mergedDailyVolumes(from: $day, to: $day) { nodes { oilBbl } }
      recordedDailyProduction(first: 50) { nodes { id oilVolumeBbl audit { activeInd rowQuality } } } } }`;
    const { completion: found } = await ask(query, { id: completion, day: given.productionDate }, 'foreman.01');
    return {
      oil: found.mergedDailyVolumes.nodes.map(({ oilBbl }: any) => oilBbl),
      own: found.recordedDailyProduction.nodes.find((node: any) => node.id === id),
    };
  };
  expect((await merged()).oil).toEqual([4321]);
  expect((await review({ record: id, quality: 'REJECTED', remark: 'of another well' })).outcome).toBe('CREATED');
  const after = await merged();
  expect(after.oil).not.toContain(4321);
  expect(after.own).toMatchObject({ oilVolumeBbl: 4321, audit: { activeInd: 'Y', rowQuality: 'REJECTED' } });
  const amended = await write('amendDailyProduction', { record: id, amendReason: 'the right well', oilVolumeBbl: 12 });
  expect(amended.audit.reviewRemark).toBeNull();
  expect(amended.audit.rowQuality).not.toBe('REJECTED');
  expect((await merged()).oil).toEqual([12]);
  expect(codes(await review({ record: id, quality: 'GOOD' }))).toEqual(['record STALE_VERSION']);
});

test('of a downtime falls when it is edited, and who reviewed it may approve it', async () => {
  const started = {
    completion,
    startedAt: '2025-03-01T06:00:00Z',
    endedAt: '2025-03-01T12:00:00Z',
    reasonCode1: 'LIFT',
    force: true,
  };
  const event = await write('startDowntime', started);
  expect(await review({ record: event.id, quality: 'GOOD' })).toMatchObject({
    outcome: 'CREATED',
    record: { __typename: 'DowntimeEvent', audit: { rowQuality: 'GOOD' } },
  });
  const edited = await write('editDowntime', { record: event.id, endedAt: '2025-03-01T18:00:00Z', comments: 'x' });
  expect(edited.audit).toEqual({ rowQuality: null, reviewRemark: null });
  expect((await review({ record: event.id, quality: 'VERIFIED' })).outcome).toBe('CREATED');
  const { rowVersion } = await write('submitDowntime', { record: event.id });
  await write('approveDowntime', { record: event.id, expectedVersion: rowVersion }, 'foreman.01');
});

test('leaves every record what its events lead to', async () => {
  if (!gateway.stores) throw new Error('no stores');
  const store = new EventStore(gateway.stores.database);
  expect(await verify(store, ['daily_production', 'downtime_event', 'downtime_approval'])).toEqual([]);
});
