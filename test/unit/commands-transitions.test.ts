import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { acceptRecommendation } from '../../src/commands/accept-recommendation.js';
import { amendDowntime } from '../../src/commands/amend-downtime.js';
import { approveDowntime } from '../../src/commands/approve-downtime.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import { completeWellTest } from '../../src/commands/complete-well-test.js';
import { editDowntime } from '../../src/commands/edit-downtime.js';
import { evaluateWorkoverCandidate } from '../../src/commands/evaluate-workover-candidate.js';
import * as expiry from '../../src/commands/expiry.js';
import * as maintenance from '../../src/commands/maintenance-steps.js';
import { proposeRecommendation } from '../../src/commands/propose-recommendation.js';
import * as recommendations from '../../src/commands/recommendation-steps.js';
import { rejectDowntime } from '../../src/commands/reject-downtime.js';
import { relieveConstraint } from '../../src/commands/relieve-constraint.js';
import { NOTHING } from '../../src/commands/reported-hours.js';
import { submitDowntime } from '../../src/commands/submit-downtime.js';
import * as surveillance from '../../src/commands/surveillance-steps.js';
import { verifyRecommendation } from '../../src/commands/verify-recommendation.js';
import { withdrawDowntime } from '../../src/commands/withdraw-downtime.js';
import * as workovers from '../../src/commands/workover-steps.js';
import type { Row } from '../../src/sources/row-source.js';

// Every step of the catalogue, as migrations begin it, is taken by some command: none is there for nothing, and none leads
// to a state that no command leads to.

interface Step {
  readonly entity: string;
  readonly from_status: string;
  readonly to_status: string;
  readonly needs_reason: boolean;
  readonly permission: string;
}

const sql = ['0017_operations-catalogues', '0044_planned-again']
  .map((name) => readFileSync(`src/database/migrations/${name}.sql`, 'utf8'))
  .map((migration) => migration.split('insert into ops.entity_transition')[1]?.split(';')[0])
  .join('\n');
const STEPS = [...sql.matchAll(/\('(\w+)', '(\w+)', '(\w+)', (true|false), '([\w:]+)'\)/g)].map(
  ([, entity = '', from_status = '', to_status = '', needs = '', permission = '']): Step => ({
    entity,
    from_status,
    to_status,
    needs_reason: needs === 'true',
    permission,
  }),
);

const now = '2025-06-01T12:00:00.000Z';
let made = 0;
const moment = {
  now: new Date(now),
  actor: 'user:a',
  newId: () => {
    made += 1;
    return `new ${made}`;
  },
};
const place = {
  network: 'N',
  unit: 'U',
  facility: 'F',
  route: 'R',
  zone: 'UTC',
  lockedUntil: null,
  row: { id_rec: 'C' },
};
const given = { clientRequestId: 'request-1', record: 'x', expectedVersion: 3, reason: 'why' };
/** What a review found of every record. */
let rowQuality: string | null = null;
/** What every record has that a step looks at, so that only its state differs. */
const record = (more: object): Row => ({
  row_id: 'r',
  row_version: 3,
  active_ind: 'Y',
  row_quality: rowQuality,
  id_flownet: 'N',
  unit_id: 'U',
  completion_id: 'C',
  row_created_by: 'user:b',
  nominated_by: 'user:b',
  last_editor: 'user:b',
  submitted_by: 'user:b',
  planned_start: now,
  actual_start: '2025-05-01T00:00:00Z',
  effective_from: '2025-01-01T00:00:00Z',
  effective_to: '2025-05-01T00:00:00Z',
  expiry_date: null,
  implemented_at: '2025-04-01T12:00:00Z',
  expected_gain_bbl_per_day: 1,
  ...more,
});

/** Allocations around the day of the work, enough on either side. */
const allocations = Array.from({ length: 60 }, (_, n) => ({
  allocation_date: new Date(Date.UTC(2025, 2, 3 + n)).toISOString().slice(0, 10),
  allocated_oil_bbl: 10,
  allocated_gas_mcf: 0,
  downtime_hours: 0,
}));
const test_ = {
  row_id: 't',
  active_ind: 'Y',
  test_status: 'COMPLETED',
  test_type: 'FLOW_TEST',
  is_valid: true,
  completion_id: 'C',
  id_flownet: 'N',
  test_start: now,
};
const decidedAt = { decided_at: '2025-05-01T00:00:00Z' };

/** A command of the usual kind, which takes the state from the catalogue's step. */
const usual =
  (
    command: { decide: (given: never, loaded: never, at: typeof moment) => Decision },
    more: object = {},
    own: object = {},
    beside?: unknown,
  ) =>
  (step: Step) =>
    command.decide(
      { ...given, ...more } as never,
      { row: record({ status: step.from_status, ...own }), place, step, more: beside } as never,
      moment,
    );

const policy = {
  policy_id: 'P',
  chain: 'ANY',
  approver_roles: '["foreman"]',
  escalate_after_hours: 24,
  escalate_to_role: 'admin',
};
const asked: Row = { ...policy, auto_approve_planned_hours: null, auto_approve_unplanned_hours: null };
const reason = {
  code: 'LIFT',
  active_ind: 'Y',
  effective_date: null,
  expiry_date: null,
  is_planned: false,
  requires_comment: false,
};
/** A downtime's steps are told by what the viewer may do, too. */
const downtime =
  (command: { decide: (given: never, loaded: never, at: typeof moment) => Decision }) => (step: Step) => {
    const event = record({
      approval_status: step.from_status,
      started_at: '2025-05-01T00:00:00Z',
      ended_at: '2025-05-02T00:00:00Z',
      planned_end_at: null,
      reason_code_1: 'LIFT',
      reason_code_2: null,
      reason_code_3: null,
      percent_down: 100,
      product: null,
    });
    const pending = {
      row_id: 's',
      row_version: 1,
      status: 'PENDING',
      role: 'foreman',
      chain: 'ANY',
      assignee: null,
      escalated_to_role: null,
      decided_by: null,
    };
    const loaded = {
      row: event,
      place,
      asker: { id: 'user:a', role: 'foreman', permissions: new Set([step.permission]) },
      transitions: [step],
      approvals: step.from_status === 'SUBMITTED' ? [pending] : [],
      policy: asked,
      asked,
      reasons: new Map([['LIFT', reason]]),
      overlaps: [],
      reported: NOTHING,
    };
    return command.decide(given as never, loaded as never, moment);
  };

const answered = (step: Step) => {
  const event = {
    row: record({ row_id: 'e', status: step.from_status, severity: 'HIGH' }),
    place,
    step: step as never,
  };
  const proposal = { ...given, completion: 'x', recommendationType: 'CHOKE', description: 'open it' };
  return proposeRecommendation.decide(proposal, { place, event }, moment);
};
const ended = (testStatus: 'COMPLETED' | 'ABANDONED') => (step: Step) => {
  const row = record({
    test_status: step.from_status,
    test_start: '2025-05-01T00:00:00Z',
    test_hours: 4,
    oil_volume_bbl: 1,
  });
  return completeWellTest.decide(
    { ...given, testStatus, remark: 'why' },
    { row, place, steps: [step as never], others: [] },
    moment,
  );
};

const TAKEN: Readonly<Record<string, (step: Step) => Decision>> = {
  'downtime_event SUBMITTED': (step) => downtime(step.from_status === 'DRAFT' ? submitDowntime : amendDowntime)(step),
  'downtime_event VOID': downtime(withdrawDowntime),
  'downtime_event APPROVED': downtime(approveDowntime),
  'downtime_event REJECTED': downtime(rejectDowntime),
  'downtime_event DRAFT': downtime(editDowntime),
  'surveillance_event ACKNOWLEDGED': usual(surveillance.acknowledgeSurveillanceEvent),
  'surveillance_event IN_ANALYSIS': usual(surveillance.analyseSurveillanceEvent),
  'surveillance_event RECOMMENDED': answered,
  'surveillance_event CLOSED': usual(surveillance.closeSurveillanceEvent),
  'surveillance_event DISMISSED': usual(surveillance.dismissSurveillanceEvent, {
    mutedUntil: '2025-07-01T00:00:00.000Z',
  }),
  'optimization_recommendation ACCEPTED': usual(acceptRecommendation, {}, {}, { candidacy: undefined, requests: [] }),
  'optimization_recommendation REJECTED': usual(recommendations.rejectRecommendation),
  'optimization_recommendation EXPIRED': usual(
    expiry.expireRecommendation,
    {},
    { expiry_date: '2025-05-01T00:00:00Z' },
  ),
  'optimization_recommendation SCHEDULED': usual(recommendations.scheduleRecommendation),
  'optimization_recommendation IMPLEMENTED': usual(recommendations.implementRecommendation, { implementedAt: now }),
  'optimization_recommendation VERIFIED': usual(verifyRecommendation, {}, {}, { allocations, event: undefined }),
  'workover_candidate SCREENED': usual(workovers.screenWorkoverCandidate),
  'workover_candidate APPROVED': usual(workovers.approveWorkoverCandidate),
  'workover_candidate REJECTED': usual(workovers.rejectWorkoverCandidate),
  'workover_candidate SCHEDULED': usual(workovers.scheduleWorkoverCandidate),
  'workover_candidate EXECUTED': usual(workovers.executeWorkoverCandidate),
  'workover_candidate EVALUATED': usual(evaluateWorkoverCandidate, { postJobTest: 'x' }, decidedAt, {
    row: test_,
    place,
  }),
  'maintenance_request SCOPED': usual(maintenance.scopeMaintenanceRequest),
  'maintenance_request PLANNED': usual(maintenance.planMaintenanceRequest, { scheduledStart: now }),
  'maintenance_request IN_PROGRESS': usual(maintenance.startMaintenanceRequest),
  'maintenance_request UNDER_REVIEW': usual(maintenance.reviewMaintenanceRequest, { actualEnd: now }),
  'maintenance_request COMPLETED': usual(maintenance.completeMaintenanceRequest, { actualEnd: now }),
  'maintenance_request CANCELLED': usual(maintenance.cancelMaintenanceRequest),
  'well_test COMPLETED': ended('COMPLETED'),
  'well_test ABANDONED': ended('ABANDONED'),
  'production_constraint RELIEVED': usual(relieveConstraint),
  'production_constraint EXPIRED': usual(expiry.expireConstraint),
};
const STATE: Readonly<Record<string, string>> = { downtime_event: 'approval_status', well_test: 'test_status' };

test('the catalogue is read from its migration', () => {
  expect(STEPS.length).toBe(sql.match(/\n {2}\(/g)?.length);
  expect([...new Set(STEPS.map(({ entity, to_status }) => `${entity} ${to_status}`))].sort()).toEqual(
    Object.keys(TAKEN).sort(),
  );
});

test.each(STEPS)('$entity goes from $from_status to $to_status', (step) => {
  // What was approved is put out of force only where a review has rejected it.
  rowQuality = step.from_status === 'APPROVED' && step.to_status === 'VOID' ? 'REJECTED' : null;
  const decision = TAKEN[`${step.entity} ${step.to_status}`]?.(step);
  rowQuality = null;
  expect(decision).toHaveProperty('changes');
  const column = STATE[step.entity] ?? 'status';
  const states = (decision as Decided).changes.map(({ patch }) => patch[column]);
  expect(states).toContain(step.to_status);
});

/** What gives a record up, and what enters other values, which nobody has looked at. */
const OF_REJECTED = [
  ['REJECTED', 'EXPIRED', 'CANCELLED', 'CLOSED', 'DISMISSED', 'RELIEVED', 'VOID'],
  ['APPROVED SUBMITTED', 'REJECTED DRAFT', 'IN_PROGRESS ABANDONED', 'well_test IN_PROGRESS COMPLETED'],
  ['SCHEDULED SCHEDULED', 'IMPLEMENTED IMPLEMENTED'],
].flat();

test.each(STEPS)('$entity that a review rejected: from $from_status to $to_status', (step) => {
  rowQuality = 'REJECTED';
  try {
    const said = `${step.entity} ${step.from_status} ${step.to_status}`;
    const decision = TAKEN[`${step.entity} ${step.to_status}`]?.(step);
    const isTaken = OF_REJECTED.some((way) => said.endsWith(` ${way}`) || said === way);
    if (isTaken) expect(decision).toHaveProperty('changes');
    else expect(decision).toMatchObject({ userErrors: [{ code: 'NOT_ALLOWED_NOW' }] });
  } finally {
    rowQuality = null;
  }
});
