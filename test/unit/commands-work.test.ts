import { describe, expect, test } from 'vitest';
import { acceptRecommendation } from '../../src/commands/accept-recommendation.js';
import { approveMaintenanceSafety } from '../../src/commands/approve-maintenance-safety.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import { costlyErrors } from '../../src/commands/costly-work.js';
import { evaluateWorkoverCandidate } from '../../src/commands/evaluate-workover-candidate.js';
import * as maintenance from '../../src/commands/maintenance-steps.js';
import { nominateWorkoverCandidate } from '../../src/commands/nominate-workover-candidate.js';
import { openMaintenanceRequest } from '../../src/commands/open-maintenance-request.js';
import type { Result } from '../../src/commands/outcome.js';
import { ratesAround } from '../../src/commands/producing-days.js';
import { proposeRecommendation } from '../../src/commands/propose-recommendation.js';
import { rankOf } from '../../src/commands/rank-candidate.js';
import * as recommendation from '../../src/commands/recommendation-steps.js';
import { verifyRecommendation } from '../../src/commands/verify-recommendation.js';
import * as workover from '../../src/commands/workover-steps.js';
import { placeOf } from '../support/place.js';

const place = placeOf();
const now = '2025-06-01T12:00:00.000Z';
const moment = { now: new Date(now), actor: 'user:a', newId: () => 'new' };
const given = { clientRequestId: 'request-1', record: 'x' };
const row = { row_id: 'r', row_version: 3, active_ind: 'Y', id_flownet: 'N', unit_id: 'U', completion_id: 'C' };
const step = { needs_reason: false };
const at = (more: object) => ({ row: { ...row, ...more }, place, step, more: undefined });
const changesOf = (decision: Decision) => {
  expect(decision).toHaveProperty('changes');
  return (decision as Decided).changes;
};
const patchOf = (decision: Decision) => changesOf(decision)[0]?.patch;
const codes = (decision: Decision) => (decision as Result).userErrors.map(({ path, code }) => `${path} ${code}`);

const dayOf = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
/** Days from the first of January 2025 on. */
const days = (count: number, oil: (n: number) => number, down: (n: number) => number = () => 0) =>
  Array.from({ length: count }, (_, n) => ({
    allocation_date: dayOf(n),
    allocated_oil_bbl: oil(n),
    allocated_gas_mcf: 10 * oil(n),
    downtime_hours: down(n),
  }));

describe('rates around a day', () => {
  test('are means of the producing days nearest to it, 30 at most, without the day itself', () => {
    const rows = days(101, (n) => (n === 50 ? 999 : n));
    const { before, after } = ratesAround(rows, dayOf(50), 'BBL_PER_DAY');
    expect(before).toEqual({ days: 30, mean: 34.5 }); // the 20th to the 49th
    expect(after).toEqual({ days: 30, mean: 65.5 });
    expect(ratesAround(rows.reverse(), dayOf(50), 'MCF_PER_DAY').before.mean).toBe(345);
  });

  test('leave out days with downtime and days without production', () => {
    const rows = days(
      21,
      (n) => (n % 4 === 0 ? 0 : n < 10 ? 5 : 8),
      (n) => (n % 4 === 1 ? 0.1 : 0),
    );
    const { before, after } = ratesAround(rows, dayOf(10), 'BBL_PER_DAY');
    expect(before).toEqual({ days: 4, mean: 5 });
    expect(after).toEqual({ days: 5, mean: 8 });
    expect(ratesAround([], dayOf(10), 'BBL_PER_DAY').before).toEqual({ days: 0, mean: 0 });
  });
});

describe('a recommendation', () => {
  const propose = (more: object, event?: object) =>
    proposeRecommendation.decide(
      {
        clientRequestId: 'request-1',
        completion: 'x',
        recommendationType: 'CHOKE',
        description: 'open it',
        priority: 'LOW',
        ...more,
      },
      { place, event: event && { row: { row_id: 'e', row_version: 5, ...event }, place, step } },
      moment,
    );

  test('makes its event RECOMMENDED with it', () => {
    const event = { completion_id: 'C', id_flownet: 'N', status: 'IN_ANALYSIS' };
    expect(changesOf(propose({}, event))).toMatchObject([
      { kind: 'PROPOSED', patch: { surveillance_event_row_id: 'e', completion_id: 'C' } },
      { rowId: 'e', expectedVersion: 5, patch: { status: 'RECOMMENDED' } },
    ]);
    expect(codes(propose({}, { ...event, completion_id: 'D' }))).toEqual(['surveillanceEvent INCONSISTENT']);
    const ofFacility = { ...event, completion_id: null };
    expect(changesOf(propose({}, { ...ofFacility, facility_id: 'F' }))).toHaveLength(2);
    expect(codes(propose({}, { ...ofFacility, facility_id: 'G' }))).toEqual(['surveillanceEvent INCONSISTENT']);
  });

  test.each([
    ['what the event is', 'HIGH', { priority: null }, { severity: 'HIGH' }],
    ['what was said', 'LOW', { priority: 'LOW' }, { severity: 'HIGH' }],
    ['low, where no rule fired', 'LOW', { priority: null }, undefined],
  ])('is as urgent as %s', (_, priority, more, seen) => {
    const event = seen && { completion_id: 'C', id_flownet: 'N', status: 'IN_ANALYSIS', ...seen };
    expect(changesOf(propose(more, event))[0]?.patch).toMatchObject({ priority, recommendation_type: 'CHOKE' });
  });

  test('where no rule fired goes on watching, unless it says more', () => {
    const silent = { recommendationType: null, priority: null };
    const patch = { recommendation_type: 'CONTINUE_MONITORING', priority: 'LOW' };
    expect(changesOf(propose(silent))).toMatchObject([{ patch }]);
    const event = { completion_id: 'C', id_flownet: 'N', status: 'IN_ANALYSIS', severity: 'HIGH' };
    expect(codes(propose(silent, event))).toEqual(['recommendationType REQUIRED']);
  });

  test('can be decided until it expires', () => {
    expect(codes(propose({ expiresAt: now }))).toEqual(['expiresAt OUT_OF_RANGE']);
    expect(patchOf(propose({ expiresAt: '2025-07-01T00:00:00.000Z' }))).toHaveProperty('expiry_date');
    const expired = at({ status: 'PROPOSED', row_created_by: 'user:b', expiry_date: now });
    const reject = { ...given, reason: 'dear' };
    expect(codes(recommendation.rejectRecommendation.decide(reject, expired, moment))).toEqual([
      'record NOT_ALLOWED_NOW',
    ]);
    for (const status of ['ACCEPTED', 'SCHEDULED']) {
      const decided = { ...expired, row: { ...expired.row, status } };
      expect(patchOf(recommendation.rejectRecommendation.decide(reject, decided, moment))).toMatchObject({
        status: 'REJECTED',
        decision_reason: 'dear',
      });
    }
  });

  const proposed = at({
    status: 'PROPOSED',
    row_created_by: 'user:b',
    description: 'open it',
    priority: 'HIGH',
    expected_gain_bbl_per_day: 5,
    expected_gain_mcf_per_day: null,
    estimated_cost_usd: 1_000,
    payback_days: null,
  });
  const candidacy = { place, completion: 'C', open: undefined, rates: { oil: 10, gas: 20 } };
  const nothing = { candidacy: undefined, requests: [] };

  test('is accepted by another, with what comes of it', () => {
    const accept = (more: object, loaded: object = {}) =>
      acceptRecommendation.decide({ ...given, ...more }, { ...proposed, more: nothing, ...loaded } as never, moment);
    expect(codes(accept({}, { ...at({ row_created_by: 'user:a' }), more: nothing }))).toEqual([' OWN_DECISION']);
    expect(changesOf(accept({}))).toMatchObject([
      { kind: 'APPROVED', patch: { status: 'ACCEPTED', decided_by: 'user:a', decided_at: now } },
    ]);
    const workoverOf = { workover: { candidateReason: 'LIFT_CHANGE', riskFactor: 0.5 } };
    const [record, candidate] = changesOf(accept(workoverOf, { more: { ...nothing, candidacy } }));
    expect(record?.rowId).toBe('r');
    expect(candidate).toMatchObject({
      type: 'WorkoverCandidate',
      patch: {
        recommendation_row_id: 'r',
        current_oil_bbl_per_day: 10,
        potential_oil_bbl_per_day: 15,
        potential_gas_mcf_per_day: null,
        nominated_by: 'user:a',
        rank_score: 2.5,
      },
    });
    expect(codes(accept(workoverOf, { more: { ...nothing, candidacy: { ...candidacy, open: row } } }))).toEqual([
      'workover,candidateReason ALREADY_EXISTS',
    ]);
    const [, request] = changesOf(accept({ maintenance: { maintenanceType: 'SAFETY', isSafetyCritical: true } }));
    expect(request).toMatchObject({
      type: 'MaintenanceRequest',
      patch: { recommendation_row_id: 'r', description: 'open it', is_safety_critical: true, completion_id: 'C' },
    });
  });

  test('makes no second request for the same work, unless it is said that it is another', () => {
    const requests = [{ row_id: 'o', request_number: 'MR-7', requested_at: '2025-05-25T12:00:00Z' }];
    const accept = (more: object, open: object[]) =>
      acceptRecommendation.decide(
        { ...given, maintenance: { maintenanceType: 'CORRECTIVE', ...more } } as never,
        { ...proposed, more: { ...nothing, requests: open } } as never,
        moment,
      );
    expect(accept({}, requests)).toMatchObject({
      outcome: 'INVALID',
      userErrors: [{ path: ['maintenance'], code: 'ALREADY_EXISTS', message: expect.stringContaining('MR-7') }],
    });
    expect(changesOf(accept({ force: true }, requests))).toHaveLength(2);
    expect(changesOf(accept({}, [{ ...requests[0], requested_at: '2025-05-25T11:59:59Z' }]))).toHaveLength(2);
  });

  test('is implemented in the past, after it was proposed and after what it answers was seen', () => {
    const implement = (implementedAt: string, own: object = {}, event?: object) =>
      recommendation.implementRecommendation.decide(
        { ...given, implementedAt },
        { ...at({ status: 'ACCEPTED', ...own }), more: event && { row: event as never, place } },
        moment,
      );
    const own = { row_created_date: '2025-05-20T12:00:00Z' };
    expect(codes(implement('2025-05-20T11:59:59.000Z', own))).toEqual(['implementedAt INCONSISTENT']);
    expect(patchOf(implement('2025-05-20T12:00:00.000Z', own))).toHaveProperty('implemented_at');
    const seen = { detected_at: '2025-05-25T00:00:00Z' };
    expect(codes(implement('2025-05-24T23:59:59.000Z', own, seen))).toEqual(['implementedAt INCONSISTENT']);
    expect(patchOf(implement('2025-05-25T00:00:00.000Z', own, seen))).toHaveProperty('implemented_at');
    expect(codes(implement('2025-06-01T12:06:00.000Z'))).toEqual(['implementedAt IN_THE_FUTURE']);
    expect(patchOf(implement(now))).toEqual({ status: 'IMPLEMENTED', implemented_at: now });
  });

  test('is verified by at least 14 producing days on either side of the local day of the work', () => {
    const implemented = {
      status: 'IMPLEMENTED',
      implemented_at: '2025-01-21T05:00:00Z', // the 20th in Chicago
      expected_gain_bbl_per_day: 5,
      expected_gain_mcf_per_day: 50,
    };
    const verify = (own: object, allocations: object[], event?: object) =>
      verifyRecommendation.decide(
        given,
        { ...at({ ...implemented, ...own }), more: { allocations, event } } as never,
        moment,
      );
    const rows = days(40, (n) => (n < 19 ? 10 : 16));
    expect(patchOf(verify({}, rows))).toEqual({
      status: 'VERIFIED',
      baseline_rate: 10,
      actual_gain: 6,
      rate_uom: 'BBL_PER_DAY',
    });
    const gas = patchOf(verify({ expected_gain_bbl_per_day: null }, rows));
    expect(gas).toMatchObject({ baseline_rate: 100, actual_gain: 60, rate_uom: 'MCF_PER_DAY' });
    expect(changesOf(verify({}, rows.slice(5, 34)))).toHaveLength(1);
    expect(codes(verify({}, rows.slice(6)))).toEqual(['record NOT_ALLOWED_NOW']);
    expect(codes(verify({}, rows.slice(0, 33)))).toEqual(['record NOT_ALLOWED_NOW']);
    expect(
      codes(
        verify(
          {},
          days(
            40,
            () => 9,
            () => 1,
          ),
        ),
      ),
    ).toHaveLength(2);
    const event = { row: { row_id: 'e', row_version: 2 }, place, step };
    expect(changesOf(verify({}, rows, event))[1]).toMatchObject({ rowId: 'e', patch: { status: 'CLOSED' } });
    expect(changesOf(verify({}, rows, { ...event, step: undefined }))).toHaveLength(1);
  });
});

describe('a workover', () => {
  test.each([
    [{ estimated_cost_usd: 1_000 }, null],
    [{ current_oil_bbl_per_day: 10, potential_oil_bbl_per_day: 20 }, null],
    [{ current_oil_bbl_per_day: 10, potential_oil_bbl_per_day: 20, estimated_cost_usd: 5_000 }, 2],
    [{ current_gas_mcf_per_day: 10, potential_gas_mcf_per_day: 70, estimated_cost_usd: 5_000, risk_factor: 0.5 }, 1],
  ])('of %o ranks at %s', (candidate, score) => {
    expect(rankOf(candidate)).toMatchObject({ rank_score: score });
    expect(rankOf(candidate).rank_formula === null).toBe(score === null);
  });

  const nominate = (more: object, loaded: object = {}) =>
    nominateWorkoverCandidate.decide(
      { clientRequestId: 'request-1', completion: 'x', candidateReason: 'PUMP_FAILURE', ...more },
      { place, completion: 'C', open: undefined, rates: { oil: 12, gas: null }, ...loaded },
      moment,
    );

  test('is nominated once for a reason, with the rate of today where none is given', () => {
    expect(patchOf(nominate({}))).toMatchObject({ current_oil_bbl_per_day: 12, last_editor: 'user:a' });
    expect(patchOf(nominate({ currentOilBblPerDay: 3 }))).toMatchObject({ current_oil_bbl_per_day: 3 });
    expect(nominate({}, { open: row })).toMatchObject({ outcome: 'CONFLICT', current: { rowId: 'r' } });
  });

  test('is decided by neither who nominated nor who last edited it', () => {
    const approve = (own: object) =>
      workover.approveWorkoverCandidate.decide(
        given,
        at({ nominated_by: 'user:b', last_editor: 'user:c', ...own }),
        moment,
      );
    expect(patchOf(approve({}))).toEqual({ status: 'APPROVED', approver: 'user:a', decided_at: now });
    expect(codes(approve({ nominated_by: 'user:a' }))).toEqual([' OWN_DECISION']);
    expect(codes(approve({ last_editor: 'user:a' }))).toEqual([' OWN_DECISION']);
  });

  test('is screened with a score of its own', () => {
    const own = { current_oil_bbl_per_day: 10, potential_oil_bbl_per_day: 20, estimated_cost_usd: 5_000 };
    const screened = workover.screenWorkoverCandidate.decide({ ...given, riskFactor: 0.5 }, at(own), moment);
    expect(patchOf(screened)).toMatchObject({ risk_factor: 0.5, rank_score: 1, last_editor: 'user:a' });
  });

  test('has a start where it is scheduled', () => {
    const schedule = (more: object, own: object = {}) =>
      workover.scheduleWorkoverCandidate.decide({ ...given, ...more }, at(own), moment);
    expect(codes(schedule({}))).toEqual(['plannedStart REQUIRED']);
    expect(codes(schedule({ plannedStart: null }, { planned_start: now }))).toEqual(['plannedStart REQUIRED']);
    expect(patchOf(schedule({}, { planned_start: now }))).toEqual({ status: 'SCHEDULED' });
  });

  test.each([
    [{ cost: 50_000 }, []],
    [{ cost: null }, []],
    [{ cost: 50_000.01 }, ['contractor', 'start', 'afeBudgetUsd']],
    [{ cost: 60_000, contractor: 'c', start: now, budget: 0 }, ['afeBudgetUsd']],
    [{ cost: 60_000, contractor: 'c', start: now, budget: 1 }, []],
  ])('with %o lacks %o', (work, lacking) => {
    const none = { cost: null, contractor: null, start: null, budget: null };
    expect(costlyErrors({ ...none, ...work }, 'start').map(({ path }) => path[0])).toEqual(lacking);
  });

  test('is done now or when it is said, after it was approved, and not while it is only planned', () => {
    const own = { decided_at: '2025-05-01T00:00:00Z', planned_start: now };
    const execute = (more: object) => workover.executeWorkoverCandidate.decide({ ...given, ...more }, at(own), moment);
    expect(patchOf(execute({}))).toEqual({ status: 'EXECUTED', executed_at: now });
    const executedAt = '2025-05-01T00:00:00.000Z';
    expect(patchOf(execute({ executedAt }))).toMatchObject({ executed_at: executedAt });
    expect(codes(execute({ executedAt: '2025-04-30T23:59:59.000Z' }))).toEqual(['executedAt INCONSISTENT']);
    expect(codes(execute({ executedAt: '2025-06-01T12:06:00.000Z' }))).toEqual(['executedAt IN_THE_FUTURE']);
    const planned = workover.scheduleWorkoverCandidate.decide({ ...given, executedAt }, at(own), moment);
    expect(codes(planned)).toEqual(['executedAt INCONSISTENT']);
  });

  const good = {
    active_ind: 'Y',
    test_status: 'COMPLETED',
    is_valid: true,
    completion_id: 'C',
    id_flownet: 'N',
    test_start: '2025-05-02T00:00:00Z',
    test_type: 'FLOW_TEST',
    row_id: 't',
  };
  test.each([
    [{}, true],
    [{ test_status: 'IN_PROGRESS' }, false],
    [{ is_valid: false }, false],
    [{ active_ind: 'N' }, false],
    [{ completion_id: 'D' }, false],
    [{ id_flownet: 'M' }, false],
    [{ row_quality: 'REJECTED' }, false],
    [{ test_type: 'BUILDUP_TEST' }, false],
    [{ test_start: '2025-04-30T00:00:00Z' }, false],
    [{ test_start: '2025-05-01T12:00:00Z' }, true, { executed_at: null }],
    [{ test_start: '2025-05-01T12:00:00Z' }, false, { executed_at: '2025-05-01T12:00:00Z' }],
    [{ test_start: '2025-05-01T12:00:01Z' }, true, { executed_at: '2025-05-01T12:00:00Z' }],
  ])('is evaluated by a test with %o: %s', (more, isEvaluated, own?: object) => {
    const loaded = {
      ...at({ status: 'EXECUTED', decided_at: '2025-05-01T00:00:00Z', ...own }),
      more: { row: { ...good, ...more }, place },
    };
    const decision = evaluateWorkoverCandidate.decide({ ...given, postJobTest: 'x' }, loaded, moment);
    if (isEvaluated) expect(patchOf(decision)).toEqual({ status: 'EVALUATED', post_job_test_row_id: 't' });
    else expect(codes(decision)).toEqual(['postJobTest INCONSISTENT']);
  });
});

describe('a request for work', () => {
  const subject = { place, columns: { id_flownet: 'N', completion_id: 'C' } };
  const open = (more: object, others: object[] = []) =>
    openMaintenanceRequest.decide(
      { clientRequestId: 'request-1', maintenanceType: 'CORRECTIVE', ...more } as never,
      { subject, open: others as never, downtime: undefined },
      moment,
    );

  test('may be one that is open already, of the last 7 days', () => {
    const other = { row_id: 'o', requested_at: '2025-05-25T12:00:00Z' };
    expect(open({}, [other])).toMatchObject({ outcome: 'DUPLICATE_SUSPECTED', duplicates: [{ rowId: 'o' }] });
    expect(patchOf(open({ force: true }, [other]))).toMatchObject({ requested_by: 'user:a', requested_at: now });
    expect(patchOf(open({}, [{ ...other, requested_at: '2025-05-25T11:59:59Z' }]))).not.toHaveProperty(
      'request_number',
    );
  });

  test.each([
    [{ completion_id: 'C' }, {}, true],
    [{ completion_id: 'C', equipment_id: 'A' }, {}, true],
    [{ facility_id: 'F' }, {}, true],
    [{ completion_id: 'C' }, { completion_id: 'D' }, false],
    [{ completion_id: 'C' }, { id_flownet: 'M' }, false],
    [{ completion_id: 'C' }, { active_ind: 'N' }, false],
    [{ facility_id: 'G' }, {}, false],
  ])('on %o belongs to a downtime with %o: %s', (own, other, expected) => {
    const row = { row_id: 'd', id_flownet: 'N', completion_id: 'C', active_ind: 'Y', ...other };
    const decision = openMaintenanceRequest.decide(
      { clientRequestId: 'request-1', maintenanceType: 'CORRECTIVE' } as never,
      { subject: { place, columns: { id_flownet: 'N', ...own } }, open: [], downtime: { row, place } },
      moment,
    );
    if (expected) expect(patchOf(decision)).toMatchObject({ downtime_event_row_id: 'd' });
    else expect(codes(decision)).toEqual(['downtimeEvent INCONSISTENT']);
  });

  test('that is changed is approved again', () => {
    const again = { last_editor: 'user:a', hse_approver: null, hse_approved_at: null };
    expect(patchOf(maintenance.scopeMaintenanceRequest.decide(given, at({}), moment))).toMatchObject(again);
    const plan = { ...given, scheduledStart: now };
    expect(patchOf(maintenance.planMaintenanceRequest.decide(plan, at({}), moment))).toMatchObject(again);
    const backwards = { ...plan, scheduledEnd: '2025-05-01T00:00:00.000Z' };
    expect(codes(maintenance.planMaintenanceRequest.decide(backwards, at({}), moment))).toEqual([
      'scheduledEnd INCONSISTENT',
    ]);
  });

  test('begins once, with what costly work needs', () => {
    const start = (more: object, own: object = {}) =>
      maintenance.startMaintenanceRequest.decide({ ...given, ...more }, at(own), moment);
    expect(patchOf(start({}))).toEqual({ status: 'IN_PROGRESS', actual_start: now, actual_end: null });
    const began = { actual_start: '2025-05-01T00:00:00Z', actual_end: '2025-05-02T00:00:00Z' };
    expect(patchOf(start({ actualStart: now }, began))).toMatchObject({ ...began, actual_end: null });
    const costly = start({}, { estimated_cost_usd: 60_000 });
    const message = expect.stringMatching('lacks contractor, scheduledStart, afeBudgetUsd');
    expect(costly).toMatchObject({ userErrors: [{ path: ['record'], code: 'NOT_ALLOWED_NOW', message }] });
    expect(codes(start({ actualStart: '2025-06-02T00:00:00.000Z' }))).toEqual(['actualStart IN_THE_FUTURE']);
  });

  const began = { actual_start: '2025-05-01T00:00:00Z', actual_end: null, is_safety_critical: true, hse_approver: 'b' };
  test.each([
    [{ actualEnd: '2025-05-01T00:00:00.000Z' }, {}, []],
    [{ actualEnd: '2025-04-30T23:59:59.000Z' }, {}, ['actualEnd INCONSISTENT']],
    [{ actualEnd: '2025-06-02T00:00:00.000Z' }, {}, ['actualEnd IN_THE_FUTURE']],
    [{}, {}, ['actualEnd REQUIRED']],
    [{}, { actual_end: '2025-05-02T00:00:00Z' }, []],
    [{ actualEnd: null }, { actual_end: '2025-05-02T00:00:00Z' }, ['actualEnd REQUIRED']],
    [{ actualEnd: now }, { hse_approver: null }, ['record NOT_ALLOWED_NOW']],
    [{ actualEnd: now }, { hse_approver: null, is_safety_critical: false }, []],
  ])('with %o and %o is completed but for %o', (more, own, expected) => {
    const decision = maintenance.completeMaintenanceRequest.decide(
      { ...given, ...more },
      at({ ...began, ...own }),
      moment,
    );
    if (expected.length > 0) expect(codes(decision)).toEqual(expected);
    else expect(patchOf(decision)).toMatchObject({ status: 'COMPLETED' });
  });

  test.each([
    [{}, undefined],
    [{ requested_by: 'user:a' }, ' OWN_DECISION'],
    [{ last_editor: 'user:a' }, ' OWN_DECISION'],
    [{ hse_approver: 'user:c' }, 'record NOT_ALLOWED_NOW'],
    [{ is_safety_critical: false }, 'record NOT_ALLOWED_NOW'],
    [{ status: 'COMPLETED' }, 'record NOT_ALLOWED_NOW'],
    [{ status: 'CANCELLED' }, 'record NOT_ALLOWED_NOW'],
    [{ active_ind: 'N' }, 'record NOT_ALLOWED_NOW'],
  ])('with %o is approved for HSE but for %s', (own, expected) => {
    const safety = { status: 'DRAFT', is_safety_critical: true, requested_by: 'user:b', last_editor: 'user:b' };
    const decision = approveMaintenanceSafety.decide(given, at({ ...safety, hse_approver: null, ...own }), moment);
    if (expected) expect(codes(decision)).toEqual([expected]);
    else expect(changesOf(decision)).toMatchObject([{ kind: 'APPROVED', patch: { hse_approver: 'user:a' } }]);
  });
});
