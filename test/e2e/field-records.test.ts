import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventStore } from '../../src/events/event-store.js';
import { verify } from '../../src/events/verify.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// Statuses, tests, readings and facility days over HTTP, as people of the sample's made-up network.

let gateway: RunningGateway;
let who: People;
let completions: string[];
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' },
  });
  completions = (await ask('{ completions(first: 50) { nodes { id } } }')).completions.nodes.map(({ id }: any) => id);
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const WHAT = 'outcome userErrors { path code message } warnings { path code message }';
const ask = async (query: string, variables: object = {}, person = 'foreman.01', claims: object = {}) => {
  const answer = await gateway.ask(query, variables, await who.as(person, { ...claims }));
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
const id = () => ({ clientRequestId: randomUUID() });
const write = async (command: string, input: object, fields: string, person?: string, claims?: object) => {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${command}(input: $input) { ${WHAT} record { ${fields} } current { id } } }`;
  return (await ask(query, { input: { ...id(), ...input } }, person, claims))[command];
};
/** Finds a record to be worth something else than its writer thought. */
const review = async (record: string, quality: string) => {
  const query = `mutation ($input: ReviewRecordInput!) { reviewRecord(input: $input) { outcome userErrors { path code } } }`;
  const input = { ...id(), record, quality, remark: 'looked at again' };
  return (await ask(query, { input }, 'ann', { role: 'admin' })).reviewRecord;
};
const codes = ({ userErrors }: any) => userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`);

describe('a status', () => {
  const FIELDS = 'id status effectiveAt expiresAt percentCapability audit { rowQuality } completion { id } ';
  const change = (input: object, person?: string, claims?: object) =>
    write('changeWellStatus', { completion: completions[0], ...input }, FIELDS, person, claims);

  test('follows another, with the downtime that begins with it, in one transaction', async () => {
    const produces = await change({ status: 'Producing', effectiveAt: '2025-01-01T00:00:00Z' });
    expect(produces).toMatchObject({ outcome: 'CREATED', record: { status: 'Producing', expiresAt: null } });
    const startDowntime = { comments: 'a valve' };
    const shutIn = await change({ status: 'Shut In', effectiveAt: '2025-01-10T05:00:00Z', startDowntime });
    expect(shutIn).toMatchObject({ outcome: 'CREATED', record: { status: 'Shut In', expiresAt: null } });
    const { completion } = await ask(
      `query ($id: ID!) { completion(id: $id) {
        recordedStatusChanges(first: 5) { nodes { status expiresAt } }
        recordedDowntimeEvents(first: 5) { nodes { startedAt endedAt approvalStatus comments } } } }`,
      { id: completions[0] },
    );
    expect(completion.recordedStatusChanges.nodes).toEqual([
      { status: 'Shut In', expiresAt: null },
      { status: 'Producing', expiresAt: '2025-01-10T05:00:00Z' },
    ]);
    expect(completion.recordedDowntimeEvents.nodes).toEqual([
      { startedAt: '2025-01-10T05:00:00Z', endedAt: null, approvalStatus: 'DRAFT', comments: 'a valve' },
    ]);
    const again = await change({ status: 'Producing', effectiveAt: '2025-01-12T05:00:00Z' });
    expect(again).toMatchObject({ outcome: 'CREATED', warnings: [{ code: 'STATUS_CONFLICT' }] });
    expect(again.record.audit.rowQuality).toBe('SUSPECT');
  });

  test('takes only the steps of the catalogue, and leaves a final one only by permission', async () => {
    const at = (day: number) => ({ completion: completions[1], effectiveAt: `2025-01-${10 + day}T06:00:00Z` });
    expect(await change({ ...at(0), status: 'Shut In' })).toMatchObject({ userErrors: [] });
    expect(codes(await change({ ...at(1), status: 'Drilled' }))).toEqual(['status NOT_ALLOWED_NOW']);
    expect(codes(await change({ ...at(1), status: 'Asleep' }))).toEqual(['status UNKNOWN_VALUE']);
    expect(await change({ ...at(1), status: 'Sold' })).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    const back = { ...at(2), status: 'Producing', reason: 'entered on the wrong well' };
    expect(codes(await change(back))).toEqual(['status FORBIDDEN']);
    expect((await change(back, 'ann', { role: 'admin' })).outcome).toBe('CREATED');
  });

  test('that ProdView has as final is left as a final one, whatever is recorded of the time before it', async () => {
    const plugged = '{ status: { contains: "abandoned" } }';
    const query = `{ completionStatuses(where: ${plugged}, first: 1) { nodes { statusDate completion { id } } } }`;
    const admin = { role: 'admin' };
    const [final] = (await ask(query, {}, 'ann', admin)).completionStatuses.nodes;
    const days = (more: number) => new Date(Date.parse(`${final.statusDate}Z`) + more * 86_400_000).toISOString();
    const at = (more: number) => ({ completion: final.completion.id, effectiveAt: days(more) });
    const ofIt = (input: object) => change(input, 'ann', admin);
    expect(codes(await ofIt({ ...at(200), status: 'Producing' }))).toEqual(['status NOT_ALLOWED_NOW']);
    expect(await ofIt({ ...at(-12), status: 'Temp Abandoned' })).toMatchObject({ outcome: 'CREATED' });
    expect(codes(await ofIt({ ...at(200), status: 'Producing' }))).toEqual(['status NOT_ALLOWED_NOW']);
    expect(codes(await ofIt({ ...at(200), status: 'Shut In' }))).toEqual(['reason REQUIRED']);
    const back = { status: 'Shut In', reason: 'the cement leaks' };
    expect(await ofIt({ ...at(200), ...back })).toMatchObject({ outcome: 'CREATED' });
    expect(await ofIt({ ...at(201), status: 'Producing' })).toMatchObject({ outcome: 'CREATED' });
  });

  test('put between two others needs what the step to the second needs', async () => {
    const at = (day: number) => ({ completion: completions[2], effectiveAt: `2025-01-${10 + day}T06:00:00Z` });
    for (const [day, status] of [
      [0, 'Temp Abandoned'],
      [8, 'Shut In'],
    ] as const)
      expect(await change({ ...at(day), status })).toMatchObject({ outcome: 'CREATED' });
    const between = { ...at(4), status: 'Plugged & Abandoned' };
    expect(codes(await change(between))).toEqual(['status FORBIDDEN']);
    expect(codes(await change(between, 'ann', { role: 'admin' }))).toEqual(['reason REQUIRED']);
    const half = await change({ ...at(8), status: 'Shut In', percentCapability: 50 });
    expect(half.record.percentCapability).toBe(50);
    const again = await change({ ...at(8), status: 'Shut In', statusQualifier: 'High line pressure' });
    expect(again).toMatchObject({ outcome: 'CREATED', record: { id: half.record.id, percentCapability: 50 } });
    const whole = await change({ ...at(9), status: 'Shut In' });
    expect(whole.record.percentCapability).toBe(100);
  });

  test('is not for those of another route, nor for a role that may not', async () => {
    const other = await change({ status: 'Shut In', effectiveAt: '2025-01-20T00:00:00Z' }, 'foreman.03');
    expect(codes(other)).toEqual(['completion NOT_FOUND']);
    const query = 'mutation ($input: ChangeWellStatusInput!) { changeWellStatus(input: $input) { outcome } }';
    const input = { ...id(), completion: completions[0], status: 'Shut In', effectiveAt: '2025-01-20T00:00:00Z' };
    const operator = await gateway.ask(query, { input }, await who.as('operator.01'));
    expect(operator.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a well test', () => {
  const FIELDS = `id rowVersion testStatus testHours testEnd isValid invalidReason oilRateBblPerDay gorMcfPerBbl
    separatorTest { netOilBbl grossOilBbl }`;
  const record = (input: object, person?: string) =>
    write('recordWellTest', { completion: completions[2], ...input }, FIELDS, person);

  test('runs, is finished with its separator run beside it, and is taken back', async () => {
    const run = await write(
      'recordSeparatorTest',
      {
        completion: completions[2],
        separatorId: 'V-1',
        startedAt: '2025-01-05T06:00:00Z',
        endedAt: '2025-01-05T12:00:00Z',
        oilStartReading: 990,
        oilEndReading: 40,
        oilRolloverAt: 1000,
        bswPct: 20,
        shrinkageFactor: 0.9,
      },
      'id netOilBbl grossOilBbl',
    );
    expect(run).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    expect(run.record).toMatchObject({ grossOilBbl: 50, netOilBbl: 36 });
    const running = await record({
      testStart: '2025-01-05T06:00:00Z',
      testStatus: 'IN_PROGRESS',
      separatorTest: run.record.id,
    });
    expect(running.record).toMatchObject({
      testStatus: 'IN_PROGRESS',
      testEnd: null,
      separatorTest: { netOilBbl: 36 },
    });
    expect(codes(await record({ testStart: '2025-01-06T06:00:00Z', testHours: 1, oilVolumeBbl: 1 }))).toEqual([
      'testStart OVERLAPS',
    ]);
    const end = { record: running.record.id, expectedVersion: 1, testHours: 6, oilVolumeBbl: 36, gasVolumeMcf: 72 };
    const finished = await write('completeWellTest', { ...end, oilRateBblPerDay: 144 }, FIELDS, 'operator.01');
    expect(finished).toMatchObject({
      outcome: 'CREATED',
      record: { testStatus: 'COMPLETED', testEnd: '2025-01-05T12:00:00Z', oilRateBblPerDay: 144, gorMcfPerBbl: 2 },
    });
    expect((await write('completeWellTest', end, FIELDS)).outcome).toBe('CONFLICT');
    const again = { ...end, expectedVersion: 2 };
    expect(codes(await write('completeWellTest', again, FIELDS))).toEqual(['record NOT_ALLOWED_NOW']);
    const taken = { record: running.record.id, expectedVersion: 2, invalidReason: 'a valve leaked' };
    expect(codes(await write('invalidateWellTest', taken, FIELDS, 'operator.03'))).toEqual(['record NOT_FOUND']);
    expect(await write('invalidateWellTest', taken, FIELDS)).toMatchObject({
      outcome: 'CREATED',
      record: { isValid: false, invalidReason: 'a valve leaked' },
    });
  });

  test('that was given up gives its time, and its very moment, to another', async () => {
    const began = { testStart: '2025-01-25T06:00:00Z', testStatus: 'IN_PROGRESS' };
    const { record: running } = await record(began);
    const end = { record: running.id, testStatus: 'ABANDONED', remark: 'hydrates' };
    expect(await write('completeWellTest', end, FIELDS)).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    expect(await record(began)).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  });

  test('that was found to be wrong gives its time to the right one', async () => {
    const given = { testStart: '2025-01-20T06:00:00Z', testHours: 24, oilVolumeBbl: 100 };
    const { record: wrong } = await record(given);
    expect(codes(await record({ ...given, oilVolumeBbl: 10 }))).toEqual(['testStart OVERLAPS']);
    const invalidReason = 'gauged on another tank';
    expect((await write('invalidateWellTest', { record: wrong.id, invalidReason }, FIELDS)).outcome).toBe('CREATED');
    const second = await record({ ...given, oilVolumeBbl: 10 });
    expect(second).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    expect((await review(second.record.id, 'REJECTED')).outcome).toBe('CREATED');
    expect((await record({ ...given, oilVolumeBbl: 11 })).outcome).toBe('CREATED');
    expect(codes(await review(second.record.id, 'GOOD'))).toEqual(['testStart OVERLAPS']);
  });

  test('has no rate that its volume does not come to', async () => {
    const input = { testStart: '2025-01-08T06:00:00Z', testHours: 24, oilVolumeBbl: 100 };
    const odd = await record({ ...input, oilRateBblPerDay: 101 });
    expect(odd.userErrors).toMatchObject([{ code: 'INCONSISTENT', message: 'volume and hours come to 100' }]);
    expect((await record({ ...input, oilRateBblPerDay: 100.4 })).record.oilRateBblPerDay).toBe(100);
  });

  test('has a separator that tests one completion at a time', async () => {
    const run = (completion: string | undefined, startedAt: string) =>
      write(
        'recordSeparatorTest',
        { completion, separatorId: 'V-2', startedAt, endedAt: '2025-01-05T12:00:00Z' },
        'id',
      );
    const first = await run(completions[2], '2025-01-05T10:00:00Z');
    expect(first.outcome).toBe('CREATED');
    expect(codes(await run(completions[3], '2025-01-05T11:00:00Z'))).toEqual(['startedAt OVERLAPS']);
    expect((await review(first.record.id, 'REJECTED')).outcome).toBe('CREATED');
    expect((await run(completions[3], '2025-01-05T10:00:00Z')).outcome).toBe('CREATED');
    const fed = { testStart: '2025-01-05T10:00:00Z', testHours: 2, oilVolumeBbl: 1, separatorTest: first.record.id };
    expect(codes(await record(fed))).toContain('separatorTest INCONSISTENT');
  });
});

describe('a reading', () => {
  const FIELDS = `id meterType volumeUom readingEnd levelTopIn grossVolume photoRefs audit { rowQuality }
    meter { ... on Tank { tankName } ... on GasMeter { meterName } } unit { unitName }`;
  const read = (input: object, person?: string) => write('recordMeterReading', input, FIELDS, person);
  let meters: any;
  const found = () =>
    ask(`{ units(first: 500) { nodes { tanks(first: 5) { nodes { id } } gasMeters(first: 5) { nodes { id } }
      liquidMeters(first: 5) { nodes { id } } pdGasMeters(first: 5) { nodes { id } }
      measurementPoints(first: 5) { nodes { id } } } } }`);
  const all = (field: string): string[] =>
    meters.units.nodes.flatMap((unit: any) => unit[field].nodes.map(({ id }: any) => id));
  beforeAll(async () => {
    meters = await found();
  });

  test('of a tank lies within its strapping table and what it holds', async () => {
    const [tank] = all('tanks');
    const gauge = {
      meter: tank,
      readAt: '2025-01-10T12:00:00Z',
      levelTopIn: 120,
      levelWaterIn: 2,
      photoRefs: ['a', 'b'],
    };
    expect(codes(await read({ ...gauge, levelTopIn: 240.1 }))).toEqual(['levelTopIn OUT_OF_RANGE']);
    expect(codes(await read({ ...gauge, levelTopIn: 240.1, levelWaterIn: 250 }))).toEqual([
      'levelWaterIn INCONSISTENT',
      'levelTopIn OUT_OF_RANGE',
      'levelWaterIn OUT_OF_RANGE',
    ]);
    expect(codes(await read({ ...gauge, grossVolume: 100_000 }))).toEqual(['grossVolume OUT_OF_RANGE']);
    const first = await read({ ...gauge, grossVolume: 100 });
    expect(first).toMatchObject({
      outcome: 'CREATED',
      record: { meterType: 'TANK_GAUGE', volumeUom: 'BBL', levelTopIn: 120, photoRefs: ['a', 'b'] },
    });
    expect(first.record.meter.tankName).toEqual(expect.any(String));
    expect(await read(gauge)).toMatchObject({ outcome: 'CONFLICT', current: { id: first.record.id } });
    expect(codes(await read({ ...gauge, readAt: '2025-01-11T12:00:00Z' }, 'operator.03'))).toEqual(['meter NOT_FOUND']);
  });

  test('of each kind of meter is written, and its counter runs forward', async () => {
    const kinds = {
      gasMeters: 'GAS_ORIFICE',
      pdGasMeters: 'GAS_PD',
      liquidMeters: 'LIQUID',
      measurementPoints: 'OTHER',
    };
    for (const [field, meterType] of Object.entries(kinds)) {
      for (const meter of all(field).slice(0, 1)) {
        const at = (day: number, readingEnd: number, more: object = {}) =>
          read({ meter, readAt: `2025-01-${day}T12:00:00Z`, readingEnd, ...more });
        expect(await at(10, 100)).toMatchObject({ outcome: 'CREATED', userErrors: [], record: { meterType } });
        expect((await at(12, 300)).outcome).toBe('CREATED');
        expect(codes(await at(11, 99))).toEqual(['readingEnd INCONSISTENT']);
        expect(codes(await at(11, 301))).toEqual(['readingEnd INCONSISTENT']);
        expect((await at(11, 200)).outcome).toBe('CREATED');
        expect((await at(13, 5, { discontinuity: 'ROLLOVER' })).outcome).toBe('CREATED');
      }
    }
    expect(Object.keys(kinds).flatMap(all).length).toBeGreaterThan(1);
  });

  test('that was rejected gives its moment to the right one, and no other is held against it', async () => {
    const [meter] = all('liquidMeters');
    const at = (day: number, readingEnd: number) =>
      read({
        meter,
        readAt: `2025-04-0${day}T12:00:00Z`,
        readingEnd,
        discontinuity: day === 1 ? 'METER_CHANGED' : null,
      });
    expect((await at(1, 1000)).outcome).toBe('CREATED');
    const { record: typo } = await at(2, 99_999_999);
    expect(codes(await at(3, 1200))).toEqual(['readingEnd INCONSISTENT']);
    expect((await review(typo.id, 'REJECTED')).outcome).toBe('CREATED');
    expect((await at(3, 1200)).outcome).toBe('CREATED');
    expect(await at(2, 1100)).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    expect(codes(await review(typo.id, 'GOOD'))).toEqual(['readAt ALREADY_EXISTS']);
  });

  test('of two at once that contradict each other one is taken, and the other is told of it', async () => {
    const [meter] = all('pdGasMeters');
    const at = (day: number, readingEnd: number) => read({ meter, readAt: `2025-05-0${day}T12:00:00Z`, readingEnd });
    const [late, early] = await Promise.all([at(2, 5_000), at(1, 6_000)]);
    const [taken, refused] = late.outcome === 'CREATED' ? [late, early] : [early, late];
    expect(taken).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    const message = late === taken ? /above 5000/ : /below 6000/;
    const error = { path: ['readingEnd'], code: 'INCONSISTENT', message: expect.stringMatching(message) };
    expect(refused).toMatchObject({ outcome: 'INVALID', userErrors: [error] });
  });

  test('of a meter whose calibration is overdue is marked', async () => {
    const [meter] = all('gasMeters');
    const given = { meter, readAt: '2025-02-10T12:00:00Z', grossVolume: 10, calibrationDueOn: '2025-02-09' };
    expect(await read(given)).toMatchObject({
      warnings: [{ code: 'CALIBRATION_OVERDUE' }],
      record: { volumeUom: 'MCF', audit: { rowQuality: 'SUSPECT' } },
    });
    const override = { ...given, readAt: '2025-02-11T12:00:00Z', overrideVolume: 11 };
    expect(codes(await read(override))).toEqual(['overrideReason REQUIRED']);
  });
});

describe('a day of a facility', () => {
  const FIELDS = `id rowVersion oilVolumeBbl oilBalanceBbl amendmentSeqNo amendReason audit { rowQuality activeInd }
    facility { facilityName }`;
  test('is reported once and put right, and what does not add up is marked', async () => {
    const { facilities } = await ask('{ facilities(first: 5) { nodes { id } } }');
    const facility = facilities.nodes[0].id;
    // ProdView has no days of the month before, so that only the balance is odd.
    const day = { facility, productionDate: '2025-09-20', openingInventoryBbl: 100, closingInventoryBbl: 50 };
    const given = { ...day, oilVolumeBbl: 900, dispositionsOilBbl: 900, operationalStatus: 'Operating' };
    const first = await write('recordFacilityProduction', given, FIELDS);
    expect(first).toMatchObject({
      outcome: 'CREATED',
      record: { oilBalanceBbl: 50, audit: { rowQuality: 'SUSPECT' } },
      warnings: [
        {
          code: 'UNBALANCED',
          message:
            'oil is off by 50 bbl: opening 100 + produced 900 + receipts 0 - dispositions 900 - closing 50; the record is marked SUSPECT',
        },
      ],
    });
    expect((await write('recordFacilityProduction', given, FIELDS)).outcome).toBe('CONFLICT');
    const amendment = {
      record: first.record.id,
      expectedVersion: 1,
      amendReason: 'gauged again',
      closingInventoryBbl: 100,
    };
    const other = await write('amendFacilityProduction', amendment, FIELDS, 'operator.03');
    expect(codes(other)).toEqual(['record NOT_FOUND']);
    const amended = await write('amendFacilityProduction', amendment, FIELDS);
    expect(amended).toMatchObject({
      outcome: 'CREATED',
      warnings: [],
      record: { oilVolumeBbl: 900, oilBalanceBbl: 0, amendmentSeqNo: 1, audit: { rowQuality: null, activeInd: 'Y' } },
    });
    for (const expectedVersion of [1, null]) {
      const late = await write('amendFacilityProduction', { ...amendment, expectedVersion }, FIELDS);
      expect(late).toMatchObject({ outcome: 'CONFLICT', current: { id: amended.record.id } });
    }
    const tomorrow = { ...given, productionDate: '2100-01-01' };
    expect(codes(await write('recordFacilityProduction', tomorrow, FIELDS))).toEqual(['productionDate IN_THE_FUTURE']);
  });
});

test('a day of a facility that is far from the days before it is marked', async () => {
  const { facilities } = await ask('{ facilities(first: 5) { nodes { id } } }');
  const facility = facilities.nodes[0].id;
  const day = (productionDate: string, oilVolumeBbl: number, more: object = {}) =>
    write('recordFacilityProduction', { facility, productionDate, oilVolumeBbl, ...more }, 'id audit { rowQuality }');
  for (let at = 1; at <= 10; at += 1) await day(`2025-08-${String(at).padStart(2, '0')}`, 100);
  const usual = await day('2025-08-11', 102);
  expect(usual).toMatchObject({ outcome: 'CREATED', warnings: [], record: { audit: { rowQuality: null } } });
  const far = { warnings: [{ path: ['oilVolumeBbl'], code: 'OUTLIER' }], record: { audit: { rowQuality: 'SUSPECT' } } };
  expect(await day('2025-08-12', 100_000)).toMatchObject({ outcome: 'CREATED', ...far });
  const injected = await day('2025-08-12', 100_000, { activityType: 'INJECTION' });
  expect(injected).toMatchObject({ outcome: 'CREATED', warnings: [] });
  const amendment = { record: usual.record.id, amendReason: 'x', oilVolumeBbl: 1_000 };
  expect(await write('amendFacilityProduction', amendment, 'audit { rowQuality }')).toMatchObject(far);
  const rejected = await Promise.all(Array.from({ length: 14 }, (_, at) => day(`2025-08-${at + 13}`, 5)));
  expect(await day('2025-08-27', 100)).toMatchObject(far);
  for (const { record } of rejected) expect((await review(record.id, 'REJECTED')).outcome).toBe('CREATED');
  expect(await day('2025-08-28', 100)).toMatchObject({ outcome: 'CREATED', warnings: [] });
});

test('what an allocation was based on is recorded, and its shares are held against the whole', async () => {
  const { units } = await ask('{ units(first: 500) { nodes { tanks(first: 1) { nodes { id } } } } }');
  const source = units.nodes.flatMap(({ tanks }: any) => tanks.nodes)[0].id;
  const common = { source, productType: 'OIL', periodStart: '2025-01-10', periodEnd: '2025-01-10', totalVolume: 100 };
  const record = (at: number, allocationFactor: number, more: object = {}) =>
    write(
      'recordAllocationReference',
      { ...common, completion: completions[at], allocationMethod: 'PRO_RATA', allocationFactor, ...more },
      'id fromEntityType allocationFactor',
    );
  const first = await record(0, 0.25, { allocatedVolume: 25 });
  expect(first).toMatchObject({
    outcome: 'CREATED',
    record: { fromEntityType: 'TANK' },
    warnings: [{ code: 'UNBALANCED' }],
  });
  expect(await record(0, 0.25)).toMatchObject({ outcome: 'CONFLICT', current: { id: first.record.id } });
  expect(codes(await record(1, 0.75, { allocatedVolume: 75.1 }))).toEqual(['allocatedVolume INCONSISTENT']);
  expect(await record(1, 0.75, { allocatedVolume: 75 })).toMatchObject({ outcome: 'CREATED', warnings: [] });
  expect(await record(2, 0, { totalVolume: 150 })).toMatchObject({
    outcome: 'CREATED',
    warnings: [{ code: 'UNBALANCED', message: 'another reference of the source says 100' }],
  });
  const january = { productType: 'GAS', periodStart: '2025-01-01', periodEnd: '2025-01-01' };
  expect(await record(0, 1, january)).toMatchObject({ outcome: 'CREATED' });
  const month = { ...january, periodType: 'MONTHLY', periodEnd: '2025-01-31' };
  expect(await record(0, 1, month)).toMatchObject({ outcome: 'CREATED', userErrors: [] });
  // Each of a batch is decided by what was there before it: here the database alone knows of both.
  const parts = [0, 1].map((at) => ({
    recordAllocationReference: {
      ...common,
      clientRequestId: randomUUID(),
      completion: completions[at],
      productType: 'WATER',
      allocationMethod: 'PRO_RATA',
      allocatedVolume: 60,
    },
  }));
  const batch =
    'mutation ($items: [OpsWriteInput!]!) { submitBatch(batchId: "parts", mode: ALL_OR_NOTHING, items: $items) { results { outcome userErrors { path code message } } } }';
  const { submitBatch } = await ask(batch, { items: parts });
  expect(submitBatch.results).toMatchObject([
    { outcome: 'INVALID', userErrors: [{ code: 'BATCH_STOPPED' }] },
    { outcome: 'INVALID', userErrors: [{ path: ['allocatedVolume'], code: 'INCONSISTENT' }] },
  ]);
  expect(codes(await record(2, 0, { periodType: 'MONTHLY' }))).toEqual([
    'periodStart INCONSISTENT',
    'periodEnd INCONSISTENT',
  ]);
});

test('every record is what its events lead to', async () => {
  if (!gateway.stores) throw new Error('no stores');
  const store = new EventStore(gateway.stores.database);
  expect(
    await verify(store, [
      'well_status_change',
      'downtime_event',
      'well_test',
      'separator_test',
      'meter_reading',
      'facility_production',
      'allocation_reference',
    ]),
  ).toEqual([]);
});
