import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventStore } from '../../src/events/event-store.js';
import { verify } from '../../src/events/verify.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// What a review rejected gives way to the right record, and is decided over no more, over HTTP.

let gateway: RunningGateway;
let who: People;
let store: EventStore;
let wells: { id: string; unit: { currentRoute: { id: string }; currentFacility: { id: string } } }[];
let network: string;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  if (!gateway.stores) throw new Error('no stores');
  store = new EventStore(gateway.stores.database);
  const found = await ask(
    '{ completions(first: 20) { nodes { id idFlownet unit { currentRoute { id } currentFacility { id } } } } }',
  );
  wells = found.completions.nodes;
  network = found.completions.nodes[0].idFlownet;
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const headersOf = (person: string) => {
  const [role = ''] = person.split('.');
  return who.as(person, ['operator', 'foreman'].includes(role) ? {} : { role, networks: [network] });
};
const ask = async (query: string, variables: object = {}, person = 'operator.01') => {
  const answer = await gateway.ask(query, variables, await headersOf(person));
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
const send = async (command: string, given: object, person: string, fields = 'id rowVersion', type?: string) => {
  const input = type ?? `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation ($input: ${input}!) { ${command}(input: $input) {
    outcome userErrors { path code message } warnings { path code } record { ${fields} } } }`;
  return (await ask(query, { input: { clientRequestId: randomUUID(), ...given } }, person))[command];
};
const made = async (...given: Parameters<typeof send>) => {
  const answer = await send(...given);
  expect(answer).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  return answer.record;
};
const codes = ({ userErrors }: any) => userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`.trim());
const review = (record: string, quality: string) =>
  send('reviewRecord', { record, quality, remark: 'of another well' }, 'admin.09', '... on Node { id }');
const reject = async (record: string) => expect(codes(await review(record, 'REJECTED'))).toEqual([]);
const again = async (record: string) => codes(await review(record, 'GOOD'));
let last = 0;
/** Completions in turn. */
const aWell = () => {
  last += 1;
  return wells[last % wells.length] as (typeof wells)[number];
};

test('a part of a source: the right total, and the parts of others, are held against those in force', async () => {
  const [one, other] = [aWell(), aWell()];
  const part = (well: typeof one, totalVolume: number, allocatedVolume: number) => ({
    source: one.unit.currentFacility.id,
    completion: well.id,
    productType: 'OIL',
    periodStart: '2025-03-01',
    periodEnd: '2025-03-01',
    allocationMethod: 'PRO_RATA',
    totalVolume,
    allocatedVolume,
  });
  const record = (...given: Parameters<typeof part>) =>
    send('recordAllocationReference', part(...given), 'operator.01');
  const wrong = (await record(one, 10, 10)).record.id;
  expect(codes(await record(one, 1000, 100))).toEqual(['completion ALREADY_EXISTS']);
  expect(codes(await record(other, 1000, 900))).toEqual(['allocatedVolume INCONSISTENT']);
  await reject(wrong);
  expect(codes(await record(other, 1000, 900))).toEqual([]);
  expect(await again(wrong)).toEqual(['allocatedVolume INCONSISTENT']);
  expect(codes(await record(one, 1000, 100))).toEqual([]);
  expect(await again(wrong)).toEqual(['completion ALREADY_EXISTS']);
});

const STATUSES = `query ($id: ID!) { completion: node(id: $id) { ... on Completion {
  recordedStatusChanges(first: 9) { nodes { status effectiveAt expiresAt audit { rowQuality } } } mergedStatus { status } } } }`;
const chainOf = async (id: string) => {
  const { recordedStatusChanges, mergedStatus } = (await ask(STATUSES, { id })).completion;
  const inForce = recordedStatusChanges.nodes.filter(({ audit }: any) => audit.rowQuality !== 'REJECTED');
  const chain = inForce.map(({ status, effectiveAt, expiresAt }: any) => [status, effectiveAt, expiresAt]);
  return { chain: chain.reverse(), now: mergedStatus.status };
};

test.each([
  ['at the same moment', '2025-03-05T06:00:00Z'],
  ['later', '2025-03-05T08:00:00Z'],
  ['before', '2025-03-05T05:00:00Z'],
])('a final status: another may be told %s, by whoever may tell it after the one before', async (_, at) => {
  const { id: completion } = aWell();
  const change = (status: string, effectiveAt: string) =>
    made('changeWellStatus', { completion, status, effectiveAt, reason: 'as told' }, 'foreman.01');
  await change('Producing', '2025-03-01T06:00:00Z');
  await change('Shut In', '2025-03-03T06:00:00Z');
  const sold = (await change('Sold', '2025-03-05T06:00:00Z')).id;
  await reject(sold);
  expect(await again(sold)).toEqual([]);
  await reject(sold);
  await change('Producing', at);
  expect(await chainOf(completion)).toEqual({
    chain: [
      ['Producing', '2025-03-01T06:00:00Z', '2025-03-03T06:00:00Z'],
      ['Shut In', '2025-03-03T06:00:00Z', at],
      ['Producing', at, null],
    ],
    now: 'Producing',
  });
  expect(await again(sold)).toEqual(['effectiveAt OVERLAPS']);
});

const LIMIT = { constraintType: 'ALLOWABLE', product: 'OIL', limitUom: 'BBL_PER_DAY' };

test('a limit: the right one of the same begin is set, and one that crosses it', async () => {
  const { id: completion } = aWell();
  const add = (limitValue: number, more: object = {}) =>
    send(
      'addConstraint',
      { ...LIMIT, completion, limitValue, effectiveFrom: '2025-03-01T00:00:00Z', ...more },
      'foreman.01',
    );
  const wrong = (await add(1)).record.id;
  await reject(wrong);
  expect(codes(await add(1000))).toEqual([]);
  expect(await again(wrong)).toEqual(['effectiveFrom ALREADY_EXISTS']);
  expect(codes(await add(50, { limitDirection: 'MIN' }))).toEqual([]);
  expect(await again(wrong)).toEqual(['limitValue INCONSISTENT']);
});

test('a limit that was relieved bars no other from then on, nor of its own begin where it never held', async () => {
  const { id: completion } = aWell();
  const add = (effectiveFrom: string) =>
    send(
      'addConstraint',
      { ...LIMIT, constraintType: 'EQUIPMENT', completion, limitValue: 90, effectiveFrom },
      'foreman.01',
    );
  const relieve = (record: string, effectiveTo?: string) =>
    made('relieveConstraint', { record, reason: 'mistyped', effectiveTo }, 'foreman.01', 'effectiveTo');
  const [begin, end] = ['2025-03-01T00:00:00Z', '2025-03-09T00:00:00Z'];
  const mistyped = (await add(begin)).record.id;
  expect(codes(await add(begin))).toEqual(['effectiveFrom ALREADY_EXISTS']);
  expect(await relieve(mistyped, begin)).toEqual({ effectiveTo: begin });
  const held = (await add(begin)).record.id;
  expect(await relieve(held, end)).toEqual({ effectiveTo: end });
  expect(codes(await add(begin))).toEqual(['effectiveFrom ALREADY_EXISTS']);
  expect(codes(await add(end))).toEqual([]);
  const future = new Date(Date.now() + 86_400_000).toISOString();
  const { effectiveTo } = await relieve((await add(future)).record.id);
  expect(Date.parse(effectiveTo)).toBe(Date.parse(future));
  expect(codes(await add(future))).toEqual([]);
});

test('a downtime that waits for a decision: nobody is offered it, and the right one is approved', async () => {
  const { id: completion } = aWell();
  const queued = async (id: string) => {
    const query = '{ approvals(mine: true, first: 100) { count items { approval { downtimeEvent { id } } } } }';
    const { count, items } = (await ask(query, {}, 'foreman.01')).approvals;
    expect(items).toHaveLength(count);
    return items.some(({ approval }: any) => approval.downtimeEvent.id === id);
  };
  const start = async (startedAt: string) => {
    const given = { completion, startedAt, endedAt: '2025-03-02T00:00:00Z', reasonCode1: 'LIFT' };
    return (await made('startDowntime', given, 'operator.01')).id;
  };
  const submit = (record: string) => send('submitDowntime', { record }, 'operator.01');
  const approve = async (record: string) => {
    const { rowVersion } = (
      await ask('query ($id: ID!) { node(id: $id) { ... on DowntimeEvent { rowVersion } } }', { id: record })
    ).node;
    return send('approveDowntime', { record, expectedVersion: rowVersion }, 'foreman.01', 'approvalStatus');
  };
  const wrong = await start('2025-03-01T00:00:00Z');
  expect(codes(await submit(wrong))).toEqual([]);
  expect(await queued(wrong)).toBe(true);
  await reject(wrong);
  expect(await queued(wrong)).toBe(false);
  const refused = await approve(wrong);
  expect(codes(refused)).toEqual(['record NOT_ALLOWED_NOW']);
  expect(refused.userErrors[0].message).toContain('withdraw');
  const right = await start('2025-03-01T00:00:00Z');
  expect(codes(await submit(right))).toEqual([]);
  expect(codes(await approve(right))).toEqual([]);
  expect(await again(wrong)).toEqual([expect.stringMatching(/^startedAt (OVERLAPS|ALREADY_EXISTS)$/)]);
  expect(codes(await send('withdrawDowntime', { record: wrong, reason: 'twice' }, 'operator.01'))).toEqual([]);
});

test('a downtime that was decided over is given up: rejected as it is, approved once a review rejected it', async () => {
  const { id: completion } = aWell();
  const decided = async (day: number, command: string, said: object) => {
    const times = { startedAt: `2025-04-0${day}T00:00:00Z`, endedAt: `2025-04-0${day}T12:00:00Z` };
    const { id: record } = await made('startDowntime', { completion, ...times, reasonCode1: 'LIFT' }, 'operator.01');
    const { rowVersion: expectedVersion } = await made('submitDowntime', { record }, 'operator.01');
    await made(command, { record, expectedVersion, ...said }, 'foreman.01');
    return record;
  };
  const withdraw = async (record: string, more: object = {}) =>
    codes(await send('withdrawDowntime', { record, ...more }, 'operator.01'));
  expect(await withdraw(await decided(1, 'rejectDowntime', { reason: 'of another well' }))).toEqual([]);
  const approved = await decided(2, 'approveDowntime', {});
  expect(await withdraw(approved, { reason: 'twice' })).toEqual(['record NOT_ALLOWED_NOW']);
  await reject(approved);
  expect(await withdraw(approved)).toEqual(['reason REQUIRED']);
  expect(await withdraw(approved, { reason: 'twice' })).toEqual([]);
});

test('a downtime that waits for a decision is not given to another to decide', async () => {
  const times = { startedAt: '2025-07-01T00:00:00Z', endedAt: '2025-07-02T00:00:00Z' };
  const given = { completion: aWell().id, ...times, reasonCode1: 'LIFT' };
  const { id: record } = await made('startDowntime', given, 'operator.01');
  const { rowVersion } = await made('submitDowntime', { record }, 'operator.01');
  await reject(record);
  const delegation = { record, expectedVersion: rowVersion + 1, to: 'user:foreman.02', reason: 'on leave' };
  expect(codes(await send('delegateDowntime', delegation, 'foreman.01'))).toEqual(['record NOT_ALLOWED_NOW']);
});

test('an event of surveillance: the right one of the same moment is raised', async () => {
  const seen = {
    completion: aWell().id,
    eventType: 'RATE_DROP',
    detectedAt: '2025-07-10T06:00:00Z',
    detectionSource: 'OPERATOR',
    severity: 'LOW',
  };
  const { id: wrong } = await made('raiseSurveillanceEvent', seen, 'foreman.01');
  await reject(wrong);
  const { id: right } = await made('raiseSurveillanceEvent', { ...seen, severity: 'HIGH' }, 'foreman.01');
  expect(right).not.toBe(wrong);
  expect(await again(wrong)).toEqual(['detectedAt ALREADY_EXISTS']);
});

test('a downtime that is a draft is edited before it is submitted', async () => {
  const times = { startedAt: '2025-05-01T00:00:00Z', endedAt: '2025-05-02T00:00:00Z' };
  const given = { completion: aWell().id, ...times, reasonCode1: 'LIFT' };
  const { id: record } = await made('startDowntime', given, 'operator.01');
  await reject(record);
  expect(codes(await send('submitDowntime', { record }, 'operator.01'))).toEqual(['record NOT_ALLOWED_NOW']);
  await made('editDowntime', { record, startedAt: '2025-05-01T06:00:00Z' }, 'operator.01');
  expect(codes(await send('submitDowntime', { record }, 'operator.01'))).toEqual([]);
});

test('what is recorded beside what was rejected contradicts nothing', async () => {
  const { id: completion } = aWell();
  const warnings = async (...given: Parameters<typeof send>) => {
    const answer = await send(...given);
    expect(answer).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    return { id: answer.record.id, codes: codes({ userErrors: answer.warnings }) };
  };
  const times = { startedAt: '2025-06-01T12:00:00Z', endedAt: '2025-06-02T18:00:00Z' };
  const day = { completion, productionDate: '2025-06-02', oilVolumeBbl: 5, hoursOn: 24 };
  const change = (status: string, effectiveAt: string) =>
    warnings('changeWellStatus', { completion, status, effectiveAt }, 'foreman.01');
  await reject((await warnings('startDowntime', { completion, ...times }, 'operator.01')).id);
  const reported = await warnings('recordDailyProduction', day, 'operator.01');
  expect(reported.codes).toEqual([]);
  await reject(reported.id);
  await reject((await change('Shut In', '2025-06-01T12:00:00Z')).id);
  const down = await warnings(
    'startDowntime',
    { completion, ...times, endedAt: '2025-06-02T17:00:00Z' },
    'operator.01',
  );
  expect(down.codes).toEqual([]);
  await reject((await warnings('startDowntime', { completion, startedAt: '2025-06-10T00:00:00Z' }, 'operator.01')).id);
  await change('Shut In', '2025-06-11T00:00:00Z');
  expect((await change('Producing', '2025-06-12T00:00:00Z')).codes).toEqual([]);
});

test('a candidate for a workover is not approved, and another is nominated', async () => {
  const { id: completion } = aWell();
  const nominate = () => send('nominateWorkoverCandidate', { completion, candidateReason: 'INTEGRITY' }, 'engineer.01');
  const wrong = (await nominate()).record.id;
  const step = (command: string, person: string, more: object = {}, type?: string) =>
    send(command, { record: wrong, ...more }, person, 'status', type);
  expect(codes(await step('screenWorkoverCandidate', 'engineer.02'))).toEqual([]);
  await reject(wrong);
  expect(codes(await step('approveWorkoverCandidate', 'approver.01', {}, 'RecordStepInput'))).toEqual([
    'record NOT_ALLOWED_NOW',
  ]);
  expect(codes(await nominate())).toEqual([]);
  expect(await again(wrong)).toEqual(['candidateReason ALREADY_EXISTS']);
  const given = { reason: 'of another well' };
  expect(codes(await step('rejectWorkoverCandidate', 'approver.01', given, 'RecordStepInput'))).toEqual([]);
});

test('a test of a completion that is shut in has no volume, gives no rate and leaves a test due', async () => {
  const { id: completion, unit } = aWell();
  const query = `query ($id: ID!, $route: ID!) { testsDue(route: $route, on: "2025-04-01", within: 0) { completion { id } lastValidTestOn }
    node(id: $id) { ... on Completion { latestMergedTest { test { at oilRateBblPerDay } } } } }`;
  const read = () => ask(query, { id: completion, route: unit.currentRoute.id });
  const before = await read();
  const given = { completion, testStart: '2025-03-20T06:00:00Z', testHours: 48 };
  expect(codes(await send('recordWellTest', given, 'operator.01'))).toEqual(['oilVolumeBbl REQUIRED']);
  await made('recordWellTest', { ...given, testType: 'BUILDUP_TEST' }, 'operator.01');
  const later = { ...given, testStart: '2025-03-25T06:00:00Z', testType: 'INTERFERENCE_TEST', oilVolumeBbl: 0 };
  await made('recordWellTest', later, 'operator.01');
  expect(await read()).toEqual(before);
});

test('every record is what its events lead to', async () => {
  expect(await verify(store, ['allocation_reference', 'well_status_change', 'production_constraint'])).toEqual([]);
});
