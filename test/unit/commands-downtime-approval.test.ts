import { describe, expect, test } from 'vitest';
import { amendDowntime } from '../../src/commands/amend-downtime.js';
import { approveDowntime } from '../../src/commands/approve-downtime.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import { delegateDowntime } from '../../src/commands/delegate-downtime.js';
import { isApproved } from '../../src/commands/downtime-chain.js';
import { NOTHING_MEANWHILE } from '../../src/commands/downtime-conflicts.js';
import type { DowntimeFacts, Submission } from '../../src/commands/downtime-facts.js';
import { endDowntime } from '../../src/commands/end-downtime.js';
import { escalateDowntime } from '../../src/commands/escalate-downtime.js';
import type { Result } from '../../src/commands/outcome.js';
import { rejectDowntime } from '../../src/commands/reject-downtime.js';
import { submitDowntime } from '../../src/commands/submit-downtime.js';
import { withdrawDowntime } from '../../src/commands/withdraw-downtime.js';
import type { Permission } from '../../src/auth/permissions.js';
import type { Row } from '../../src/sources/row-source.js';
import { placeOf } from '../support/place.js';

const place = placeOf({ facility: null, row: {} });
let made = 0;
const moment = (actor = 'user:f') => ({
  now: new Date('2025-02-01T12:00:00Z'),
  actor,
  newId: () => {
    made += 1;
    return `new ${made}`;
  },
});
const step = (from_status: string, to_status: string, permission: string, needs_reason = false) => ({
  from_status,
  to_status,
  permission,
  needs_reason,
});
/** As migrations begin the catalogue. */
const transitions = [
  step('DRAFT', 'SUBMITTED', 'write:downtime'),
  step('DRAFT', 'VOID', 'write:downtime'),
  step('SUBMITTED', 'VOID', 'write:downtime'),
  step('SUBMITTED', 'APPROVED', 'approve'),
  step('SUBMITTED', 'REJECTED', 'approve', true),
  step('REJECTED', 'DRAFT', 'write:downtime'),
  step('APPROVED', 'SUBMITTED', 'write:downtime', true),
];
const policyOf = (chain: string, roles: readonly string[], more: object = {}): Row => ({
  policy_id: 'P',
  chain,
  approver_roles: JSON.stringify(roles),
  auto_approve_planned_hours: null,
  auto_approve_unplanned_hours: null,
  escalate_after_hours: 24,
  escalate_to_role: 'admin',
  ...more,
});
const event: Row = {
  row_id: 'e',
  row_version: 4,
  active_ind: 'Y',
  id_flownet: 'N',
  unit_id: 'U',
  completion_id: 'C',
  started_at: '2025-01-10T06:00:00Z',
  ended_at: '2025-01-10T08:00:00Z',
  planned_end_at: null,
  product: null,
  reason_code_1: 'LIFT',
  reason_code_2: null,
  reason_code_3: null,
  comments: null,
  approval_status: 'SUBMITTED',
  submitted_by: 'user:s',
  submitted_at: '2025-01-11T00:00:00Z',
  last_editor: 'user:e',
};
const reason = { code: 'LIFT', active_ind: 'Y', effective_date: null, expiry_date: null, approval_policy: 'P' };
const asker = (role: string, id = 'user:f', ...permissions: Permission[]) => ({
  id,
  role,
  permissions: new Set<Permission>(permissions.length > 0 ? permissions : ['approve', 'write:downtime']),
});
const written = (decision: Decision): Decided => {
  expect(decision).toHaveProperty('changes');
  return decision as Decided;
};
const said = (decision: Decision) => {
  const { outcome, userErrors } = decision as Result;
  return [outcome, ...userErrors.map(({ path, code }) => `${path.join('.')} ${code}`.trim())];
};
const given = { clientRequestId: 'request-1', record: 'x', expectedVersion: 4 };

/** The steps of an event as submitting it makes them, as rows. */
function chain(kind: string, roles: readonly string[]): Row[] {
  const { changes } = written(submitDowntime.decide(given, draft(policyOf(kind, roles)), moment('user:s')));
  return changes
    .filter(({ type }) => type === 'DowntimeApproval')
    .map(({ patch, rowId }) => ({
      assignee: null,
      decided_by: null,
      escalated_at: null,
      escalated_to_role: null,
      ...(patch as Row),
      row_id: rowId,
      row_version: 1,
    }));
}

const draft = (policy: Row | undefined, more: object = {}): Submission => ({
  row: { ...event, approval_status: 'DRAFT', submitted_by: null },
  place,
  asker: asker('leaseOperator', 'user:s', 'write:downtime'),
  transitions,
  approvals: [],
  policy: undefined,
  reasons: new Map([['LIFT', { ...reason, is_planned: false, requires_comment: false }]]),
  asked: policy,
  overlaps: [],
  ...NOTHING_MEANWHILE,
  ...more,
});

const facts = (approvals: readonly Row[], more: Partial<DowntimeFacts> = {}): DowntimeFacts => ({
  row: event,
  place,
  asker: asker('foreman'),
  transitions,
  approvals,
  policy: policyOf('ANY', []),
  ...more,
});
/** The steps after a decision, and the event's change. */
function stateAfter(approvals: readonly Row[], decision: Decision) {
  const { changes } = written(decision);
  const patched = approvals.map((row) => {
    const change = changes.find(({ rowId }) => rowId === row.row_id);
    return { ...row, ...(change?.patch as Row) };
  });
  return { approvals: patched, event: changes.find(({ type }) => type === 'DowntimeEvent') };
}

describe('a chain', () => {
  test.each([
    ['ANY', [], false],
    ['ALL', [], false],
    ['SEQUENTIAL', [], false],
    ['ANY', ['APPROVED', 'PENDING'], true],
    ['ALL', ['APPROVED', 'PENDING'], false],
    ['ALL', ['APPROVED', 'APPROVED'], true],
    ['SEQUENTIAL', ['PENDING', 'APPROVED'], false],
    ['SEQUENTIAL', ['WAITING', 'APPROVED'], false],
    ['SEQUENTIAL', ['APPROVED', 'APPROVED'], true],
    ['SEQUENTIAL', ['REJECTED', 'APPROVED'], false],
    ['ALL', ['APPROVED', 'CLOSED'], false],
  ])('%s of %o has said yes: %s', (kind, statuses, expected) => {
    expect(isApproved(kind, statuses)).toBe(expected);
  });

  test.each([
    ['ANY', ['PENDING', 'PENDING']],
    ['ALL', ['PENDING', 'PENDING']],
    ['SEQUENTIAL', ['PENDING', 'WAITING']],
  ])('%s begins with %o', (kind, statuses) => {
    const steps = chain(kind, ['foreman', 'approver']);
    expect(steps.map(({ status }) => status)).toEqual(statuses);
    expect(steps.map(({ role }) => role)).toEqual(['foreman', 'approver']);
    expect(steps[0]).toMatchObject({ requested_by: 'user:s', last_editor: 'user:e', downtime_event_row_id: 'e' });
    expect(steps[0]?.escalates_at).toBe('2025-02-02T12:00:00.000Z');
  });

  test('ANY is over with one decision', () => {
    const steps = chain('ANY', ['foreman', 'approver']);
    const done = stateAfter(steps, approveDowntime.decide({ ...given, note: 'fine' }, facts(steps), moment()));
    expect(done.approvals.map(({ status }) => status)).toEqual(['APPROVED', 'CLOSED']);
    expect(done.approvals[0]).toMatchObject({ decided_by: 'user:f', decision_note: 'fine' });
    expect(done.event).toMatchObject({ kind: 'APPROVED', expectedVersion: 4, patch: { approver: 'user:f' } });
  });

  test('ALL needs each of them, in any order', () => {
    const steps = chain('ALL', ['foreman', 'approver']);
    const approver = { asker: asker('approver', 'user:a') };
    const half = stateAfter(steps, approveDowntime.decide(given, facts(steps, approver), moment('user:a')));
    expect(half.event).toMatchObject({ kind: 'STEP_APPROVED', patch: {} });
    const done = stateAfter(half.approvals, approveDowntime.decide(given, facts(half.approvals), moment()));
    expect(done.event?.patch).toMatchObject({ approval_status: 'APPROVED', approver: 'user:f' });
    expect(done.approvals.map(({ decided_by }) => decided_by)).toEqual(['user:f', 'user:a']);
  });

  test('SEQUENTIAL opens one step after the other, and the last may not begin', () => {
    const steps = chain('SEQUENTIAL', ['foreman', 'approver']);
    const approver = { asker: asker('approver', 'user:a') };
    expect(said(approveDowntime.decide(given, facts(steps, approver), moment('user:a')))).toEqual([
      'FORBIDDEN',
      'record FORBIDDEN',
    ]);
    const policy = policyOf('SEQUENTIAL', [], { escalate_after_hours: 48 });
    const half = stateAfter(steps, approveDowntime.decide(given, facts(steps, { policy }), moment()));
    expect(half.event).toMatchObject({ kind: 'STEP_APPROVED' });
    expect(half.approvals[1]).toMatchObject({ status: 'PENDING', escalates_at: '2025-02-03T12:00:00.000Z' });
    const done = stateAfter(
      half.approvals,
      approveDowntime.decide(given, facts(half.approvals, approver), moment('user:a')),
    );
    expect(done.event?.patch).toMatchObject({ approval_status: 'APPROVED' });
  });

  test.each(['SEQUENTIAL', 'ALL', 'ANY'])('%s ends with a rejection', (kind) => {
    const steps = chain(kind, ['foreman', 'approver', 'admin']);
    const done = stateAfter(steps, rejectDowntime.decide({ ...given, reason: 'no' }, facts(steps), moment()));
    expect(done.approvals.map(({ status }) => status)).toEqual(['REJECTED', 'CLOSED', 'CLOSED']);
    expect(done.event?.patch).toMatchObject({
      approval_status: 'REJECTED',
      approver: 'user:f',
      decision_note: 'no',
      decided_at: '2025-02-01T12:00:00.000Z',
    });
  });

  test('without steps is never approved, whoever asks', () => {
    const admin = { asker: asker('admin') };
    expect(said(approveDowntime.decide(given, facts([], admin), moment()))).toEqual([
      'INVALID',
      'record NOT_ALLOWED_NOW',
    ]);
  });

  test('is decided by nobody who is not asked, the administrator neither', () => {
    const steps = chain('ANY', ['foreman', 'approver']);
    const admin = { asker: asker('admin', 'user:x') };
    expect(said(approveDowntime.decide(given, facts(steps, admin), moment('user:x')))[0]).toBe('FORBIDDEN');
  });

  test.each(['user:s', 'user:e'])('is not decided by %s, who submitted or last edited', (id) => {
    const steps = chain('ANY', ['foreman']);
    const own = facts(steps, { asker: asker('foreman', id) });
    expect(said(approveDowntime.decide(given, own, moment(id)))).toEqual(['INVALID', 'OWN_DECISION']);
    expect(said(rejectDowntime.decide({ ...given, reason: 'x' }, own, moment(id)))).toEqual([
      'INVALID',
      'OWN_DECISION',
    ]);
    const more = { ...given, to: 'user:z', reason: 'x' };
    expect(said(delegateDowntime.decide(more, own, moment(id)))).toEqual(['INVALID', 'OWN_DECISION']);
  });

  test('has another person at each step', () => {
    const steps = chain('ALL', ['foreman', 'foreman']);
    const half = stateAfter(steps, approveDowntime.decide(given, facts(steps), moment()));
    expect(said(approveDowntime.decide(given, facts(half.approvals), moment()))).toEqual(['INVALID', 'OWN_DECISION']);
  });

  test.each(['DRAFT', 'APPROVED', 'REJECTED', 'VOID'])('of an event that is %s decides nothing', (approval_status) => {
    const steps = chain('ANY', ['foreman']);
    const row = { ...event, approval_status };
    for (const decision of [
      approveDowntime.decide(given, facts(steps, { row }), moment()),
      rejectDowntime.decide({ ...given, reason: 'x' }, facts(steps, { row }), moment()),
      delegateDowntime.decide({ ...given, to: 'user:z', reason: 'x' }, facts(steps, { row }), moment()),
      escalateDowntime.decide(given, facts(steps, { row }), moment()),
    ])
      expect(said(decision)).toContain('record NOT_ALLOWED_NOW');
  });

  test('goes by the catalogue: without its step nobody decides, nor without the permission that it names', () => {
    const steps = chain('ANY', ['foreman']);
    const without = facts(steps, { transitions: [] });
    expect(said(approveDowntime.decide(given, without, moment()))).toEqual(['INVALID', 'record NOT_ALLOWED_NOW']);
    const stricter = facts(steps, { transitions: [step('SUBMITTED', 'APPROVED', 'admin')] });
    expect(said(approveDowntime.decide(given, stricter, moment()))).toEqual(['INVALID', 'record FORBIDDEN']);
  });
});

describe('a step that is delegated', () => {
  const more = { ...given, to: 'user:d', reason: 'on leave' };
  const delegated = (kind: string) => {
    const steps = chain(kind, ['foreman', 'approver']);
    const done = stateAfter(steps, delegateDowntime.decide(more, facts(steps), moment()));
    expect(done.event).toMatchObject({ kind: 'DELEGATED', patch: {} });
    return done.approvals;
  };

  test('is decided by who it was delegated to, and by nobody else of the role', () => {
    const steps = delegated('ALL');
    expect(steps[0]).toMatchObject({ assignee: 'user:d', delegated_by: 'user:f', delegation_reason: 'on leave' });
    expect(said(approveDowntime.decide(given, facts(steps), moment()))[0]).toBe('FORBIDDEN');
    const theirs = facts(steps, { asker: asker('engineer', 'user:d') });
    const half = stateAfter(steps, approveDowntime.decide(given, theirs, moment('user:d')));
    expect(half.approvals.map(({ status }) => status)).toEqual(['APPROVED', 'PENDING']);
  });

  test.each(['ALL', 'SEQUENTIAL'])('finishes its chain of %s', (kind) => {
    const steps = delegated(kind);
    const theirs = facts(steps, { asker: asker('engineer', 'user:d') });
    const half = stateAfter(steps, approveDowntime.decide(given, theirs, moment('user:d')));
    const last = facts(half.approvals, { asker: asker('approver', 'user:a') });
    const done = stateAfter(half.approvals, approveDowntime.decide(given, last, moment('user:a')));
    expect(done.event?.patch).toMatchObject({ approval_status: 'APPROVED' });
  });

  test('is its role’s to delegate again', () => {
    const steps = delegated('ALL');
    const again = stateAfter(steps, delegateDowntime.decide({ ...more, to: 'user:g' }, facts(steps), moment()));
    expect(again.approvals[0]?.assignee).toBe('user:g');
  });

  test.each(['ALL', 'SEQUENTIAL'])(
    'of a chain of %s is taken back by its role, by who gave it as by another',
    (kind) => {
      for (const id of ['user:f', 'user:g']) {
        const steps = delegated(kind);
        const own = facts(steps, { asker: asker('foreman', id) });
        const back = stateAfter(steps, delegateDowntime.decide({ ...more, to: id }, own, moment(id)));
        expect(back.event).toMatchObject({ kind: 'DELEGATED', patch: {} });
        expect(back.approvals[0]).toMatchObject({ assignee: null, delegated_by: id });
        const again = facts(back.approvals, { asker: asker('foreman', id) });
        written(approveDowntime.decide(given, again, moment(id)));
        const theirs = facts(back.approvals, { asker: asker('engineer', 'user:d') });
        expect(said(approveDowntime.decide(given, theirs, moment('user:d')))[0]).toBe('FORBIDDEN');
      }
      const steps = delegated(kind);
      const other = facts(steps, { asker: asker('approver', 'user:a') });
      expect(said(delegateDowntime.decide({ ...more, to: 'user:a' }, other, moment('user:a')))).toEqual([
        'INVALID',
        'to INCONSISTENT',
      ]);
    },
  );

  test('is its role’s again where its person decides another step', () => {
    const steps = delegated('ALL').map((row) => (row.step === 1 ? { ...row, assignee: 'user:a' } : row));
    const second = facts([steps[1] ?? {}, steps[0] ?? {}], { asker: asker('approver', 'user:a') });
    const { changes } = written(approveDowntime.decide(given, second, moment('user:a')));
    const freed = changes.find(({ patch }) => 'assignee' in patch);
    expect(changes.filter(({ kind }) => kind === 'APPROVED')).toHaveLength(1);
    expect(freed?.patch).toEqual({ assignee: null });
  });

  test.each([
    ['ann', 'to MALFORMED'],
    ['user:', 'to MALFORMED'],
    ['user:f', 'to INCONSISTENT'],
    ['user:s', 'to OWN_DECISION'],
    ['user:e', 'to OWN_DECISION'],
  ])('does not go to %s', (to, code) => {
    const steps = chain('ALL', ['foreman']);
    expect(said(delegateDowntime.decide({ ...more, to }, facts(steps), moment()))).toEqual(['INVALID', code]);
  });

  test('is not given away by who has no step', () => {
    const steps = chain('ALL', ['foreman']);
    const other = facts(steps, { asker: asker('approver', 'user:a') });
    expect(said(delegateDowntime.decide(more, other, moment('user:a')))[0]).toBe('FORBIDDEN');
  });
});

describe('a step that waits', () => {
  const steps = chain('ANY', ['foreman']);
  const at = (now: string) => ({ ...moment('user:s'), now: new Date(now) });

  test('is escalated from the policy’s hours on, and not before; by the policy', () => {
    const early = escalateDowntime.decide(given, facts(steps), at('2025-02-02T11:59:59Z'));
    expect(said(early)).toEqual(['INVALID', 'record NOT_ALLOWED_NOW']);
    const done = stateAfter(steps, escalateDowntime.decide(given, facts(steps), at('2025-02-02T12:00:00Z')));
    expect(done.approvals[0]).toMatchObject({
      escalated_at: '2025-02-02T12:00:00.000Z',
      escalated_to_role: 'admin',
      escalated_by: 'POLICY:P',
      status: 'PENDING',
    });
    const again = escalateDowntime.decide(given, facts(done.approvals), at('2025-02-03T12:00:00Z'));
    expect(said(again)).toEqual(['INVALID', 'record NOT_ALLOWED_NOW']);
    for (const role of ['foreman', 'admin'])
      written(approveDowntime.decide(given, facts(done.approvals, { asker: asker(role) }), moment()));
  });
});

describe('a downtime that is submitted', () => {
  const policy = policyOf('ANY', ['foreman']);
  const submit = (more: object) => submitDowntime.decide(given, draft(policy, more), moment('user:s'));
  const row = draft(policy).row;
  const reasons = (more: object) => new Map([['LIFT', { ...reason, requires_comment: false, ...more }]]);

  test.each([
    [{ row: { ...row, reason_code_1: null } }, 'reasonCode1 REQUIRED'],
    [{ reasons: new Map() }, 'reasonCode1 UNKNOWN_VALUE'],
    [{ reasons: reasons({ expiry_date: '2025-01-10' }) }, 'reasonCode1 UNKNOWN_VALUE'],
    [{ reasons: reasons({ effective_date: '2025-01-11' }) }, 'reasonCode1 UNKNOWN_VALUE'],
    [{ reasons: reasons({ active_ind: 'N' }) }, 'reasonCode1 UNKNOWN_VALUE'],
    [{ reasons: reasons({ requires_comment: true }) }, 'comments REQUIRED'],
    [{ asked: undefined }, 'reasonCode1 INCONSISTENT'],
    [{ row: { ...row, approval_status: 'APPROVED' } }, 'record NOT_ALLOWED_NOW'],
    [{ row: { ...row, approval_status: 'VOID' } }, 'record NOT_ALLOWED_NOW'],
    [{ row: { ...row, approval_status: 'SUBMITTED' } }, 'record NOT_ALLOWED_NOW'],
    [{ row: { ...row, approval_status: 'REJECTED' } }, 'record NOT_ALLOWED_NOW'],
  ])('is refused with %o', (more, code) => {
    expect(said(submit(more))).toEqual(['INVALID', code]);
  });

  test('has a reason that was in use on its first day', () => {
    written(submit({ reasons: reasons({ effective_date: '2025-01-10', expiry_date: '2025-01-11' }) }));
  });

  test.each([
    ['comments', { comments: 'a pump' }, true],
    ['its hours on the day', { startedAt: '2025-01-10T07:00:00Z' }, true],
    ['the same reason', { reasonCode1: 'LIFT' }, true],
    ['another day', { startedAt: '2025-01-09T07:00:00Z' }, false],
    ['another reason that is retired', { reasonCode1: 'WELL' }, false],
  ])('keeps a reason that was retired since, when %s of it is amended', (_, more, isKept) => {
    const retired = { ...reason, requires_comment: false, expiry_date: '2024-12-01' };
    const known = {
      row: { ...row, approval_status: 'APPROVED', approver: 'user:f' },
      reasons: new Map(['LIFT', 'WELL'].map((code) => [code, { ...retired, code }])),
    };
    const amendment = { ...given, reason: 'x', ...more };
    const decision = amendDowntime.decide(amendment, draft(policy, known), moment('user:s'));
    if (isKept) written(decision);
    else expect(said(decision)).toEqual(['INVALID', 'reasonCode1 UNKNOWN_VALUE']);
  });

  test('that overlaps another is a conflict that names it', () => {
    const conflict = submit({ overlaps: [{ row_id: 'other' }] });
    expect(said(conflict)).toEqual(['CONFLICT', 'startedAt OVERLAPS']);
    expect((conflict as Result).duplicates).toEqual([{ type: 'DowntimeEvent', rowId: 'other' }]);
  });

  test.each([
    [{ auto_approve_planned_hours: 2 }, true, '2025-01-10T08:00:00Z', true],
    [{ auto_approve_planned_hours: 2 }, true, '2025-01-10T08:00:01Z', false],
    [{ auto_approve_planned_hours: 2 }, true, null, false],
    [{ auto_approve_planned_hours: 2 }, false, '2025-01-10T08:00:00Z', false],
    [{ auto_approve_unplanned_hours: 2 }, false, '2025-01-10T08:00:00Z', true],
    [{}, true, '2025-01-10T06:01:00Z', false],
  ])('with %o, planned: %s, until %s is approved by the policy: %s', (hours, is_planned, ended_at, expected) => {
    const more = {
      row: { ...row, ended_at },
      reasons: reasons({ is_planned }),
      asked: policyOf('ALL', ['foreman'], hours),
    };
    const { changes } = written(submit(more));
    const decision = changes.find(({ kind, type }) => kind === 'APPROVED' && type === 'DowntimeEvent');
    expect(decision !== undefined).toBe(expected);
    if (!expected) return;
    expect(changes.map(({ type, by }) => [type, by])).toEqual([
      ['DowntimeEvent', undefined],
      ['DowntimeEvent', 'POLICY:P'],
      ['DowntimeApproval', 'POLICY:P'],
    ]);
    expect(decision).toMatchObject({
      expectedVersion: 5,
      patch: { approval_status: 'APPROVED', approver: 'POLICY:P' },
    });
    expect(changes[2]?.patch).toMatchObject({ status: 'APPROVED', decided_by: 'POLICY:P', role: 'POLICY' });
  });

  test('that ends before it is decided has its steps anew', () => {
    const steps = chain('SEQUENTIAL', ['foreman', 'approver']);
    const half = stateAfter(steps, approveDowntime.decide(given, facts(steps), moment()));
    const open = { ...event, ended_at: null };
    const more = { ...draft(policy), ...facts(half.approvals, { row: open }), status: { status: 'Shut In' } };
    const ended = written(endDowntime.decide({ ...given, endedAt: '2025-01-12T00:00:00Z' }, more, moment('user:o')));
    expect(ended.changes.map(({ kind }) => kind)).toEqual(['ENDED', 'SUPERSEDED', 'SUPERSEDED', 'REQUESTED']);
    expect(ended.changes[1]?.patch).toEqual({ active_ind: 'N' });
    expect(ended.changes[2]?.patch).toEqual({ active_ind: 'N', status: 'CLOSED' });
    expect(ended.changes[3]?.patch).toMatchObject({ requested_by: 'user:s', last_editor: 'user:o' });
    expect(ended.warnings).toMatchObject([{ code: 'STATUS_CONFLICT', path: ['endedAt'] }]);
  });
});

test('an event that leaves no room for the hours that were reported is marked as it is submitted', () => {
  const reported = { days: [{ production_date: '2025-01-10', hours_on: 24 }], beside: [] };
  const row = { ...event, approval_status: 'DRAFT', percent_down: 100 };
  const { changes, warnings } = written(
    submitDowntime.decide(given, draft(policyOf('ANY', ['foreman']), { row, reported }), moment('user:s')),
  );
  expect(warnings).toMatchObject([{ code: 'STATUS_CONFLICT' }]);
  expect(changes[0]?.patch.row_quality).toBe('SUSPECT');
});

describe('a downtime that is taken back', () => {
  test.each(['DRAFT', 'SUBMITTED'])('as %s is out of force, with its steps', (approval_status) => {
    const steps = chain('ANY', ['foreman']);
    const { changes } = written(
      withdrawDowntime.decide(given, facts(steps, { row: { ...event, approval_status } }), moment('user:s')),
    );
    expect(changes[0]?.patch).toMatchObject({ approval_status: 'VOID', active_ind: 'N' });
    expect(changes[1]?.patch).toEqual({ active_ind: 'N', status: 'CLOSED' });
  });

  test.each(['DRAFT', 'SUBMITTED'])('as %s stays where it began on a closed day', (approval_status) => {
    for (const ended_at of ['2024-12-31T08:00:00Z', null]) {
      const row = { ...event, approval_status, started_at: '2024-12-31T06:00:00Z', ended_at };
      const refused = withdrawDowntime.decide(given, facts([], { row }), moment('user:s'));
      expect(said(refused)).toEqual(['INVALID', 'record PERIOD_LOCKED']);
    }
  });

  test.each(['APPROVED', 'REJECTED', 'VOID'])('as %s stays', (approval_status) => {
    const asked = { ...given, reason: 'of another well' };
    const refused = withdrawDowntime.decide(asked, facts([], { row: { ...event, approval_status } }), moment());
    expect(said(refused)).toEqual(['INVALID', 'record NOT_ALLOWED_NOW']);
  });
});

describe('an amendment', () => {
  const approved = { ...event, approval_status: 'APPROVED', approver: 'user:f', decided_at: '2025-01-12T00:00:00Z' };
  const amend = (more: object, row: Row = approved, beside: Partial<Submission> = {}) =>
    amendDowntime.decide(
      { ...given, reason: 'wrong end', ...more },
      { ...draft(policyOf('ANY', ['foreman'])), ...beside, row },
      moment('user:o'),
    );

  test('puts an approved event before the deciders again', () => {
    const { changes } = written(amend({ endedAt: '2025-01-10T09:00:00Z' }));
    expect(changes[0]).toMatchObject({ kind: 'AMENDED', expectedVersion: 4 });
    expect(changes[0]?.patch).toEqual({
      ended_at: '2025-01-10T09:00:00Z',
      change_reason: 'wrong end',
      last_editor: 'user:o',
      approval_status: 'SUBMITTED',
      submitted_by: 'user:o',
      submitted_at: '2025-02-01T12:00:00.000Z',
      approver: null,
      decided_at: null,
      decision_note: null,
    });
    expect(changes[1]).toMatchObject({ type: 'DowntimeApproval', patch: { status: 'PENDING', last_editor: 'user:o' } });
  });

  test.each([
    [{}, { ...approved, approval_status: 'DRAFT' }, 'record NOT_ALLOWED_NOW'],
    [{}, { ...approved, approval_status: 'REJECTED' }, 'record NOT_ALLOWED_NOW'],
    [{ reason: '' }, approved, 'reason REQUIRED'],
    [{ startedAt: '2025-01-10T08:00:00Z' }, approved, 'endedAt INCONSISTENT'],
    [{ startedAt: null }, approved, 'startedAt REQUIRED'],
    [{ endedAt: '2025-02-01T12:06:00Z' }, approved, 'endedAt IN_THE_FUTURE'],
    [{ percentDown: 50 }, { ...approved, started_at: '2024-12-31T06:00:00Z' }, 'percentDown PERIOD_LOCKED'],
    [
      { location: 'x' },
      { ...approved, started_at: '2024-12-01T06:00:00Z', ended_at: '2025-01-01T05:00:00Z' },
      'record PERIOD_LOCKED',
    ],
  ])('with %o is refused', (more, row, code) => {
    expect(said(amend(more, row))).toEqual(['INVALID', code]);
  });

  test('to an end at which the completion is recorded as shut in is written, told and marked', () => {
    const shutIn = { status: { status: 'Shut In' } };
    const { changes, warnings } = written(amend({ endedAt: '2025-01-10T09:00:00Z' }, approved, shutIn));
    expect(warnings).toMatchObject([{ path: ['endedAt'], code: 'STATUS_CONFLICT' }]);
    expect(changes[0]?.patch.row_quality).toBe('SUSPECT');
  });

  test('may end what began on a closed day', () => {
    written(amend({ endedAt: '2025-01-10T09:00:00Z' }, { ...approved, started_at: '2024-12-31T06:00:00Z' }));
  });
});
