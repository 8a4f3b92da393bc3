import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { DEFAULT_POLICY } from '../../src/auth/default-policy.js';
import { EventStore } from '../../src/events/event-store.js';
import { historyOf } from '../../src/events/history.js';
import { verify } from '../../src/events/verify.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';
import { socketClient } from '../support/live.js';
import { type People, people } from '../support/people.js';

// Over HTTP, as people of the sample's made-up network, which has routes with users. Its days up to 1 November 2024 are closed.

/** Beside the default roles one that sees everything and writes on the routes it is assigned to. */
const roles = {
  ...DEFAULT_POLICY.roles,
  lead: { permissions: ['read', 'write:production'], scope: 'everything', writes: 'routes', personal: 'hidden' },
};

/** A machine that sends what another system recorded. */
const historian = newApiKey('historian', 'admin');

let gateway: RunningGateway;
let who: People;
let completions: string[];
let store: EventStore;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({
    maps: true,
    env: {
      ...who.env,
      SCOPE_REFRESH_SECONDS: '600',
      CONCURRENT_REQUESTS: '0',
      POLICY_FILE: jsonFile({ roles }),
      API_KEYS_FILE: jsonFile([historian.entry]),
    },
  });
  if (!gateway.stores) throw new Error('no stores');
  store = new EventStore(gateway.stores.database);
  completions = await completionsOf('operator.01');
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const WHAT = 'outcome userErrors { path code message } warnings { path code }';
const DAY = `id rowId rowVersion productionDate oilVolumeBbl gasVolumeMcf hoursOn amendmentSeqNo amendReason
  completion { idRec } unit { unitName } audit { rowCreatedBy rowQuality clientRequestId activeInd remark }`;
const RECORD = `mutation ($input: RecordDailyProductionInput!) { recordDailyProduction(input: $input) {
  ${WHAT} readToken record { ${DAY} } current { id oilVolumeBbl } } }`;
const AMEND = `mutation ($input: AmendDailyProductionInput!) { amendDailyProduction(input: $input) {
  ${WHAT} record { ${DAY} } current { id rowVersion } } }`;
const EVENT = 'id rowId rowVersion startedAt endedAt durationHours approvalStatus lastEditor product percentDown';
const START = `mutation ($input: StartDowntimeInput!) { startDowntime(input: $input) {
  ${WHAT} record { ${EVENT} } duplicates { id } } }`;
const END = `mutation ($input: EndDowntimeInput!) { endDowntime(input: $input) {
  ${WHAT} record { ${EVENT} } current { id rowVersion endedAt } } }`;
const BATCH = `mutation ($input: [OpsWriteInput!]!, $mode: BatchMode!) { submitBatch(batchId: "b1", mode: $mode, items: $input) {
  batchId readToken results { command clientRequestId outcome userErrors { path code } warnings { code }
    record { id ... on DailyProduction { productionDate } ... on DowntimeEvent { endedAt } } current { id } duplicates { id } } } }`;

const send = async (person: string, query: string, variables: object, headers: object = {}) =>
  gateway.ask(query, variables, { ...(await who.as(person)), ...headers });
const ask = async (query: string, input: object, person = 'operator.01') => {
  const answer = await send(person, query, { input });
  expect(answer.errors).toBeUndefined();
  return Object.values<any>(answer.data)[0];
};
const batch = async (items: object[], mode = 'PER_ITEM', person = 'operator.01') => {
  const answer = await send(person, BATCH, { input: items, mode });
  expect(answer.errors).toBeUndefined();
  return answer.data.submitBatch;
};
const id = () => ({ clientRequestId: randomUUID() });
let lastDay = 1;
/** A day that no test has used. */
const nextDay = (): string => {
  lastDay += 1;
  const day = new Date(Date.UTC(2025, 0, lastDay)).toISOString().slice(0, 10);
  return day === '2025-03-09' ? nextDay() : day; // which has 23 hours
};
const aDay = (given: object = {}) => ({
  ...id(),
  completion: completions[0],
  productionDate: nextDay(),
  oilVolumeBbl: 10,
  hoursOn: 24,
  ...given,
});
const codes = ({ userErrors }: any) => userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`);

/** Completions on the person's route, by their global ids. */
async function completionsOf(person: string): Promise<string[]> {
  const { data } = await gateway.ask('{ completions(first: 50) { nodes { id } } }', {}, await who.as(person));
  return data.completions.nodes.map((node: any) => node.id);
}

describe('a production day', () => {
  test('is written, read back with its links, and told again', async () => {
    const input = aDay({ gasVolumeMcf: null, oilVolumeBbl: 12.5 });
    const first = await ask(RECORD, input);
    expect(first).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    expect(first.record).toMatchObject({
      rowVersion: 1,
      oilVolumeBbl: 12.5,
      gasVolumeMcf: null,
      // An operator's role sees people as pseudonyms.
      audit: {
        rowCreatedBy: expect.stringMatching(/^person-/),
        clientRequestId: input.clientRequestId,
        activeInd: 'Y',
      },
    });
    expect(first.record.completion.idRec).toEqual(expect.any(String));
    expect(await ask(RECORD, input)).toEqual({ ...first, outcome: 'REPLAYED' });
    const other = await ask(RECORD, { ...input, oilVolumeBbl: 13 });
    expect(other).toMatchObject({ outcome: 'INVALID', record: null, readToken: null });
    expect(codes(other)).toEqual(['clientRequestId IDEMPOTENCY_KEY_REUSED']);
    const twice = await ask(RECORD, { ...input, ...id() });
    expect(twice.outcome).toBe('CONFLICT');
    expect(codes(twice)).toEqual(['productionDate ALREADY_EXISTS']);
    expect(twice.current).toEqual({ id: first.record.id, oilVolumeBbl: 12.5 });
  });

  test.each([
    [{ productionDate: '2999-01-01' }, 'productionDate OUT_OF_RANGE'],
    [{ productionDate: '2100-01-01' }, 'productionDate IN_THE_FUTURE'],
    [{ productionDate: '2024-11-01' }, 'productionDate PERIOD_LOCKED'],
    [{ hoursOn: 24.5 }, 'hoursOn OUT_OF_RANGE'],
    [{ hoursOn: 23.5, productionDate: '2025-03-09' }, 'hoursOn OUT_OF_RANGE'],
    [{ hoursOn: 0 }, 'hoursOn INCONSISTENT'],
    [{ oilVolumeBbl: -1 }, 'oilVolumeBbl OUT_OF_RANGE'],
    [{ oilVolumeBbl: 1e12 }, 'oilVolumeBbl OUT_OF_RANGE'],
    [{ operationalStatus: 'Flying' }, 'operationalStatus UNKNOWN_VALUE'],
    [{ remark: 'a\u200bb' }, 'remark MALFORMED'],
    [{ remark: 'x'.repeat(2001) }, 'remark TOO_LONG'],
    [{ remark: ' ' }, 'remark MALFORMED'],
    [{ completion: 'nonsense' }, 'completion MALFORMED'],
    [{ clientRequestId: 'short' }, 'clientRequestId MALFORMED'],
  ])('is refused with %o, and nothing is written', async (given, code) => {
    const input = aDay(given);
    const refused = await ask(RECORD, input);
    expect(refused).toMatchObject({ outcome: 'INVALID', record: null });
    expect(codes(refused)).toEqual([code]);
    expect(await store.recorded('user:operator.01', input.clientRequestId)).toBeUndefined();
  });

  test('of 25 hours may have 25 of them', async () => {
    expect((await ask(RECORD, aDay({ productionDate: '2024-11-03', hoursOn: 25 }))).outcome).toBe('CREATED');
  });

  test('without volume on stream, or far from what is usual, is written with a warning', async () => {
    const [, , completion] = completions;
    const zero = await ask(RECORD, aDay({ completion, oilVolumeBbl: 0 }));
    expect(zero).toMatchObject({
      outcome: 'CREATED',
      warnings: [
        { path: [], code: 'ZERO_VOLUME_ON_STREAM' },
        { path: ['oilVolumeBbl'], code: 'OUTLIER' }, // against what ProdView allocated in the month before
      ],
    });
    for (let day = 2; day < 12; day += 1)
      await ask(
        RECORD,
        aDay({ completion, productionDate: `2025-06-${String(day).padStart(2, '0')}`, oilVolumeBbl: 100 + day }),
      );
    const input = aDay({ completion, productionDate: '2025-06-15', oilVolumeBbl: 190 });
    const odd = await ask(RECORD, input);
    expect(odd).toMatchObject({ outcome: 'CREATED', warnings: [{ path: ['oilVolumeBbl'], code: 'OUTLIER' }] });
    expect(odd.record.audit.rowQuality).toBe('SUSPECT');
    expect((await ask(RECORD, input)).warnings).toEqual(odd.warnings);
    const usual = await ask(RECORD, aDay({ completion, productionDate: '2025-06-16', oilVolumeBbl: 107 }));
    expect(usual).toMatchObject({ warnings: [], record: { audit: { rowQuality: null } } });
  });

  test('has no more hours on stream than its downtime leaves', async () => {
    const [, completion] = completions;
    const down = { ...id(), completion, startedAt: '2025-05-05T10:00:00Z', endedAt: '2025-05-05T16:00:00Z' };
    expect((await ask(START, down)).outcome).toBe('CREATED');
    const input = aDay({ completion, productionDate: '2025-05-05' });
    expect(codes(await ask(RECORD, { ...input, hoursOn: 18.1 }))).toEqual(['hoursOn INCONSISTENT']);
    expect((await ask(RECORD, { ...input, hoursOn: 18 })).outcome).toBe('CREATED');
    // The other way round the downtime is taken down all the same, and somebody looks at the two.
    const more = { ...id(), completion, startedAt: '2025-05-05T16:00:00Z', endedAt: '2025-05-05T17:00:00Z' };
    expect(await ask(START, more)).toMatchObject({
      outcome: 'CREATED',
      warnings: [{ path: [], code: 'STATUS_CONFLICT' }],
    });
  });

  test('is amended by a further record; the one before gives way and stays', async () => {
    const { record } = await ask(RECORD, aDay({ remark: 'first' }));
    const amendment = {
      ...id(),
      record: record.id,
      expectedVersion: 1,
      amendReason: 'gauge misread',
      oilVolumeBbl: 11,
    };
    const amended = await ask(AMEND, amendment, 'foreman.01');
    expect(amended).toMatchObject({
      outcome: 'CREATED',
      record: { amendmentSeqNo: 1, amendReason: 'gauge misread', oilVolumeBbl: 11, hoursOn: 24, rowVersion: 1 },
    });
    expect(amended.record).toMatchObject({ productionDate: record.productionDate, audit: { remark: 'first' } });
    const { data } = await send(
      'operator.01',
      'query ($id: ID!) { node(id: $id) { ... on DailyProduction { rowVersion audit { activeInd } } } }',
      { id: record.id },
    );
    expect(data.node).toEqual({ rowVersion: 2, audit: { activeInd: 'N' } });
    const stale = await ask(AMEND, { ...amendment, ...id() });
    const current = { id: amended.record.id, rowVersion: 1 };
    expect(stale).toMatchObject({ outcome: 'CONFLICT', current, userErrors: [{ code: 'STALE_VERSION' }] });
    for (const expectedVersion of [null, 2])
      expect(await ask(AMEND, { ...amendment, ...id(), expectedVersion })).toMatchObject({
        outcome: 'CONFLICT',
        current,
      });
    expect(await ask(AMEND, amendment, 'foreman.01')).toMatchObject({ outcome: 'REPLAYED' });
    const again = { ...amendment, ...id(), record: stale.current.id, expectedVersion: stale.current.rowVersion };
    expect(await ask(AMEND, again)).toMatchObject({ outcome: 'CREATED', record: { amendmentSeqNo: 2 } });
    const kinds = (await historyOf(store, 'daily_production', record.rowId)).map(({ kind }) => kind);
    expect(kinds).toEqual(['RECORDED', 'SUPERSEDED']);
  });

  test('that two amend at once has one amendment in force', async () => {
    const { record } = await ask(RECORD, aDay());
    const amendments = [1, 2, 3, 4].map((at) => ({
      ...id(),
      record: record.id,
      expectedVersion: 1,
      amendReason: 'x',
      oilVolumeBbl: at,
    }));
    const answers = await Promise.all(amendments.map((each) => ask(AMEND, each)));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CREATED']);
    const inForce = answers.find(({ outcome }) => outcome === 'CREATED')?.record;
    for (const { outcome, current } of answers)
      if (outcome === 'CONFLICT') expect(current).toEqual({ id: inForce.id, rowVersion: 1 });
  });

  test.each(['PER_ITEM', 'ALL_OR_NOTHING'])(
    'that two batches amend at once names what is in force: %s',
    async (mode) => {
      const { record } = await ask(RECORD, aDay());
      const amend = (oilVolumeBbl: number) =>
        batch([{ amendDailyProduction: { ...id(), record: record.id, amendReason: 'x', oilVolumeBbl } }], mode);
      const results = (await Promise.all([amend(1), amend(2), amend(3)])).flatMap((each) => each.results);
      const inForce = results.find(({ outcome }) => outcome === 'CREATED')?.record.id;
      const others = results.filter(({ outcome }) => outcome !== 'CREATED');
      expect(others).toMatchObject([0, 1].map(() => ({ outcome: 'CONFLICT', current: { id: inForce } })));
    },
  );

  test('that is sent 64 times at once is one row', async () => {
    const input = aDay();
    const answers = await Promise.all(Array.from({ length: 64 }, () => ask(RECORD, input)));
    const outcomes = answers.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'CREATED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'REPLAYED')).toHaveLength(63);
    expect(new Set(answers.map(({ record }) => record.rowId)).size).toBe(1);
  });

  test('that is read twice in one request is what it is after each write', async () => {
    const { record } = await ask(RECORD, aDay());
    const amend = (name: string, oil: number) =>
      `${name}: amendDailyProduction(input: { clientRequestId: "${randomUUID()}", record: "${record.id}", amendReason: "x", oilVolumeBbl: ${oil} }) { outcome current { rowVersion } record { oilVolumeBbl } }`;
    const { data, errors } = await send('operator.01', `mutation { ${amend('a', 1)} ${amend('b', 2)} }`, {});
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ a: { outcome: 'CREATED', record: { oilVolumeBbl: 1 } }, b: { outcome: 'CONFLICT' } });
  });
});

describe('a downtime', () => {
  const start = (given: object = {}) => ({
    ...id(),
    completion: completions[3],
    startedAt: '2025-02-01T06:00:00+02:00',
    ...given,
  });

  test('is opened, suspected where one is open, and ended', async () => {
    const first = await ask(START, start());
    expect(first).toMatchObject({
      outcome: 'CREATED',
      record: {
        startedAt: '2025-02-01T04:00:00Z',
        endedAt: null,
        approvalStatus: 'DRAFT',
        lastEditor: expect.stringMatching(/^person-/),
        percentDown: 100,
      },
    });
    const later = start({ startedAt: '2025-02-02T00:00:00Z' });
    expect(await ask(START, later)).toMatchObject({
      outcome: 'DUPLICATE_SUSPECTED',
      record: null,
      duplicates: [{ id: first.record.id }],
    });
    expect((await ask(START, { ...later, force: true })).outcome).toBe('CREATED');
    expect(
      (await ask(START, start({ startedAt: '2025-01-01T00:00:00Z', endedAt: '2025-01-01T05:00:00Z' }))).outcome,
    ).toBe('CREATED');
    const end = {
      ...id(),
      record: first.record.id,
      expectedVersion: 1,
      endedAt: '2025-02-01T10:00:00Z',
      comments: 'valve',
    };
    expect(codes(await ask(END, { ...end, endedAt: '2025-02-01T03:00:00Z' }))).toEqual(['endedAt INCONSISTENT']);
    const ended = await ask(END, end, 'foreman.01');
    expect(ended).toMatchObject({
      outcome: 'CREATED',
      record: { rowVersion: 2, durationHours: 6, lastEditor: 'user:foreman.01' },
    });
    expect(await ask(END, { ...end, ...id() })).toMatchObject({
      outcome: 'CONFLICT',
      current: { id: first.record.id, rowVersion: 2, endedAt: '2025-02-01T10:00:00Z' },
    });
    expect(codes(await ask(END, { ...end, ...id(), expectedVersion: 2 }))).toEqual(['record NOT_ALLOWED_NOW']);
  });

  test.each([
    [{ startedAt: '2100-01-01T00:00:00Z' }, 'startedAt IN_THE_FUTURE'],
    [{ startedAt: '2024-11-02T04:59:00Z' }, 'startedAt PERIOD_LOCKED'],
    [{ endedAt: '2025-02-01T03:59:00Z' }, 'endedAt INCONSISTENT'],
    [{ percentDown: 0 }, 'percentDown OUT_OF_RANGE'],
    [{ reasonCode1: 'NO_SUCH_REASON', startedAt: '2025-01-20T00:00:00Z' }, 'reasonCode1 UNKNOWN_VALUE'],
  ])('is refused with %o', async (given, code) => {
    expect(codes(await ask(START, start({ force: true, ...given })))).toEqual([code]);
  });

  test('that was started by a request whose answer is not known is ended by that request’s id', async () => {
    const started = start({ startedAt: '2025-02-10T00:00:00Z', force: true });
    await ask(START, started);
    const end = { ...id(), record: `request:${started.clientRequestId}`, endedAt: '2025-02-10T01:00:00Z' };
    expect(codes(await ask(END, end, 'operator.02'))).toEqual(['record NOT_FOUND']);
    expect(await ask(END, end)).toMatchObject({ outcome: 'CREATED', record: { durationHours: 1 } });
  });
});

describe('who may write', () => {
  test('is nobody without a token, and no role that lacks the permission', async () => {
    const nobody = await gateway.ask(RECORD, { input: aDay() });
    expect(nobody.status).toBe(401);
    const claims = { role: 'engineer', networks: undefined, units: ['x'] };
    const engineer = await gateway.ask(RECORD, { input: aDay() }, await who.as('ann', claims));
    expect(engineer.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const reader = await gateway.ask(RECORD, { input: aDay() }, await who.as('ann', { role: 'viewer' }));
    expect(reader.status).toBe(403);
  });

  test('is nobody on another route: what is there reads as if it were not', async () => {
    const [theirs] = await completionsOf('operator.03');
    expect(completions).not.toContain(theirs);
    expect(codes(await ask(RECORD, aDay({ completion: theirs })))).toEqual(['completion NOT_FOUND']);
    const mine = await ask(RECORD, aDay());
    const amendment = { ...id(), record: mine.record.id, amendReason: 'x' };
    expect(codes(await ask(AMEND, amendment, 'operator.03'))).toEqual(['record NOT_FOUND']);
    const unit = Buffer.from(JSON.stringify(['DowntimeEvent', mine.record.rowId])).toString('base64url');
    expect(codes(await ask(AMEND, { ...amendment, record: unit }))).toEqual(['record NOT_FOUND']);
  });

  test('is another question than who may see', async () => {
    const [theirs] = await completionsOf('operator.03');
    const lead = await who.as('foreman.01', { role: 'lead' });
    const outcome = async (completion?: string) =>
      (await gateway.ask(RECORD, { input: aDay({ completion }) }, lead)).data.recordDailyProduction;
    expect((await outcome(completions[0])).outcome).toBe('CREATED');
    const forbidden = await outcome(theirs);
    expect(forbidden).toMatchObject({ outcome: 'FORBIDDEN', record: null });
    expect(codes(forbidden)).toEqual(['completion FORBIDDEN']);
  });
});

describe('a batch', () => {
  test('writes each item by itself, in their order, and is told the same when it comes again', async () => {
    const [known, suspected] = [aDay(), aDay()];
    await ask(RECORD, known);
    const downtime = { ...id(), completion: completions[4], startedAt: '2025-04-01T00:00:00Z' };
    const [theirs] = await completionsOf('operator.03');
    const items = [
      { recordDailyProduction: suspected },
      { recordDailyProduction: known },
      { recordDailyProduction: aDay({ oilVolumeBbl: -1 }) },
      { startDowntime: downtime },
      { startDowntime: { ...downtime, ...id() } },
      { recordDailyProduction: aDay({ completion: theirs }) },
      { endDowntime: { ...id(), record: `request:${downtime.clientRequestId}`, endedAt: '2025-04-01T02:00:00Z' } },
      { recordDailyProduction: { ...known, ...id() } },
    ];
    const outcomes = ({ results }: any) => results.map(({ outcome }: any) => outcome);
    const first = await batch(items);
    expect(outcomes(first)).toEqual([
      'CREATED',
      'REPLAYED',
      'INVALID',
      'CREATED',
      'DUPLICATE_SUSPECTED',
      'INVALID',
      'CREATED',
      'CONFLICT',
    ]);
    expect(first.results[6].record).toMatchObject({ endedAt: '2025-04-01T02:00:00Z' });
    expect(first.results.map(({ clientRequestId }: any) => clientRequestId)).toEqual(
      items.map((item) => Object.values<any>(item)[0].clientRequestId),
    );
    const again = await batch(items);
    expect(outcomes(again)).toEqual(outcomes(first).map((each: string) => (each === 'CREATED' ? 'REPLAYED' : each)));
    expect(again.results[0].record).toEqual(first.results[0].record);
  });

  test.each(['PER_ITEM', 'ALL_OR_NOTHING'])('reads for many items what it reads for one: %s', async (mode) => {
    const statements = async (many: readonly unknown[]) => {
      const productionDate = `2025-0${mode === 'PER_ITEM' ? 6 : 7}-1${many.length}`;
      const input = many.map((completion) => ({ recordDailyProduction: aDay({ completion, productionDate }) }));
      const { data, extensions } = await send('operator.01', BATCH, { input, mode }, { 'x-report': '1' });
      expect(data.submitBatch.results.map(({ outcome }: any) => outcome)).toEqual(many.map(() => 'CREATED'));
      return (extensions as any).report.sources.OPS.statements;
    };
    expect(await statements(completions.slice(0, 3))).toBe(await statements(completions.slice(0, 1)));
  });

  test('says of what it makes that an app sent it, a machine that it brought it', async () => {
    const own = aDay();
    const source = async (clientRequestId: string) => {
      const [found] = await store.read<{ source: string; kept: string }>(
        `select source, (select patch ->> 'source' from ops.event where row_id = day.row_id and version = 1) as kept
           from ops.daily_production day where client_request_id = $1`,
        [clientRequestId],
      );
      expect(found?.kept).toBe(found?.source);
      return found?.source;
    };
    await ask(RECORD, own);
    expect(await source(own.clientRequestId)).toBe('GATEWAY');
    for (const mode of ['PER_ITEM', 'ALL_OR_NOTHING']) {
      const [one, other] = [aDay(), aDay()];
      await batch([{ recordDailyProduction: one }, { recordDailyProduction: other }], mode);
      for (const { clientRequestId } of [one, other]) expect(await source(clientRequestId)).toBe('FIELD_APP');
    }
    const headers = { 'x-api-key': historian.key };
    const [single, item] = [aDay(), aDay()];
    await gateway.ask(RECORD, { input: single }, headers);
    await gateway.ask(BATCH, { input: [{ recordDailyProduction: item }], mode: 'PER_ITEM' }, headers);
    for (const { clientRequestId } of [single, item]) expect(await source(clientRequestId)).toBe('IMPORT');
  });

  test('of all or nothing writes nothing where one item cannot be written', async () => {
    const days = [aDay(), aDay(), aDay()];
    const items = days.map((day, at) => ({ recordDailyProduction: at === 1 ? { ...day, hoursOn: 26 } : day }));
    const stopped = await batch(items, 'ALL_OR_NOTHING');
    expect(stopped.readToken).toBeNull();
    expect(stopped.results.map(({ userErrors }: any) => userErrors[0]?.code)).toEqual([
      'BATCH_STOPPED',
      'OUT_OF_RANGE',
      'BATCH_STOPPED',
    ]);
    const same = [days[0], { ...days[1], productionDate: days[0]?.productionDate }, days[2]];
    const clash = await batch(
      same.map((day) => ({ recordDailyProduction: day })),
      'ALL_OR_NOTHING',
    );
    expect(clash.results.map(({ userErrors }: any) => userErrors[0]?.code)).toEqual([
      'BATCH_STOPPED',
      'ALREADY_EXISTS',
      'BATCH_STOPPED',
    ]);
    const good = days.map((day) => ({ recordDailyProduction: day }));
    expect((await batch(good, 'ALL_OR_NOTHING')).results.map(({ outcome }: any) => outcome)).toEqual([
      'CREATED',
      'CREATED',
      'CREATED',
    ]);
    expect((await batch(good, 'ALL_OR_NOTHING')).results.map(({ outcome }: any) => outcome)).toEqual([
      'REPLAYED',
      'REPLAYED',
      'REPLAYED',
    ]);
  });

  test.each(['PER_ITEM', 'ALL_OR_NOTHING'])('writes an item that comes twice once, and says so: %s', async (mode) => {
    const outcomes = ({ results }: any) => results.map(({ outcome }: any) => outcome);
    const day = { recordDailyProduction: aDay() };
    const written = await batch([day, { recordDailyProduction: aDay() }, day], mode);
    expect(outcomes(written)).toEqual(['CREATED', 'CREATED', 'REPLAYED']);
    expect(written.results[2].record).toEqual(written.results[0].record);
    const moment = nextDay();
    const downtime = { startedAt: `${moment}T03:00:00Z`, endedAt: `${moment}T04:00:00Z` };
    const start = { startDowntime: { ...id(), completion: completions[3], ...downtime, force: true } };
    expect(outcomes(await batch([start, start], mode))).toEqual(['CREATED', 'REPLAYED']);
    const changed = { recordDailyProduction: { ...aDay(), oilVolumeBbl: 1 } };
    const other = { recordDailyProduction: { ...changed.recordDailyProduction, oilVolumeBbl: 2 } };
    const { results } = await batch([changed, other], mode);
    expect(results[1].userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  test('loses no item to another that is mistyped', async () => {
    const fine = [aDay(), aDay()];
    const startedAt = '2025-04-31T06:00:00Z';
    const items = [
      { recordDailyProduction: { ...aDay(), productionDate: '2025-02-30' } },
      { recordDailyProduction: fine[0] },
      { recordDailyProduction: { ...aDay(), oilVolumeBbl: 'abc', activityType: 'RESTING', mood: 'good' } },
      { startDowntime: { ...id(), completion: null, startedAt } },
      { recordDailyProduction: fine[1] },
    ];
    const said = ({ outcome, userErrors }: any) =>
      [outcome, ...userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`)].join(', ');
    const unfit = [
      'INVALID, productionDate MALFORMED',
      'INVALID, activityType UNKNOWN_VALUE, oilVolumeBbl MALFORMED, mood MALFORMED',
      'INVALID, completion REQUIRED, startedAt MALFORMED',
    ];
    const stopped = await batch(items, 'ALL_OR_NOTHING');
    const [one, two, three] = unfit;
    expect(stopped.results.map(said)).toEqual([one, 'INVALID,  BATCH_STOPPED', two, three, 'INVALID,  BATCH_STOPPED']);
    const { results } = await batch(items);
    expect(results.map(said)).toEqual([one, 'CREATED', two, three, 'CREATED']);
    expect(results.map(({ command, clientRequestId }: any) => ({ [command]: clientRequestId }))).toEqual(
      items.map((item) => {
        const [[command, given] = []] = Object.entries<any>(item);
        return { [command ?? '']: given.clientRequestId };
      }),
    );
    const day = aDay();
    const many = Array.from({ length: 100 }, () => ({ recordDailyProduction: { ...day, ...id(), hoursOn: 'all' } }));
    const { errors } = await send('operator.01', BATCH, { input: [...many, ...items], mode: 'PER_ITEM' });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 100 });
  });

  test('loses no item to another that is damaged', async () => {
    const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });
    const event = {
      completion: completions[0],
      eventType: 'RATE_DROP',
      detectedAt: '2025-03-01T00:00:00Z',
      severity: 'HIGH',
    };
    const items = [
      { recordDailyProduction: aDay({ remark: 'leak \ud83d' }) },
      { recordDailyProduction: aDay() },
      { recordDailyProduction: aDay({ remark: 'a\0b' }) },
      { recordMeterReading: { ...id(), meter: 'x', readAt: '2025-03-01T00:00:00Z', photoRefs: Array(1001).fill('p') } },
      { raiseSurveillanceEvent: { ...id(), ...event, evidence: deep(25) } },
      { raiseSurveillanceEvent: { ...id(), ...event, evidence: deep(2_000) } },
      { recordDailyProduction: aDay() },
    ];
    const said = ({ outcome, userErrors: [error] }: any) => [outcome, ...(error ? [...error.path, error.code] : [])];
    const { results } = await batch(items);
    const [CREATED, INVALID] = [['CREATED'], (path: string, code: string) => ['INVALID', path, code]];
    expect(results.map(said)).toEqual([
      INVALID('remark', 'MALFORMED'),
      CREATED,
      INVALID('remark', 'MALFORMED'),
      INVALID('photoRefs', 'TOO_LONG'),
      INVALID('evidence', 'MALFORMED'),
      INVALID('evidence', 'MALFORMED'),
      CREATED,
    ]);
    expect(results.map(({ clientRequestId }: any) => clientRequestId)).toEqual(
      items.map((item) => Object.values<any>(item)[0].clientRequestId),
    );
    const together = await batch([items[0] as object, { recordDailyProduction: aDay() }], 'ALL_OR_NOTHING');
    expect(together.results.map(({ userErrors }: any) => userErrors[0].code)).toEqual(['MALFORMED', 'BATCH_STOPPED']);
    const live = socketClient(gateway.url, await who.as('operator.01'));
    const variables = { input: [items[0], { recordDailyProduction: aDay() }], mode: 'PER_ITEM' };
    const told = await live.ask(BATCH, { variables });
    expect(told.data.submitBatch.results.map(said)).toEqual([INVALID('remark', 'MALFORMED'), CREATED]);
    await live.client.dispose();
  });

  test('refuses what is damaged and no item of a batch', async () => {
    const damaged = aDay({ remark: 'leak \ud83d' });
    const refused = async (query: string, input: unknown) =>
      (await send('operator.01', query, { input, mode: 'PER_ITEM' })).errors;
    const unknown = 'query ($input: [CompletionWhere!]) { completions(where: { or: $input }) { totalCount } }';
    const unfit = {
      message: expect.stringContaining('has a character'),
      extensions: { code: 'BAD_USER_INPUT', argument: '$input' },
    };
    for (const [query, input] of [
      [RECORD, damaged],
      [BATCH, [{ dance: damaged }]],
      [BATCH, [{ recordDailyProduction: { ...damaged, clientRequestId: 'half \ud83d' } }]],
      [unknown, [{ recordDailyProduction: damaged }]],
    ] as const)
      expect(await refused(query, input)).toMatchObject([unfit]);
  });

  test('refuses what names no command or has no id, of which nobody could be told', async () => {
    for (const item of [{ dance: id() }, { recordDailyProduction: { productionDate: 'x' } }, 'x', {}]) {
      const { errors, data } = await send('operator.01', BATCH, { input: [item], mode: 'PER_ITEM' });
      expect(data?.submitBatch).toBeUndefined();
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.extensions.argument).toMatch(/^\$input\.0/);
    }
  });

  test('of all or nothing takes no two items that are each judged as if the other were not there', async () => {
    const started = { ...id(), completion: completions[3], startedAt: '2025-05-01T00:00:00Z' };
    const again = { ...id(), completion: completions[3], startedAt: '2025-05-01T01:00:00Z' };
    const codesOf = ({ results }: any) => results.map(({ userErrors }: any) => userErrors[0]?.code);
    const both = await batch([{ startDowntime: started }, { startDowntime: again }], 'ALL_OR_NOTHING');
    expect(codesOf(both)).toEqual(['BATCH_STOPPED', 'NOT_ALLOWED_NOW']);
    const status = (status: string, hour: number, more: object = {}) => ({
      changeWellStatus: {
        ...id(),
        completion: completions[3],
        status,
        effectiveAt: `2025-05-02T0${hour}:00:00Z`,
        ...more,
      },
    });
    const statuses = [status('Producing', 1), status('Shut In', 2)];
    expect(codesOf(await batch(statuses, 'ALL_OR_NOTHING', 'foreman.01'))).toEqual([
      'BATCH_STOPPED',
      'NOT_ALLOWED_NOW',
    ]);
    const withIt = [{ startDowntime: again }, status('Shut In', 3, { startDowntime: {} })];
    expect(codesOf(await batch(withIt, 'ALL_OR_NOTHING', 'foreman.01'))).toEqual(['BATCH_STOPPED', 'NOT_ALLOWED_NOW']);
    const { record } = await ask(START, { ...started, force: true });
    const steps = [
      { editDowntime: { ...id(), record: record.id, comments: 'pump' } },
      { endDowntime: { ...id(), record: record.id, endedAt: '2025-05-01T02:00:00Z' } },
    ];
    expect(codesOf(await batch(steps, 'ALL_OR_NOTHING'))).toEqual(['BATCH_STOPPED', 'NOT_ALLOWED_NOW']);
    expect((await batch(steps)).results.map(({ outcome }: any) => outcome)).toEqual(['CREATED', 'CREATED']);
  });

  test('has an item forbidden where the role lacks its permission', async () => {
    const claims = { role: 'engineer', networks: undefined, units: ['x'] };
    const { data } = await gateway.ask(
      BATCH,
      { input: [{ recordDailyProduction: aDay() }], mode: 'PER_ITEM' },
      await who.as('ann', claims),
    );
    expect(data.submitBatch.results).toMatchObject([{ outcome: 'FORBIDDEN', userErrors: [{ code: 'FORBIDDEN' }] }]);
  });

  test('has at most a hundred items, each of them one command', async () => {
    const many = await send('operator.01', BATCH, {
      input: Array.from({ length: 101 }, () => ({ recordDailyProduction: aDay() })),
      mode: 'PER_ITEM',
    });
    expect(many.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 100 });
    const both = await send('operator.01', BATCH, {
      input: [{ recordDailyProduction: aDay(), endDowntime: null }],
      mode: 'PER_ITEM',
    });
    expect(both.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('a read token', () => {
  const query = '{ recordedDailyProduction(first: 1) { totalCount } }';
  test('lets a later request see the write, and no token of nobody’s', async () => {
    const { readToken } = await ask(RECORD, aDay());
    expect((await send('operator.01', query, {}, { 'x-read-token': readToken })).errors).toBeUndefined();
    const malformed = await send('operator.01', query, {}, { 'x-read-token': 'x' });
    expect(malformed).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'x-read-token' } }],
    });
    const ahead = Buffer.from('seq:999999999').toString('base64url');
    const waiting = await send(
      'operator.01',
      `{ recordedDailyProduction(first: 1) { totalCount } completions(first: 1) { totalCount } }`,
      {},
      { 'x-read-token': ahead },
    );
    expect(waiting.errors).toMatchObject([{ extensions: { code: 'SOURCE_TIMEOUT', source: 'OPS', retryable: true } }]);
    expect(waiting.data.completions.totalCount).toBeGreaterThan(0);
  });
});

test('a write on a known completion asks the warehouse nothing', async () => {
  await ask(RECORD, aDay({ completion: completions[5] }));
  const before = gateway.prodview.reads.length;
  const answer = await send(
    'operator.01',
    'mutation ($input: RecordDailyProductionInput!) { recordDailyProduction(input: $input) { outcome } }',
    {
      input: aDay({ completion: completions[5] }),
    },
  );
  expect(answer.data.recordDailyProduction.outcome).toBe('CREATED');
  expect(gateway.prodview.reads.slice(before).map(({ label }) => label)).toEqual([]);
});

test('every record is what its events lead to', async () => {
  expect(await verify(store, ['daily_production', 'downtime_event'])).toEqual([]);
});
