import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.js';
import { EventStore } from '../../src/events/event-store.js';
import { historyOf } from '../../src/events/history.js';
import { verify } from '../../src/events/verify.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';
import { type Engine, hasServer, serverEngine } from '../support/postgres.js';

// Over HTTP, as people of the sample's made-up network. Two foremen and an approver see the operator's route.

const OPERATOR = 'operator.01';
const FOREMAN = 'foreman.01';
const ENTITIES = ['downtime_event', 'downtime_approval', 'downtime_reason'];

const RECORD = `id rowId rowVersion startedAt endedAt approvalStatus approver submittedBy lastEditor decisionNote changeReason
  reasonCode1 reasonCode2 comments audit { activeInd }
  approvals(first: 20) { nodes { step role status activeInd decidedBy decisionNote assignee escalatedBy escalatedToRole policy { policyId } } }`;
const mutation = (name: string, type = 'DowntimeEvent') => {
  const input = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const record =
    type === 'DowntimeEvent' ? RECORD : 'id rowVersion code level approvalPolicy expiryDate parent { code }';
  return `mutation ($input: ${input}!) { ${name}(input: $input) { outcome userErrors { path code message } warnings { path code }
    record { ${record} } current { id rowVersion } duplicates { id } } }`;
};
const QUEUE = `query ($mine: Boolean!, $first: Int!) { approvals(mine: $mine, first: $first) { count items { canDecide
  approval { rowId role status requestedBy downtimeEvent { id rowVersion startedAt } unit { idRec } } } } }`;

const ENGINES: readonly (readonly [string, () => Promise<Engine | undefined>])[] = [
  ['PGlite', async () => undefined],
  ...(hasServer ? [['PostgreSQL', () => migrated()] as const] : []),
];
async function migrated(): Promise<Engine> {
  const engine = await serverEngine();
  await engine.asOwner((client) => migrate(client));
  return engine;
}

describe.each(ENGINES)('the approval of downtime on %s', (_, open) => {
  let engine: Engine | undefined;
  let gateway: RunningGateway;
  let who: People;
  let store: EventStore;
  let completions: { id: string; idRec: string; idFlownet: string; idRecParent: string }[];
  beforeAll(async () => {
    engine = await open();
    who = await people();
    const env = { ...who.env, SCOPE_REFRESH_SECONDS: '600', CONCURRENT_REQUESTS: '0' };
    gateway = await startGateway({ maps: engine?.url ?? true, env });
    if (!gateway.stores) throw new Error('no stores');
    store = new EventStore(gateway.stores.database);
    const { data } = await gateway.ask(
      '{ completions(first: 50) { nodes { id idRec idFlownet idRecParent } } }',
      {},
      await who.as(OPERATOR),
    );
    completions = data.completions.nodes;
  }, 180_000);
  afterAll(async () => {
    await gateway?.close();
    await who?.close();
    await engine?.close();
  });

  /** Those of other roles than the default ones have the network's units. */
  const headersOf = (person: string) => {
    const [role = ''] = person.split('.');
    const claims = { role, networks: [completions[0]?.idFlownet] };
    return who.as(person, ['approver', 'admin'].includes(role) ? claims : {});
  };
  const send = async (person: string, query: string, variables: object) =>
    gateway.ask(query, variables, await headersOf(person));
  const ask = async (person: string, name: string, input: object, type?: string) => {
    const { data, errors } = await send(person, mutation(name, type), {
      input: { clientRequestId: randomUUID(), ...input },
    });
    expect(errors).toBeUndefined();
    return data[name];
  };
  const made = async (person: string, name: string, input: object, type?: string) => {
    const answer = await ask(person, name, input, type);
    expect(answer).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    return answer.record;
  };
  const codes = ({ userErrors }: any) => userErrors.map(({ path, code }: any) => `${path.join('.')} ${code}`.trim());
  let hour = 0;
  /** Each event has a completion's hours of its own. */
  const started = (given: object = {}, person = OPERATOR) => {
    hour += 24;
    const at = (more: number) => new Date(Date.UTC(2025, 0, 3, hour + more)).toISOString();
    const input = {
      completion: completions[0]?.id,
      startedAt: at(0),
      endedAt: at(5),
      reasonCode1: 'LIFT',
      force: true,
    };
    return made(person, 'startDowntime', { ...input, ...given });
  };
  const submitted = async (given: object = {}) => {
    const { id } = await started(given);
    return made(OPERATOR, 'submitDowntime', { record: id });
  };
  const seen = ({ id, rowVersion }: { id: string; rowVersion: number }) => ({
    record: id,
    expectedVersion: rowVersion,
  });
  const queue = async (person: string, mine = true, first = 200) => {
    const { data, errors } = await send(person, QUEUE, { mine, first });
    expect(errors).toBeUndefined();
    return data.approvals;
  };
  const queued = async (person: string, id: string, mine = true) => {
    const { items } = await queue(person, mine);
    return items.find(({ approval }: any) => approval.downtimeEvent.id === id);
  };
  const statuses = ({ approvals }: any, activeInd = 'Y') =>
    Object.fromEntries(
      approvals.nodes.filter((each: any) => each.activeInd === activeInd).map((each: any) => [each.role, each.status]),
    );
  const kinds = async (rowId: string) => (await historyOf(store, 'downtime_event', rowId)).map(({ kind }) => kind);

  test('a draft is edited, split, submitted, rejected, edited again and approved, each step an event', async () => {
    const draft = await started({ reasonCode2: 'LIFT_ESP' });
    const edited = await made(OPERATOR, 'editDowntime', { ...seen(draft), reasonCode1: 'SURFACE', comments: 'valve' });
    expect(edited).toMatchObject({ reasonCode1: 'SURFACE', reasonCode2: null, approvalStatus: 'DRAFT', rowVersion: 2 });
    const at = new Date(Date.parse(draft.startedAt) + 3_600_000).toISOString();
    const second = await made(OPERATOR, 'splitDowntime', { ...seen(edited), at, reasonCode1: 'WEATHER' });
    expect(second).toMatchObject({ rowVersion: 1, reasonCode1: 'WEATHER', reasonCode2: null, endedAt: draft.endedAt });
    expect(Date.parse(second.startedAt)).toBe(Date.parse(at));
    const first = await made(OPERATOR, 'submitDowntime', { record: draft.id, expectedVersion: 3 });
    expect(Date.parse(first.endedAt)).toBe(Date.parse(at));
    expect(statuses(first)).toEqual({ foreman: 'PENDING', approver: 'PENDING' });
    const rejected = await made(FOREMAN, 'rejectDowntime', { ...seen(first), reason: 'which valve?' });
    expect(rejected).toMatchObject({
      approvalStatus: 'REJECTED',
      approver: `user:${FOREMAN}`,
      decisionNote: 'which valve?',
    });
    expect(statuses(rejected)).toEqual({ foreman: 'REJECTED', approver: 'CLOSED' });
    const again = await made(OPERATOR, 'editDowntime', { ...seen(rejected), comments: 'the wing valve' });
    expect(again).toMatchObject({ approvalStatus: 'DRAFT', approver: null });
    const twice = await made(OPERATOR, 'submitDowntime', seen(again));
    expect(statuses(twice, 'N')).toEqual({ foreman: 'REJECTED', approver: 'CLOSED' });
    const approved = await made('approver.01', 'approveDowntime', { ...seen(twice), note: 'fine' });
    expect(approved).toMatchObject({ approvalStatus: 'APPROVED', approver: 'user:approver.01', decisionNote: 'fine' });
    expect(await kinds(draft.rowId)).toEqual([
      'STARTED',
      'EDITED',
      'SPLIT',
      'SUBMITTED',
      'REJECTED',
      'EDITED',
      'SUBMITTED',
      'APPROVED',
    ]);
    expect(codes(await ask(OPERATOR, 'editDowntime', { ...seen(approved), comments: 'x' }))).toEqual([
      'record NOT_ALLOWED_NOW',
    ]);
  });

  test('who submitted or last edited decides nothing, and the database says so too', async () => {
    const own = await started({}, FOREMAN);
    const event = await made(FOREMAN, 'submitDowntime', seen(own));
    expect(codes(await ask(FOREMAN, 'approveDowntime', seen(event)))).toEqual(['OWN_DECISION']);
    expect((await queued(FOREMAN, event.id)).canDecide).toBe(false);
    expect((await queued('approver.01', event.id)).canDecide).toBe(true);
    expect(
      codes(await ask('approver.01', 'delegateDowntime', { ...seen(event), to: `user:${FOREMAN}`, reason: 'x' })),
    ).toEqual(['to OWN_DECISION']);
    const write = (kind: string, patch: object) =>
      store.commit({
        actor: `user:${FOREMAN}`,
        role: 'foreman',
        requestId: 'test',
        clientRequestId: randomUUID(),
        command: 'test',
        within: 'everything',
        bodyHash: 'x',
        outcome: {},
        writes: [
          {
            entity: 'downtime_event',
            rowId: event.rowId,
            kind,
            patch: patch as never,
            expectedVersion: event.rowVersion,
            routing: { network: null },
          },
        ],
      });
    const decision = { approval_status: 'APPROVED', approver: `user:${FOREMAN}`, decided_at: '2025-03-01T00:00:00Z' };
    expect(await write('APPROVED', decision)).toMatchObject({ is: 'refused' });
    expect(await write('STEP_APPROVED', {})).toMatchObject({ is: 'refused', constraint: 'decided_by_another' });
  });

  test('who began an event that another edited and submitted may decide it, and the queue says so', async () => {
    for (const verdict of ['approve', 'reject']) {
      const began = await started({}, FOREMAN);
      const edited = await made(OPERATOR, 'editDowntime', { ...seen(began), comments: 'the pump' });
      const event = await made(OPERATOR, 'submitDowntime', seen(edited));
      expect(await queued(FOREMAN, event.id)).toMatchObject({ canDecide: true });
      const given = { ...seen(event), ...(verdict === 'reject' && { reason: 'which pump?' }) };
      expect(await made(FOREMAN, `${verdict}Downtime`, given)).toMatchObject({ approver: `user:${FOREMAN}` });
    }
    const inOrder = await started({ reasonCode1: 'COMMERCIAL' }, FOREMAN);
    const edited = await made(OPERATOR, 'editDowntime', { ...seen(inOrder), comments: 'full' });
    const event = await made(OPERATOR, 'submitDowntime', seen(edited));
    const half = await made(FOREMAN, 'approveDowntime', seen(event));
    expect(statuses(half)).toEqual({ foreman: 'APPROVED', approver: 'PENDING' });
  });

  test('a lease operator decides nothing; an approver of another scope sees nothing', async () => {
    const event = await submitted();
    const refused = await send(OPERATOR, mutation('approveDowntime'), {
      input: { clientRequestId: randomUUID(), ...seen(event) },
    });
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const away = await who.as('bob', { role: 'approver', units: ['x'] });
    const input = { clientRequestId: randomUUID(), ...seen(event) };
    const { data } = await gateway.ask(mutation('approveDowntime'), { input }, away);
    expect(codes(data.approveDowntime)).toEqual(['record NOT_FOUND']);
    const nothing = await gateway.ask(QUEUE, { mine: false, first: 10 }, away);
    expect(nothing.data.approvals).toEqual({ count: 0, items: [] });
    const neighbour = await ask('operator.03', 'withdrawDowntime', seen(event));
    expect(codes(neighbour)).toEqual(['record NOT_FOUND']);
    expect((await queue(OPERATOR)).count).toBe(0);
    expect(await queued(OPERATOR, event.id, false)).toMatchObject({ canDecide: false });
  });

  test('two steps in order are two people; the second waits, and sees it in the queue when it is its turn', async () => {
    const event = await submitted({ reasonCode1: 'COMMERCIAL' });
    expect(statuses(event)).toEqual({ foreman: 'PENDING', approver: 'WAITING' });
    expect(await queued('approver.01', event.id)).toBeUndefined();
    expect(await ask('approver.01', 'approveDowntime', seen(event))).toMatchObject({ outcome: 'FORBIDDEN' });
    const half = await made(FOREMAN, 'approveDowntime', seen(event));
    expect(half).toMatchObject({ approvalStatus: 'SUBMITTED', approver: null, rowVersion: event.rowVersion + 1 });
    expect(await queued('approver.01', event.id)).toMatchObject({ canDecide: true });
    const done = await made('approver.01', 'approveDowntime', seen(half));
    expect(done).toMatchObject({ approvalStatus: 'APPROVED', approver: 'user:approver.01' });
    expect(await kinds(event.rowId)).toEqual(['STARTED', 'SUBMITTED', 'STEP_APPROVED', 'APPROVED']);
  });

  test('a delegated step of a chain of all finishes it', async () => {
    const event = await submitted({ reasonCode1: 'SAFETY', comments: 'a leak' });
    const given = await made('approver.01', 'delegateDowntime', {
      ...seen(event),
      to: 'user:approver.02',
      reason: 'leave',
    });
    const half = await made(FOREMAN, 'approveDowntime', seen(given));
    expect(half.approvalStatus).toBe('SUBMITTED');
    expect(await ask('approver.01', 'approveDowntime', seen(half))).toMatchObject({ outcome: 'FORBIDDEN' });
    expect(await queued('approver.01', event.id)).toBeUndefined();
    expect(await queued('approver.02', event.id)).toMatchObject({ canDecide: true });
    const done = await made('approver.02', 'approveDowntime', seen(half));
    expect(done.approvalStatus).toBe('APPROVED');
  });

  test('a step that was delegated by mistake is taken back by its role', async () => {
    const event = await submitted({ reasonCode1: 'COMMERCIAL' });
    const delegate = (given: object, to: string) =>
      ask(FOREMAN, 'delegateDowntime', { ...given, to, reason: 'a slip' });
    expect(codes(await delegate(seen(event), `user:${FOREMAN}`))).toEqual(['to INCONSISTENT']);
    const { record: given } = await delegate(seen(event), 'key:nobody-here');
    expect(await queued(FOREMAN, event.id)).toBeUndefined();
    expect(await ask(FOREMAN, 'approveDowntime', seen(given))).toMatchObject({ outcome: 'FORBIDDEN' });
    const back = await delegate(seen(given), `user:${FOREMAN}`);
    expect(back).toMatchObject({ outcome: 'CREATED', userErrors: [] });
    expect(await queued(FOREMAN, event.id)).toMatchObject({ canDecide: true });
    expect(statuses(await made(FOREMAN, 'approveDowntime', seen(back.record)))).toEqual({
      foreman: 'APPROVED',
      approver: 'PENDING',
    });
  });

  test('an event is escalated after the policy’s hours, and its further role decides then', async () => {
    const event = await submitted({ reasonCode1: 'COMMERCIAL' });
    expect(codes(await ask(OPERATOR, 'escalateDowntime', seen(event)))).toEqual(['record NOT_ALLOWED_NOW']);
    expect(await ask('admin.01', 'approveDowntime', seen(event))).toMatchObject({ outcome: 'FORBIDDEN' });
    const writes = async () => {
      const { pool } = store.database;
      const [found] = (
        await pool.query(
          "select row_id, row_version from ops.downtime_approval where downtime_event_row_id = $1 and status = 'PENDING'",
          [event.rowId],
        )
      ).rows;
      return {
        entity: 'downtime_approval',
        rowId: found.row_id,
        kind: 'TEST',
        patch: { escalates_at: '2025-01-01T00:00:00Z' },
        expectedVersion: found.row_version,
        routing: { network: null },
      };
    };
    const request = {
      requestId: 't',
      clientRequestId: randomUUID(),
      command: 't',
      within: 'everything' as const,
      bodyHash: 't',
      outcome: {},
    };
    await store.commit({ actor: 'test', role: 'test', ...request, writes: [await writes()] });
    const escalated = await made(OPERATOR, 'escalateDowntime', seen(event));
    expect(escalated.approvals.nodes.find(({ role }: any) => role === 'foreman')).toMatchObject({
      escalatedBy: 'POLICY:REVIEWED',
      escalatedToRole: 'admin',
      status: 'PENDING',
    });
    expect(await queued('admin.01', event.id)).toMatchObject({ canDecide: true });
    await made('admin.01', 'approveDowntime', seen(escalated));
  });

  test('a short planned event is approved by its policy, and says so', async () => {
    const { id, startedAt } = await started({ reasonCode1: 'PLANNED', endedAt: null });
    const endedAt = new Date(Date.parse(startedAt) + 2 * 3_600_000).toISOString();
    await made(OPERATOR, 'endDowntime', { record: id, endedAt });
    await made(OPERATOR, 'submitDowntime', { record: id });
    const { data } = await send(FOREMAN, `query ($id: ID!) { downtimeEvent(id: $id) { ${RECORD} } }`, { id });
    expect(data.downtimeEvent).toMatchObject({ approvalStatus: 'APPROVED', approver: 'POLICY:STANDARD' });
    expect(data.downtimeEvent.approvals.nodes).toMatchObject([
      { role: 'POLICY', status: 'APPROVED', decidedBy: 'POLICY:STANDARD', policy: { policyId: 'STANDARD' } },
    ]);
    const theirs = await send(OPERATOR, `query ($id: ID!) { downtimeEvent(id: $id) { ${RECORD} } }`, { id });
    expect(theirs.data.downtimeEvent).toMatchObject({ approver: 'POLICY:STANDARD' });
    expect(theirs.data.downtimeEvent.submittedBy).toMatch(/^person-/);
    expect(theirs.data.downtimeEvent.approvals.nodes).toMatchObject([{ decidedBy: 'POLICY:STANDARD' }]);
    const [, , submission, decision] = await historyOf(store, 'downtime_event', data.downtimeEvent.rowId);
    expect([submission?.actor, decision?.actor, decision?.role]).toEqual([
      `user:${OPERATOR}`,
      'POLICY:STANDARD',
      'policy',
    ]);
  });

  test('an amendment of an approved event is decided anew, and a withdrawn event can be recorded again', async () => {
    const event = await submitted();
    const approved = await made(FOREMAN, 'approveDowntime', seen(event));
    expect(
      codes(await ask(OPERATOR, 'amendDowntime', { ...seen(approved), reason: 'x', startedAt: approved.endedAt })),
    ).toEqual(['endedAt INCONSISTENT']);
    const amended = await made(OPERATOR, 'amendDowntime', {
      ...seen(approved),
      reason: 'wrong reason',
      reasonCode1: 'WELL',
    });
    expect(amended).toMatchObject({ approvalStatus: 'SUBMITTED', approver: null, rowVersion: 4 });
    expect(statuses(amended)).toEqual({ foreman: 'PENDING', approver: 'PENDING' });
    const gone = await made(OPERATOR, 'withdrawDowntime', { ...seen(amended), reason: 'was another well' });
    expect(gone).toMatchObject({ approvalStatus: 'VOID', audit: { activeInd: 'N' } });
    expect(statuses(gone)).toEqual({});
    await started({ startedAt: event.startedAt, endedAt: event.endedAt });
  });

  test('an event that overlaps one that is submitted is a conflict that names it', async () => {
    const event = await submitted();
    const draft = await started({ startedAt: event.startedAt, endedAt: event.endedAt, product: 'GAS' });
    const answer = await ask(OPERATOR, 'submitDowntime', seen(draft));
    expect(answer).toMatchObject({ outcome: 'CONFLICT', record: null, duplicates: [{ id: event.id }] });
    expect(codes(answer)).toEqual(['startedAt OVERLAPS']);
  });

  test('of many who decide at once one does, and the others are told what is there now', async () => {
    for (let round = 0; round < 5; round += 1) {
      const event = await submitted();
      const given = seen(event);
      const answers = await Promise.all([
        ask(FOREMAN, 'approveDowntime', given),
        ask('foreman.01', 'rejectDowntime', { ...given, reason: 'no' }),
        ask('approver.01', 'approveDowntime', given),
        ask('approver.02', 'rejectDowntime', { ...given, reason: 'no' }),
      ]);
      const outcomes = answers.map(({ outcome }) => outcome);
      expect(outcomes.sort()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CREATED']);
      const decisions = (await kinds(event.rowId)).filter((kind) => kind === 'APPROVED' || kind === 'REJECTED');
      expect(decisions).toHaveLength(1);
      for (const answer of answers.filter(({ outcome }) => outcome === 'CONFLICT'))
        expect(answer.current).toEqual({ id: event.id, rowVersion: event.rowVersion + 1 });
    }
  });

  test('of two who decide two steps of one chain at once neither is lost', async () => {
    for (let round = 0; round < 5; round += 1) {
      const event = await submitted({ reasonCode1: 'SAFETY', comments: 'a leak' });
      const both = [FOREMAN, 'approver.01'];
      const answers = await Promise.all(both.map((person) => ask(person, 'approveDowntime', seen(event))));
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['CONFLICT', 'CREATED']);
      const late = both[answers.findIndex(({ outcome }) => outcome === 'CONFLICT')] ?? '';
      const done = await made(late, 'approveDowntime', { record: event.id, expectedVersion: event.rowVersion + 1 });
      expect(done.approvalStatus).toBe('APPROVED');
    }
  });

  test('an event that is ended while it is decided is one or the other, never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const event = await submitted({ endedAt: null });
      const endedAt = new Date(Date.parse(event.startedAt) + 3_600_000).toISOString();
      const [decided, ended] = await Promise.all([
        ask(FOREMAN, 'approveDowntime', seen(event)),
        ask(OPERATOR, 'endDowntime', { record: event.id, endedAt }),
      ]);
      expect(ended.outcome).toBe('CREATED');
      expect(ended.record.approvalStatus).toBe('SUBMITTED');
      expect(statuses(ended.record)).toEqual({ foreman: 'PENDING', approver: 'PENDING' });
      expect(['CREATED', 'CONFLICT']).toContain(decided.outcome);
      await made(OPERATOR, 'withdrawDowntime', { record: event.id });
    }
  });

  test('a status that says otherwise is told with what is written', async () => {
    const completion = completions[2];
    const keys = { id_flownet: completion?.idFlownet, unit_id: completion?.idRecParent };
    const status = (given: object) => ({
      entity: 'well_status_change',
      rowId: randomUUID(),
      kind: 'RECORDED',
      patch: { ...keys, completion_id: completion?.idRec, ...given } as never,
      expectedVersion: 0,
      routing: { network: null },
    });
    const shutIn = { status: 'Shut In', effective_at: '2025-02-01T00:00:00Z', expires_at: '2025-02-03T00:00:00Z' };
    const producing = { status: 'Producing', effective_at: '2025-02-03T00:00:00Z' };
    const request = {
      requestId: 't',
      clientRequestId: randomUUID(),
      command: 't',
      within: 'everything' as const,
      bodyHash: 't',
      outcome: {},
    };
    await store.commit({ actor: 'test', role: 'test', ...request, writes: [status(shutIn), status(producing)] });
    const down = { completion: completion?.id, startedAt: '2025-02-01T00:00:00Z', force: true };
    const conflict = (field: string) => [{ path: [field], code: 'STATUS_CONFLICT' }];
    const open = await ask(OPERATOR, 'startDowntime', down);
    expect(open).toMatchObject({ outcome: 'CREATED', warnings: conflict('startedAt') });
    const later = await ask(OPERATOR, 'startDowntime', { ...down, startedAt: '2025-02-04T00:00:00Z' });
    expect(later).toMatchObject({ outcome: 'CREATED', warnings: [] });
    const end = (record: string, endedAt: string) => ask(OPERATOR, 'endDowntime', { record, endedAt });
    const ended = await end(open.record.id, '2025-02-02T00:00:00Z');
    expect(ended).toMatchObject({ outcome: 'CREATED', warnings: conflict('endedAt') });
    expect(await end(later.record.id, '2025-02-05T00:00:00Z')).toMatchObject({ outcome: 'CREATED', warnings: [] });
    const whole = { startedAt: '2025-02-01T06:00:00Z', endedAt: '2025-02-02T06:00:00Z' };
    const both = await ask(OPERATOR, 'startDowntime', { ...down, ...whole, reasonCode1: 'LIFT' });
    expect(both).toMatchObject({ outcome: 'CREATED', warnings: conflict('endedAt') });
    const edit = (endedAt: string) => ask(OPERATOR, 'editDowntime', { record: both.record.id, endedAt });
    expect(await edit('2025-02-04T00:00:00Z')).toMatchObject({ outcome: 'CREATED', warnings: [] });
    const noStart = await ask(OPERATOR, 'editDowntime', { record: both.record.id, startedAt: null });
    expect(codes(noStart)).toEqual(['startedAt REQUIRED']);
    expect(await edit('2025-02-02T12:00:00Z')).toMatchObject({ outcome: 'CREATED', warnings: conflict('endedAt') });
    const submission = await ask(OPERATOR, 'submitDowntime', { record: both.record.id });
    expect(submission).toMatchObject({ outcome: 'CREATED', warnings: conflict('endedAt') });
    const approved = seen(await made(FOREMAN, 'approveDowntime', seen(submission.record)));
    const amended = { ...approved, reason: 'x' };
    expect(codes(await ask(OPERATOR, 'amendDowntime', { ...amended, startedAt: null }))).toEqual([
      'startedAt REQUIRED',
    ]);
    const sooner = await ask(OPERATOR, 'amendDowntime', { ...amended, endedAt: '2025-02-02T11:00:00Z' });
    expect(sooner).toMatchObject({ outcome: 'CREATED', warnings: conflict('endedAt') });
  });

  test('an event that began on a closed day is not withdrawn, and keeps what is told of those days', async () => {
    const completion = completions[1];
    const begun = async (given: object) => {
      const rowId = randomUUID();
      const keys = { id_flownet: completion?.idFlownet, unit_id: completion?.idRecParent };
      const own = { ...keys, completion_id: completion?.idRec, last_editor: 'test', deferred_oil_bbl: 80, ...given };
      const write = { entity: 'downtime_event', rowId, kind: 'STARTED', patch: own as never, expectedVersion: 0 };
      const request = { requestId: 't', clientRequestId: randomUUID(), command: 't', bodyHash: 't', outcome: {} };
      const writes = [{ ...write, routing: { network: null } }];
      await store.commit({ actor: 'test', role: 'test', ...request, within: 'everything', writes });
      return { record: Buffer.from(JSON.stringify(['DowntimeEvent', rowId])).toString('base64url'), rowId };
    };
    const { record } = await begun({ started_at: '2024-10-28T06:00:00Z', ended_at: '2024-10-29T06:00:00Z' });
    expect(codes(await ask(OPERATOR, 'withdrawDowntime', { record }))).toEqual(['record PERIOD_LOCKED']);
    const open = await begun({ started_at: '2024-10-30T06:00:00Z' });
    expect(codes(await ask(OPERATOR, 'withdrawDowntime', { record: open.record }))).toEqual(['record PERIOD_LOCKED']);
    const edit = (given: object) => ask(OPERATOR, 'editDowntime', { record: open.record, ...given });
    expect(codes(await edit({ reasonCode1: 'LIFT' }))).toEqual(['reasonCode1 PERIOD_LOCKED']);
    expect(codes(await edit({ deferredOilBbl: 9999 }))).toEqual(['deferredOilBbl PERIOD_LOCKED']);
    const second = await made(OPERATOR, 'splitDowntime', { record: open.record, at: '2024-12-05T06:00:00Z' });
    const deferred = 'query ($id: ID!) { downtimeEvent(id: $id) { deferredOilBbl } }';
    const deferredOf = async (id: string) => (await send(OPERATOR, deferred, { id })).data.downtimeEvent.deferredOilBbl;
    expect([await deferredOf(open.record), await deferredOf(second.id)]).toEqual([80, null]);
  });

  test('reasons are added beneath others and retired, by who may', async () => {
    const reason = { code: 'LIFT_ESP_SHAFT', parentCode: 'LIFT_ESP', longName: 'Shaft broken' };
    const add = (given: object) => ask('admin.01', 'addDowntimeReason', { ...reason, ...given }, 'DowntimeReason');
    expect(codes(await add({ code: 'lift' }))).toEqual(['code MALFORMED']);
    expect(codes(await add({ parentCode: 'LIFT_ESP_MOTOR' }))).toEqual(['parentCode OUT_OF_RANGE']);
    expect(codes(await add({ parentCode: 'NOBODY' }))).toEqual(['parentCode UNKNOWN_VALUE', 'approvalPolicy REQUIRED']);
    expect(codes(await add({ parentCode: null }))).toEqual(['approvalPolicy REQUIRED']);
    expect(codes(await add({ approvalPolicy: 'NOBODY' }))).toEqual(['approvalPolicy UNKNOWN_VALUE']);
    const added = await made('admin.01', 'addDowntimeReason', reason, 'DowntimeReason');
    expect(added).toMatchObject({
      level: 3,
      approvalPolicy: 'STANDARD',
      parent: { code: 'LIFT_ESP' },
      expiryDate: null,
    });
    expect(await add({})).toMatchObject({ outcome: 'CONFLICT', current: { id: added.id } });
    const kept = await submitted({ reasonCode1: 'LIFT', reasonCode2: 'LIFT_ESP', reasonCode3: 'LIFT_ESP_SHAFT' });
    const approved = await made(FOREMAN, 'approveDowntime', seen(kept));
    const mistyped = { ...seen(added), expiryDate: '2052-01-01' };
    const future = await made('admin.01', 'retireDowntimeReason', mistyped, 'DowntimeReason');
    const back = { ...seen(future), expiryDate: null };
    const again = await made('admin.01', 'retireDowntimeReason', back, 'DowntimeReason');
    expect([future.expiryDate, again.expiryDate]).toEqual(['2052-01-01', null]);
    const retire = { ...seen(again), expiryDate: '2025-01-01' };
    expect((await made('admin.01', 'retireDowntimeReason', retire, 'DowntimeReason')).expiryDate).toBe('2025-01-01');
    const twice = await ask('admin.01', 'retireDowntimeReason', { ...retire, expectedVersion: 4 }, 'DowntimeReason');
    expect(codes(twice)).toEqual(['record NOT_ALLOWED_NOW']);
    const amendment = { ...seen(approved), reason: 'a word more', comments: 'twisted off' };
    expect(await made(OPERATOR, 'amendDowntime', amendment)).toMatchObject({ approvalStatus: 'SUBMITTED' });
    const draft = await started({ reasonCode1: 'LIFT', reasonCode2: 'LIFT_ESP', reasonCode3: 'LIFT_ESP_SHAFT' });
    expect(codes(await ask(OPERATOR, 'submitDowntime', seen(draft)))).toEqual(['reasonCode3 UNKNOWN_VALUE']);
    const input = { clientRequestId: randomUUID(), ...reason, code: 'LIFT_ESP_OTHER' };
    const refused = await send(OPERATOR, mutation('addDowntimeReason', 'DowntimeReason'), { input });
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('hours are split by the local days, of 23 and 25 hours where the clocks change', async () => {
    const days = async (given: object, args = '') => {
      const { id } = await started({ completion: completions[1]?.id, reasonCode1: null, ...given });
      const { data, errors } = await send(
        OPERATOR,
        `query ($id: ID!) { downtimeEvent(id: $id) { hoursByDay${args} { day hours } } }`,
        { id },
      );
      expect(errors).toBeUndefined();
      return data.downtimeEvent.hoursByDay.map(({ day, hours }: any) => `${day} ${hours}`);
    };
    const spring = { startedAt: '2025-03-08T12:00:00-06:00', endedAt: '2025-03-10T06:00:00-05:00' };
    expect(await days(spring)).toEqual(['2025-03-08 12', '2025-03-09 23', '2025-03-10 6']);
    const autumn = { startedAt: '2025-11-01T23:30:00-05:00', endedAt: '2025-11-03T00:30:00-06:00' };
    expect(await days(autumn)).toEqual(['2025-11-01 0.5', '2025-11-02 25', '2025-11-03 0.5']);
    const open = { startedAt: '2025-12-01T12:00:00-06:00', endedAt: null };
    const window = '(from: "2025-12-02T00:00:00-06:00", until: "2025-12-03T06:00:00-06:00")';
    expect(await days(open, window)).toEqual(['2025-12-02 24', '2025-12-03 6']);
  });

  test('the queue and the hours of many events are asked with few statements', async () => {
    for (let round = 0; round < 3; round += 1) await submitted();
    const before = { ops: gateway.ops?.statements().length ?? 0, prodview: gateway.prodview.statements().length };
    const { count, items } = await queue('approver.01', false, 2);
    expect(items).toHaveLength(2);
    expect(count).toBeGreaterThan(2);
    // The page, the viewer's own decisions, the count; the steps and the events to be shown.
    expect((gateway.ops?.statements().length ?? 0) - before.ops).toBeLessThanOrEqual(5);
    const prodview = gateway.prodview.statements().length;
    await send(
      FOREMAN,
      '{ recordedDowntimeEvents(first: 10) { nodes { hoursByDay(until: "2025-06-01T00:00:00Z") { hours } } } }',
      {},
    );
    expect(gateway.prodview.statements().length - prodview).toBeLessThanOrEqual(1);
    const wrong = await send(FOREMAN, QUEUE, { mine: true, first: 201 });
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
  });

  test('events are counted and summed by reason and day', async () => {
    const groups =
      'groups(by: [REASON_CODE1, STARTED_AT_DAY], first: 100) { key { reasonCode1 startedAtDay } count sum { durationHours } }';
    const { data, errors } = await send(FOREMAN, `{ recordedDowntimeEvents { ${groups} } }`, {});
    expect(errors).toBeUndefined();
    expect(data.recordedDowntimeEvents.groups.length).toBeGreaterThan(5);
  });

  test('records are what their events lead to', async () => {
    expect(await verify(store, ENTITIES)).toEqual([]);
  });
});
