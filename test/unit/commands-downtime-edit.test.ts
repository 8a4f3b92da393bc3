import { describe, expect, test } from 'vitest';
import { addDowntimeReason } from '../../src/commands/add-downtime-reason.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import { type Meanwhile, NOTHING_MEANWHILE } from '../../src/commands/downtime-conflicts.js';
import { editDowntime } from '../../src/commands/edit-downtime.js';
import { matchDowntime } from '../../src/commands/match-downtime.js';
import type { Result } from '../../src/commands/outcome.js';
import type { Place } from '../../src/commands/place.js';
import { retireDowntimeReason } from '../../src/commands/retire-downtime-reason.js';
import { splitDowntime } from '../../src/commands/split-downtime.js';
import type { Row } from '../../src/sources/row-source.js';
import { placeOf } from '../support/place.js';

const place = placeOf({ facility: null, row: {} });
const moment = { now: new Date('2025-02-01T12:00:00Z'), actor: 'user:o', newId: () => 'new' };
const toDraft = { from_status: 'REJECTED', to_status: 'DRAFT', permission: 'write:downtime', needs_reason: false };
const asker = { id: 'user:o', role: 'leaseOperator', permissions: new Set(['write:downtime']) as never };
const draft: Row = {
  row_id: 'e',
  row_version: 4,
  active_ind: 'Y',
  id_flownet: 'N',
  unit_id: 'U',
  completion_id: 'C',
  downtime_type: 'EVENT',
  started_at: '2025-01-10T06:00:00Z',
  ended_at: '2025-01-10T18:00:00Z',
  planned_end_at: '2025-01-10T16:00:00Z',
  planned_hours: 10,
  deferred_oil_bbl: 80,
  product: null,
  location: 'wellhead',
  is_failure: true,
  percent_down: 100,
  reason_code_1: 'LIFT',
  reason_code_2: 'LIFT_ESP',
  reason_code_3: 'LIFT_ESP_MOTOR',
  comments: 'tripped',
  approval_status: 'DRAFT',
};
const factsOf = (own: object = {}, recorded: Meanwhile = NOTHING_MEANWHILE) => ({
  ...recorded,
  row: { ...draft, ...own } as Row,
  place,
  asker,
  transitions: [toDraft],
  approvals: [],
  policy: undefined,
});
const given = { clientRequestId: 'request-1', record: 'x' };
const changesOf = (decision: Decision) => {
  expect(decision).toHaveProperty('changes');
  return (decision as Decided).changes;
};
const said = (decision: Decision) => (decision as Result).userErrors.map(({ path, code }) => `${path} ${code}`);

describe('a draft', () => {
  const edit = (more: object, own?: object, recorded?: Meanwhile) =>
    editDowntime.decide({ ...given, ...more }, factsOf(own, recorded), moment);

  test('is what its edit says, and what is left out stays', () => {
    const estimates = { plannedHours: 6, deferredOilBbl: 12.5, deferredGasMcf: 3, deferredWaterBbl: null };
    const [edited] = changesOf(edit({ ...estimates, endedAt: null }));
    expect(edited).toMatchObject({ kind: 'EDITED', expectedVersion: 4 });
    expect(edited?.patch).toEqual({
      planned_hours: 6,
      deferred_oil_bbl: 12.5,
      deferred_gas_mcf: 3,
      deferred_water_bbl: null,
      ended_at: null,
      last_editor: 'user:o',
    });
  });

  test.each([
    [{ reasonCode1: 'WEATHER' }, { reason_code_1: 'WEATHER', reason_code_2: null, reason_code_3: null }],
    [{ reasonCode2: 'LIFT_PLUNGER' }, { reason_code_2: 'LIFT_PLUNGER', reason_code_3: null }],
    [{ reasonCode1: 'LIFT' }, { reason_code_1: 'LIFT' }],
  ])('with %o leaves no reason beneath another', (more, expected) => {
    const { last_editor, ...patch } = changesOf(edit(more))[0]?.patch ?? {};
    expect(patch).toEqual(expected);
  });

  test('is what a rejected event is once it is edited; others are none', () => {
    const rejected = { approval_status: 'REJECTED', approver: 'user:f', decided_at: '2025-01-12T00:00:00Z' };
    expect(changesOf(edit({}, rejected))[0]?.patch).toEqual({
      last_editor: 'user:o',
      approval_status: 'DRAFT',
      approver: null,
      decided_at: null,
    });
    for (const approval_status of ['SUBMITTED', 'APPROVED', 'VOID'])
      expect(said(edit({}, { approval_status }))).toEqual(['record NOT_ALLOWED_NOW']);
    expect(said(edit({}, { active_ind: 'N' }))).toEqual(['record NOT_ALLOWED_NOW']);
  });

  test.each([
    [{ startedAt: null }, 'startedAt REQUIRED'],
    [{ startedAt: '2025-01-10T18:00:00.000Z', plannedEndAt: null }, 'endedAt INCONSISTENT'],
    [{ plannedEndAt: '2025-01-10T06:00:00.000Z' }, 'plannedEndAt INCONSISTENT'],
    [{ endedAt: '2025-02-01T12:06:00.000Z' }, 'endedAt IN_THE_FUTURE'],
    [{ startedAt: '2024-12-31T12:00:00.000Z' }, 'startedAt PERIOD_LOCKED'],
  ])('with %o is refused: %s', (more, expected) => {
    expect(said(edit(more))).toEqual([expected]);
  });

  test.each(['reasonCode1', 'reasonCode2', 'reasonCode3', 'deferredOilBbl', 'deferredGasMcf', 'deferredWaterBbl'])(
    'that began on a closed day keeps its %s',
    (field) => {
      const begun = { started_at: '2024-12-31T06:00:00Z', ended_at: null };
      for (const value of [field.startsWith('reason') ? 'WEATHER' : 9999, null])
        expect(said(edit({ [field]: value }, begun))).toEqual([`${field} PERIOD_LOCKED`]);
      changesOf(edit({ comments: 'x', plannedHours: 40 }, begun));
    },
  );
});

describe('a draft whose new times contradict what else is recorded', () => {
  const edit = (more: object, own: object, recorded: Partial<Meanwhile>) => {
    const decision = editDowntime.decide(
      { ...given, ...more },
      factsOf(own, { ...NOTHING_MEANWHILE, ...recorded }),
      moment,
    );
    const quality = changesOf(decision)[0]?.patch.row_quality;
    return [quality, ...((decision as Decided).warnings ?? []).map(({ path, code }) => `${path} ${code}`.trim())];
  };

  test('is written, told and marked', () => {
    const later = { endedAt: '2025-01-10T20:00:00.000Z' };
    const shutIn = { status: { status: 'Shut In' } };
    expect(edit(later, { ended_at: null }, shutIn)).toEqual(['SUSPECT', 'endedAt STATUS_CONFLICT']);
    const full = { reported: { days: [{ production_date: '2025-01-11', hours_on: 24 }], beside: [] } };
    const moved = { startedAt: '2025-01-11T07:00:00.000Z', endedAt: '2025-01-11T17:00:00.000Z', plannedEndAt: null };
    expect(edit(moved, {}, full)).toEqual(['SUSPECT', 'STATUS_CONFLICT']);
    expect(edit(later, {}, full)).toEqual([undefined]);
    const since = { status: { status: 'Producing', effective_at: '2025-01-12T00:00:00Z' } };
    expect(edit({ endedAt: null }, {}, since)).toEqual(['SUSPECT', 'startedAt STATUS_CONFLICT']);
  });
});

describe('a split', () => {
  const split = (more: object, own?: object) =>
    splitDowntime.decide({ ...given, at: '2025-01-10T12:00:00.000Z', ...more }, factsOf(own), moment);

  test('makes two that touch; estimates of the whole hold for neither, and the planned end is the part’s that it lies in', () => {
    const none = { planned_hours: null, deferred_oil_bbl: null, deferred_gas_mcf: null, deferred_water_bbl: null };
    const [first, second] = changesOf(split({}));
    expect(first).toMatchObject({ rowId: 'e', kind: 'SPLIT', expectedVersion: 4 });
    const edit = { last_editor: 'user:o', ...none };
    expect(first?.patch).toEqual({ ended_at: '2025-01-10T12:00:00.000Z', planned_end_at: null, ...edit });
    expect(second).toMatchObject({ rowId: 'new', kind: 'SPLIT_OFF', expectedVersion: 0 });
    expect(second?.patch).toMatchObject({
      started_at: '2025-01-10T12:00:00.000Z',
      ended_at: draft.ended_at,
      planned_end_at: draft.planned_end_at,
      reason_code_3: 'LIFT_ESP_MOTOR',
      location: 'wellhead',
      is_failure: true,
      comments: 'tripped',
      ...edit,
    });
    const early = { planned_end_at: '2025-01-10T12:00:00Z' };
    expect(changesOf(split({}, early)).map(({ patch }) => patch.planned_end_at)).toEqual([early.planned_end_at, null]);
  });

  test('of one that began on a closed day leaves the first what was estimated, and the second nothing', () => {
    const begun = { started_at: '2024-12-31T06:00:00Z' };
    const [first, second] = changesOf(split({}, begun));
    const edit = { planned_end_at: null, last_editor: 'user:o' };
    expect(first?.patch).toEqual({ ended_at: '2025-01-10T12:00:00.000Z', ...edit });
    const none = { planned_hours: null, deferred_oil_bbl: null, deferred_gas_mcf: null, deferred_water_bbl: null };
    expect(second?.patch).toMatchObject(none);
  });

  test('may give the second a reason of its own, with nothing of the first’s beneath it', () => {
    const [, second] = changesOf(split({ reasonCode1: 'WEATHER', comments: 'storm' }));
    const beneath = { reason_code_2: null, reason_code_3: null };
    expect(second?.patch).toMatchObject({ reason_code_1: 'WEATHER', comments: 'storm', ...beneath });
    const [, other] = changesOf(split({ reasonCode2: 'ROD_PART' }));
    expect(other?.patch).toMatchObject({ reason_code_2: 'ROD_PART', reason_code_3: null });
  });

  test.each([
    [{ at: '2025-01-10T06:00:00.000Z' }, {}, 'at INCONSISTENT'],
    [{ at: '2025-01-10T18:00:00.000Z' }, {}, 'at INCONSISTENT'],
    [{ at: '2025-02-01T12:06:00.000Z' }, { ended_at: null }, 'at IN_THE_FUTURE'],
    [{ at: '2024-12-31T12:00:00.000Z' }, { started_at: '2024-12-31T06:00:00Z' }, 'at PERIOD_LOCKED'],
    [{}, { approval_status: 'APPROVED' }, 'record NOT_ALLOWED_NOW'],
  ])('with %o of %o is refused: %s', (more, own, expected) => {
    expect(said(split(more, own))).toEqual([expected]);
  });

  test('of one that lasts still leaves the second open', () => {
    expect(changesOf(split({}, { ended_at: null }))[1]?.patch.ended_at).toBeNull();
  });
});

describe('a record of ProdView', () => {
  const approved = { approval_status: 'APPROVED' };
  const record = {
    id_rec: 'P',
    id_rec_parent: 'C',
    downtime_type: 'Single Day',
    first_day: '2025-01-08',
    last_day: null,
  };
  const found = { ...place, row: record };
  const lasting = (first_day: string, last_day: string | null) => ({
    ...found,
    row: { ...record, downtime_type: 'Event', first_day, last_day },
  });
  const on = (first_day: string | null) => ({ ...found, row: { ...record, first_day } });
  const match = (own: object, other: Place | undefined = found) =>
    matchDowntime.decide(given, { row: { ...draft, ...own }, place, found: other }, moment);

  test('is named by an approved event that is over, which stays what was approved; or by none', () => {
    expect(changesOf(match(approved))).toMatchObject([{ kind: 'MATCHED', patch: { prodview_downtime_id: 'P' } }]);
    const none = matchDowntime.decide(given, { row: { ...draft, ...approved }, place, found: undefined }, moment);
    expect(changesOf(none)[0]?.patch).toEqual({ prodview_downtime_id: null });
  });

  // The event is of 10 January.
  test.each([on('2024-12-10'), on('2025-02-10'), lasting('2024-10-01', '2024-12-10'), lasting('2024-10-01', null)])(
    'may lie 31 days from it: %o',
    (other) => {
      expect(changesOf(match(approved, other))).toMatchObject([{ kind: 'MATCHED' }]);
    },
  );

  test.each([
    [{ approval_status: 'DRAFT' }, found, 'record NOT_ALLOWED_NOW'],
    [{ approval_status: 'SUBMITTED' }, found, 'record NOT_ALLOWED_NOW'],
    [{ ...approved, ended_at: null }, found, 'record NOT_ALLOWED_NOW'],
    [{ ...approved, active_ind: 'N' }, found, 'record NOT_ALLOWED_NOW'],
    [approved, { ...found, row: { ...record, id_rec_parent: 'D' } }, 'prodviewDowntime INCONSISTENT'],
    [approved, { ...found, network: 'M' }, 'prodviewDowntime INCONSISTENT'],
    [approved, on('2024-12-09'), 'prodviewDowntime INCONSISTENT'],
    [approved, on('2025-02-11'), 'prodviewDowntime INCONSISTENT'],
    [approved, on(null), 'prodviewDowntime INCONSISTENT'],
    [approved, lasting('2024-11-01', '2024-12-09'), 'prodviewDowntime INCONSISTENT'],
  ])('with %o and %o is not: %s', (own, other, expected) => {
    expect(said(match(own, other))).toEqual([expected]);
  });
});

describe('a reason', () => {
  const parent = { code: 'LIFT', level: 1, active_ind: 'Y', expiry_date: null, approval_policy: 'STANDARD' };
  const reason = { clientRequestId: 'request-1', code: 'LIFT_JET', parentCode: 'LIFT', longName: 'Jet pump' };
  const flags = { isPlanned: false, isControllable: true, countsAsDeferment: true, requiresComment: false };
  const add = (more: object = {}, loaded: object = {}) =>
    addDowntimeReason.decide(
      { ...reason, ...flags, ...more },
      { same: undefined, parent: parent as Row, policy: undefined, ...loaded },
      moment,
    );

  test('stands one level beneath another, whose policy is its own unless it says one', () => {
    expect(changesOf(add())[0]?.patch).toMatchObject({ code: 'LIFT_JET', level: 2, approval_policy: 'STANDARD' });
    const own = add(
      { parentCode: null, approvalPolicy: 'SAFETY' },
      { parent: undefined, policy: { policy_id: 'SAFETY' } },
    );
    expect(changesOf(own)[0]?.patch).toMatchObject({ level: 1, approval_policy: 'SAFETY' });
  });

  test.each([
    [{ code: 'lift' }, {}, 'code MALFORMED'],
    [{}, { parent: undefined }, 'parentCode UNKNOWN_VALUE'],
    [{}, { parent: { ...parent, level: 3 } }, 'parentCode OUT_OF_RANGE'],
    [{}, { parent: { ...parent, expiry_date: '2025-02-01' } }, 'parentCode INCONSISTENT'],
    [{}, { parent: { ...parent, active_ind: 'N' } }, 'parentCode INCONSISTENT'],
    [{ effectiveDate: '2026-01-01' }, { parent: { ...parent, expiry_date: '2026-01-01' } }, 'parentCode INCONSISTENT'],
    [{ parentCode: null }, { parent: undefined }, 'approvalPolicy REQUIRED'],
    [{ approvalPolicy: 'NONE' }, {}, 'approvalPolicy UNKNOWN_VALUE'],
  ])('with %o and %o is refused: %s', (more, loaded, expected) => {
    expect(said(add(more, loaded))).toContain(expected);
  });

  test('may stand beneath one that will be retired, and keeps its code to itself', () => {
    expect(changesOf(add({}, { parent: { ...parent, expiry_date: '2025-02-02' } }))).toHaveLength(1);
    expect(add({}, { same: { row_id: 'r' } })).toMatchObject({ outcome: 'CONFLICT', current: { rowId: 'r' } });
  });

  const retire = (own: object, more: object = { expiryDate: '2025-03-01' }, above?: Row) =>
    retireDowntimeReason.decide(
      { ...given, ...more },
      {
        row: { row_id: 'r', row_version: 1, active_ind: 'Y', effective_date: null, expiry_date: null, ...own },
        place,
        parent: above,
      },
      moment,
    );

  test('lasts no longer than the one above it', () => {
    const above = { ...parent, expiry_date: '2025-02-10' };
    expect(said(retire({}, undefined, above))).toEqual(['expiryDate INCONSISTENT']);
    expect(said(retire({ expiry_date: '2025-02-01' }, { expiryDate: null }, above))).toEqual([
      'expiryDate INCONSISTENT',
    ]);
    expect(changesOf(retire({}, { expiryDate: '2025-02-10' }, above))).toHaveLength(1);
  });

  test('is retired after its first day; a mistyped day is corrected or taken back', () => {
    const toMarch = [{ kind: 'RETIRED', patch: { expiry_date: '2025-03-01' } }];
    expect(changesOf(retire({}))).toMatchObject(toMarch);
    for (const expiry_date of ['2062-03-01', '2016-03-01']) {
      expect(changesOf(retire({ expiry_date }))).toMatchObject(toMarch);
      expect(changesOf(retire({ expiry_date }, { expiryDate: null }))).toMatchObject([
        { kind: 'REINSTATED', patch: { expiry_date: null } },
      ]);
    }
  });

  test.each([
    [{ expiry_date: '2025-03-01' }, undefined, 'record NOT_ALLOWED_NOW'],
    [{}, { expiryDate: null }, 'record NOT_ALLOWED_NOW'],
    [{ active_ind: 'N' }, undefined, 'record NOT_ALLOWED_NOW'],
    [{ effective_date: '2025-03-01' }, undefined, 'expiryDate INCONSISTENT'],
    [{}, {}, 'expiryDate REQUIRED'],
  ])('that has %o is not retired with %o: %s', (own, more, expected) => {
    expect(said(retire(own, more))).toEqual([expected]);
  });
});
