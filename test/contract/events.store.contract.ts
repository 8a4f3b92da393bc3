import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EventStore } from '../../src/events/event-store.js';
import { historyOf, stateAsOf } from '../../src/events/history.js';
import { strangers, verify } from '../../src/events/verify.js';
import type { Write } from '../../src/events/write.js';
import { changeOf, dayOf, openEvents, requestOf } from '../support/ops.js';
import type { Engine } from '../support/postgres.js';

const ENTITIES = ['daily_production', 'downtime_event', 'downtime_reason'];

/** What every engine's event store holds to. */
export function eventStoreContract(engine: () => Engine): void {
  let store: EventStore;
  let close: () => Promise<void>;
  beforeAll(() => {
    ({ store, close } = openEvents(engine()));
  });
  afterAll(() => close());

  const row = async (rowId: string) =>
    (await store.read<any>('select * from ops.daily_production where row_id = $1', [rowId]))[0];
  const count = async (text: string, values: unknown[] = []) =>
    Number((await store.read<any>(`select count(*) from ${text}`, values))[0].count);

  describe('a request', () => {
    test('writes the state, the event, the outbox row and its key, with who and when from the store', async () => {
      const write = dayOf({ oil_volume_bbl: 12.3456, remark: 'as gauged' });
      const request = requestOf([write]);
      const answer = await store.commit(request);
      expect(answer).toMatchObject({ is: 'written', outcome: { rowId: write.rowId } });
      expect(await row(write.rowId)).toMatchObject({
        row_version: 1,
        row_created_by: 'user:operator.01',
        row_changed_by: 'user:operator.01',
        client_request_id: request.clientRequestId,
        active_ind: 'Y',
        source: 'GATEWAY',
        oil_volume_bbl: '12.3456',
        gas_volume_mcf: null,
        remark: 'as gauged',
      });
      const [event, ...more] = await historyOf(store, 'daily_production', write.rowId);
      expect(more).toEqual([]);
      expect(event).toMatchObject({ version: 1, kind: 'RECORDED', actor: 'user:operator.01', role: 'leaseOperator' });
      expect(event?.patch).toMatchObject({ oil_volume_bbl: 12.3456, activity_type: 'PRODUCTION', row_version: 1 });
      const rows = await store.read<any>('select * from ops.outbox where row_id = $1', [write.rowId]);
      expect(rows).toMatchObject([
        { entity: 'daily_production', network: 'N1', unit: 'U1', route: 'R1', facility: null },
      ]);
      expect(rows[0].event_seq).toBe((answer as { sequence: string }).sequence);
    });

    test('keeps numbers as they are, whatever a float would make of their sum', async () => {
      const write = dayOf({ oil_volume_bbl: 99999999999999.9, gas_volume_mcf: 0.1 });
      await store.commit(requestOf([write]));
      await store.commit(requestOf([changeOf(write.rowId, 1, { gas_volume_mcf: 0.3 })]));
      const rows = await store.read<any>(
        "select oil_volume_bbl = 99999999999999.9 as oil, gas_volume_mcf = 0.3 as gas, (select patch ->> 'gas_volume_mcf' from ops.event where row_id = $1 and version = 2) as kept from ops.daily_production where row_id = $1",
        [write.rowId],
      );
      expect(rows).toEqual([{ oil: true, gas: true, kept: '0.3000' }]);
    });

    test('changes only what its patch names, null included', async () => {
      const write = dayOf({ remark: 'a', gas_volume_mcf: 5 });
      await store.commit(requestOf([write]));
      const changed = requestOf([changeOf(write.rowId, 1, { remark: null, oil_volume_bbl: 11 })], { actor: 'user:b' });
      expect((await store.commit(changed)).is).toBe('written');
      expect(await row(write.rowId)).toMatchObject({
        row_version: 2,
        remark: null,
        oil_volume_bbl: '11.0000',
        gas_volume_mcf: '5.0000',
        row_created_by: 'user:operator.01',
        row_changed_by: 'user:b',
      });
      const [, second] = await historyOf(store, 'daily_production', write.rowId);
      expect(second?.patch).toMatchObject({ remark: null, oil_volume_bbl: 11, row_version: 2 });
      expect(Object.keys(second?.patch ?? {}).sort()).toEqual([
        'oil_volume_bbl',
        'remark',
        'row_changed_by',
        'row_changed_date',
        'row_version',
      ]);
    });

    test('may write several streams, and all of them fail with one', async () => {
      const [first, second] = [dayOf(), dayOf({ oil_volume_bbl: -1 })];
      expect(await store.commit(requestOf([first, second]))).toMatchObject({ is: 'refused', class: 'check' });
      expect(await row(first.rowId)).toBeUndefined();
      const both = requestOf([first, { ...second, patch: { ...second.patch, oil_volume_bbl: 1 } }]);
      expect((await store.commit(both)).is).toBe('written');
      expect((await row(second.rowId)).oil_volume_bbl).toBe('1.0000');
    });

    test.each(['FIELD_APP', 'IMPORT', undefined] as const)(
      'keeps with what it makes that it came by %s',
      async (source) => {
        const [write, policys] = [dayOf(), { ...dayOf(), by: 'POLICY:X' }];
        const request = requestOf([write], source && { source });
        await store.commit(request);
        await store.commit(requestOf([policys, dayOf()], source && { source }));
        expect((await row(write.rowId)).source).toBe(source ?? 'GATEWAY');
        expect((await row(policys.rowId)).source).toBe('GATEWAY');
        const [event] = await historyOf(store, 'daily_production', write.rowId);
        expect(event?.patch.source).toBe(source ?? 'GATEWAY');
        await store.commit(requestOf([changeOf(write.rowId, 1, { remark: 'later' })], { source: 'IMPORT' }));
        expect((await row(write.rowId)).source).toBe(source ?? 'GATEWAY');
        expect(await verify(store, ['daily_production'])).toEqual([]);
      },
    );

    test('cannot set what the store itself keeps, or a column that there is not', async () => {
      await expect(store.commit(requestOf([dayOf({ row_created_by: 'user:other' })]))).rejects.toThrow();
      await expect(store.commit(requestOf([dayOf({ source: 'IMPORT' })]))).rejects.toThrow();
      await expect(store.commit(requestOf([dayOf({ oil: 1 })]))).rejects.toThrow();
    });
  });

  describe('a key', () => {
    test('that comes again with the same body is told the same, and nothing is written', async () => {
      const write = dayOf();
      const request = requestOf([write]);
      const first = await store.commit(request);
      const again = await store.commit({ ...request, writes: [dayOf()], outcome: { rowId: 'another' } });
      expect(again).toEqual({ ...first, is: 'replayed' });
      expect(await count('ops.event where client_request_id = $1', [request.clientRequestId])).toBe(1);
    });

    test('that comes with another body or command is refused', async () => {
      const request = requestOf([dayOf()]);
      await store.commit(request);
      const others = [{ bodyHash: 'b' }, { command: 'startDowntime' }];
      for (const other of others)
        expect(await store.commit({ ...request, writes: [dayOf()], ...other })).toEqual({ is: 'keyReused' });
      expect((await store.commit({ ...request, actor: 'user:b', writes: [dayOf()] })).is).toBe('written');
    });

    test('of a request that was refused is free again', async () => {
      const request = requestOf([dayOf({ hours_on: 26 })]);
      expect((await store.commit(request)).is).toBe('refused');
      expect((await store.commit({ ...request, bodyHash: 'b', writes: [dayOf()] })).is).toBe('written');
    });

    test('that is sent 64 times at once makes one record', async () => {
      const clientRequestId = randomUUID();
      const send = () => store.commit(requestOf([dayOf({ completion_id: 'one' })], { clientRequestId, outcome: {} }));
      const answers = await Promise.all(Array.from({ length: 64 }, send));
      expect(answers.filter(({ is }) => is === 'written')).toHaveLength(1);
      expect(answers.filter(({ is }) => is === 'replayed')).toHaveLength(63);
      expect(new Set(answers.map((answer) => 'sequence' in answer && answer.sequence)).size).toBe(1);
      expect(await count('ops.daily_production where client_request_id = $1', [clientRequestId])).toBe(1);
    });

    test('is not forgotten before thirty days of the database, whatever is asked', async () => {
      const [old, young] = [requestOf([dayOf()]), requestOf([dayOf()])];
      for (const request of [old, young]) await store.commit(request);
      await close();
      await engine().asOwner(async (client) => {
        const age =
          'update ops.idempotency set created_at = clock_timestamp() - $2::interval where client_request_id = $1';
        await client.query(age, [old.clientRequestId, '31 days']);
        await client.query(age, [young.clientRequestId, '29 days']);
      });
      ({ store, close } = openEvents(engine()));
      await store.read("select ops.forget_requests('0 days')");
      expect(await store.recorded(old.actor, old.clientRequestId)).toBeUndefined();
      expect(await store.recorded(young.actor, young.clientRequestId)).toBeDefined();
    });
  });

  describe('a version', () => {
    test('that is not the record’s any more writes nothing', async () => {
      const write = dayOf();
      await store.commit(requestOf([write]));
      await store.commit(requestOf([changeOf(write.rowId, 1, { remark: 'first' })]));
      const late = requestOf([dayOf({}, randomUUID()), changeOf(write.rowId, 1, { remark: 'late' })]);
      expect(await store.commit(late)).toEqual({ is: 'stale', entity: 'daily_production', rowId: write.rowId });
      expect((await row(write.rowId)).remark).toBe('first');
      expect(await row(late.writes[0]?.rowId ?? '')).toBeUndefined();
      expect(await store.recorded(late.actor, late.clientRequestId)).toBeUndefined();
    });

    test('has one winner, however many write at once', async () => {
      const write = dayOf();
      await store.commit(requestOf([write]));
      const writers = Array.from({ length: 20 }, (_, at) =>
        requestOf([changeOf(write.rowId, 1, { remark: `w${at}` })]),
      );
      const answers = await Promise.all(writers.map((request) => store.commit(request)));
      expect(answers.filter(({ is }) => is === 'written')).toHaveLength(1);
      expect(answers.filter(({ is }) => is === 'stale')).toHaveLength(19);
      expect((await historyOf(store, 'daily_production', write.rowId)).map(({ version }) => version)).toEqual([1, 2]);
    });

    test('of a record that is made twice is refused by its key', async () => {
      const write = dayOf();
      await store.commit(requestOf([write]));
      expect(await store.commit(requestOf([dayOf({}, write.rowId)]))).toMatchObject({ is: 'refused', class: 'unique' });
    });
  });

  describe('a gateway whose clock is wrong', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    test('is one of several copies like any other: order, times and answers are the database’s', async () => {
      const write = dayOf();
      const first = requestOf([write]);
      const before = await store.clock.now();
      // Each with a clock of its own; the embedded database has one connection for all.
      const [ahead, behind] = [new EventStore(store.database), new EventStore(store.database)];
      const at = (hours: number) => vi.useFakeTimers({ toFake: ['Date'], now: Number(before) + hours * 3_600_000 });
      at(48);
      expect(await ahead.commit(first)).toMatchObject({ is: 'written' });
      at(-48);
      expect(await behind.commit(requestOf([changeOf(write.rowId, 1, { oil_volume_bbl: 2 })]))).toMatchObject({
        is: 'written',
      });
      expect(await behind.commit(first)).toMatchObject({ is: 'replayed' });
      for (const each of [ahead, behind]) {
        const differs = Number(await each.clock.now()) - Number(before);
        expect(differs).toBeGreaterThanOrEqual(-1_000);
        expect(differs).toBeLessThan(60_000);
      }
      vi.useRealTimers();
      const events = await historyOf(store, 'daily_production', write.rowId);
      expect(events.map(({ version }) => version)).toEqual([1, 2]);
      const times = events.map(({ recordedAt }) => Date.parse(recordedAt) - Number(before));
      expect(times).toEqual([...times].sort((one, other) => one - other));
      for (const time of times) expect(Math.abs(time)).toBeLessThan(60_000);
    });
  });

  describe('several requests in one transaction', () => {
    test('are all written, those that came before told again', async () => {
      const [known, fresh] = [requestOf([dayOf()]), requestOf([dayOf()])];
      await store.commit(known);
      expect((await store.commitAll([known, fresh])).map(({ is }) => is)).toEqual(['replayed', 'written']);
    });

    test('are told once that they were written, where one comes twice', async () => {
      const twice = async (records: number) => {
        const requests = Array.from({ length: 2 }, () => requestOf(Array.from({ length: records }, () => dayOf())));
        const [one, other] = requests as [(typeof requests)[0], (typeof requests)[0]];
        return [one, other, one] as const;
      };
      for (const records of [1, 2]) {
        const [together, apart] = [await twice(records), await twice(records)];
        const answers = [await store.commitAll(together), await store.commitEach(apart)];
        for (const answer of answers) {
          expect(answer.map(({ is }) => is)).toEqual(['written', 'written', 'replayed']);
          const [first, , again] = answer;
          expect(again).toEqual({ ...first, is: 'replayed' });
        }
      }
    });

    test('are none of them written where one cannot be', async () => {
      const requests = [requestOf([dayOf()]), requestOf([dayOf({ hours_on: 30 })]), requestOf([dayOf()])];
      expect((await store.commitAll(requests)).map(({ is }) => is)).toEqual(['abandoned', 'refused', 'abandoned']);
      for (const { writes } of requests) expect(await row(writes[0]?.rowId ?? '')).toBeUndefined();
    });
  });

  describe('a constraint', () => {
    test('is told by its name', async () => {
      const day = dayOf({ completion_id: 'twice' });
      await store.commit(requestOf([day]));
      const again = await store.commit(requestOf([dayOf({ completion_id: 'twice' })]));
      expect(again).toEqual({ is: 'refused', constraint: 'daily_production_natural_key', class: 'unique' });
    });

    test('keeps who wrote a record from deciding it', async () => {
      const write = dayOf();
      await store.commit(requestOf([write]));
      const decision = changeOf(write.rowId, 1, { remark: 'decided' }, 'APPROVED');
      const own = await store.commit(requestOf([decision]));
      expect(own).toMatchObject({ is: 'refused', constraint: 'decided_by_another' });
      expect((await store.commit(requestOf([decision], { actor: 'user:foreman.01' }))).is).toBe('written');
      const amended = changeOf(write.rowId, 2, { remark: 'again' });
      await store.commit(requestOf([amended], { actor: 'user:foreman.01' }));
      const second = { ...decision, expectedVersion: 3 };
      expect((await store.commit(requestOf([second], { actor: 'user:foreman.01' }))).is).toBe('refused');
      expect((await store.commit(requestOf([second]))).is).toBe('written');
    });
  });

  test('of downtime those decide not who submitted it or edited it last, whoever wrote to it before', async () => {
    const [began, edited, submitted] = ['user:foreman.01', 'user:b', 'user:c'];
    const where = { id_flownet: 'N1', unit_id: 'U1', completion_id: `C${randomUUID()}`, reason_code_1: 'LIFT' };
    const downtime = (version: number, kind: string, patch: Write['patch']): Write => {
      const made = version === 0 ? { ...where, started_at: '2024-03-01T06:00:00Z' } : {};
      return { ...changeOf(rowId, version, { ...made, ...patch }, kind), entity: 'downtime_event' };
    };
    const rowId = randomUUID();
    const write = (actor: string, ...of: Parameters<typeof downtime>) =>
      store.commit(requestOf([downtime(...of)], { actor }));
    await write(began, 0, 'STARTED', { last_editor: began });
    await write(edited, 1, 'EDITED', { last_editor: edited, comments: 'x' });
    const asked = { approval_status: 'SUBMITTED', submitted_by: submitted, submitted_at: '2024-03-02T06:00:00Z' };
    expect((await write(submitted, 2, 'SUBMITTED', asked)).is).toBe('written');
    const decision = { approval_status: 'APPROVED', decided_at: '2024-03-03T06:00:00Z' };
    for (const own of [edited, submitted]) {
      const refused = { is: 'refused', constraint: 'decided_by_another' };
      expect(await write(own, 3, 'STEP_APPROVED', {})).toMatchObject(refused);
      const forged = { ...decision, approver: own, last_editor: 'user:d', submitted_by: 'user:d' };
      expect(await write(own, 3, 'APPROVED', forged)).toMatchObject(refused);
      const refusedByRow = await write(own, 3, 'APPROVED', { ...decision, approver: own });
      expect(refusedByRow).toMatchObject({ is: 'refused', constraint: 'downtime_event_approver' });
    }
    expect((await write(began, 3, 'STEP_APPROVED', {})).is).toBe('written');
    expect((await write(began, 4, 'APPROVED', { ...decision, approver: began })).is).toBe('written');
  });

  describe('a review', () => {
    const review = (rowId: string, version: number, actor: string) =>
      store.commit(requestOf([changeOf(rowId, version, { row_quality: 'GOOD' }, 'REVIEWED')], { actor }));

    test('is nobody’s who wrote to the record, and keeps its writer from no decision of others', async () => {
      const write = dayOf();
      await store.commit(requestOf([write]));
      await store.commit(requestOf([changeOf(write.rowId, 1, { remark: 'x' })], { actor: 'user:b' }));
      const own = { is: 'refused', constraint: 'reviewed_by_another', class: 'check' };
      expect(await review(write.rowId, 2, 'user:operator.01')).toEqual(own);
      expect(await review(write.rowId, 2, 'user:b')).toEqual(own);
      expect((await review(write.rowId, 2, 'user:foreman.01')).is).toBe('written');
      const approved = requestOf([changeOf(write.rowId, 3, { remark: 'y' }, 'APPROVED')], { actor: 'user:foreman.01' });
      expect((await store.commit(approved)).is).toBe('written');
      expect((await review(write.rowId, 4, 'user:foreman.01')).is).toBe('written');
      expect(await review(write.rowId, 5, 'user:operator.01')).toEqual(own);
    });
  });

  describe('the record', () => {
    test('is what it was at an instant', async () => {
      const write = dayOf({ oil_volume_bbl: 1, remark: 'x' });
      await store.commit(requestOf([write]));
      const [first] = await historyOf(store, 'daily_production', write.rowId);
      const then = new Date(first?.recordedAt ?? '');
      await store.commit(requestOf([changeOf(write.rowId, 1, { oil_volume_bbl: 2, remark: null })]));
      const state = (at: Date) => stateAsOf(store, 'daily_production', write.rowId, at);
      // To the millisecond, which JavaScript has, the first event lies within the next.
      expect(await state(new Date(then.getTime() + 1))).toBeDefined();
      expect(await state(new Date(then.getTime() - 1))).toBeUndefined();
      expect(await state(new Date('2999-01-01'))).toMatchObject({ oil_volume_bbl: 2, remark: null, row_version: 2 });
    });

    test('is what its events lead to, and a change behind their back is found', async () => {
      expect(await verify(store, ENTITIES)).toEqual([]);
      expect(await strangers(store, ENTITIES)).toEqual([]);
      const [changed, removed] = [dayOf(), dayOf()];
      for (const write of [changed, removed]) await store.commit(requestOf([write]));
      const added = randomUUID();
      await close();
      await engine().asOwner(async (client) => {
        await client.query('update ops.daily_production set oil_volume_bbl = 77 where row_id = $1', [changed.rowId]);
        await client.query('delete from ops.daily_production where row_id = $1', [removed.rowId]);
        await client.query(
          `insert into ops.daily_production (row_id, id_flownet, unit_id, completion_id, production_date,
             row_created_by, row_created_date, row_changed_by, row_changed_date)
           values ($1, 'N1', 'U1', 'behind', '2024-01-01', 'x', now(), 'x', now())`,
          [added],
        );
      });
      ({ store, close } = openEvents(engine()));
      const found = await verify(store, ENTITIES);
      expect(found).toHaveLength(3);
      expect(found).toContainEqual({
        entity: 'daily_production',
        rowId: changed.rowId,
        fault: 'differs',
        columns: ['oil_volume_bbl'],
      });
      expect(found).toContainEqual({
        entity: 'daily_production',
        rowId: removed.rowId,
        fault: 'no state',
        columns: [],
      });
      expect(found).toContainEqual({ entity: 'daily_production', rowId: added, fault: 'no events', columns: [] });
    });

    test.each([
      'update ops.event set actor = actor',
      'delete from ops.event',
      'truncate ops.event cascade',
      'delete from ops.idempotency',
      'delete from ops.daily_production',
      "update ops.idempotency set body_hash = 'x'",
    ])('cannot be rewritten by the gateway: %s', async (text) => {
      await expect(store.database.pool.query(text)).rejects.toMatchObject({ code: '42501' });
    });
  });
}
