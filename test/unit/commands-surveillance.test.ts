import { describe, expect, test } from 'vitest';
import { addConstraint } from '../../src/commands/add-constraint.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import { type KeptLimit, limitOf } from '../../src/commands/limit-units.js';
import type { Result } from '../../src/commands/outcome.js';
import { raiseSurveillanceEvent } from '../../src/commands/raise-surveillance-event.js';
import { relieveConstraint } from '../../src/commands/relieve-constraint.js';
import * as steps from '../../src/commands/surveillance-steps.js';
import { placeOf } from '../support/place.js';

const place = placeOf();
const subject = { place, columns: { id_flownet: 'N', unit_id: 'U', completion_id: 'C' } };
const moment = { now: new Date('2025-02-01T12:00:00Z'), actor: 'user:a', newId: () => 'new' };
const common = { clientRequestId: 'request-1' };
const patchOf = (decision: Decision, at = 0) => {
  expect(decision).toHaveProperty('changes');
  return (decision as Decided).changes[at]?.patch;
};
const codes = (decision: Decision) => (decision as Result).userErrors.map(({ path, code }) => `${path} ${code}`);

describe('an event that a rule raises', () => {
  const given = {
    ...common,
    completion: 'x',
    eventType: 'RATE_DROP' as const,
    detectedAt: '2025-01-10T06:00:00.000Z',
    detectionSource: 'RULE' as const,
    rule: 'oil below its mean',
    severity: 'HIGH' as const,
    observedValue: 10,
  };
  const open = {
    row_id: 'r',
    row_version: 4,
    status: 'OPEN',
    occurrences: 2,
    detected_at: '2025-01-05T00:00:00Z',
    last_seen_at: '2025-01-08T00:00:00Z',
  };
  const raise = (more: object, events: object[] = []) =>
    raiseSurveillanceEvent.decide({ ...given, ...more }, { subject, events: events as never }, moment);

  test('is made once, and counts on the open one after that', () => {
    expect(patchOf(raise({}))).toMatchObject({
      completion_id: 'C',
      rule: given.rule,
      observed_value: 10,
      last_seen_at: given.detectedAt,
    });
    const again = raise({}, [open]) as Decided;
    expect(again.changes).toMatchObject([{ rowId: 'r', expectedVersion: 4, kind: 'SEEN_AGAIN' }]);
    expect(again.changes[0]?.patch).toEqual({
      occurrences: 3,
      severity: 'HIGH',
      observed_value: 10,
      last_seen_at: given.detectedAt,
    });
  });

  test('counts what comes late, and does not overwrite what was seen after it', () => {
    expect(patchOf(raise({ detectedAt: '2025-01-06T00:00:00.000Z' }, [open]))).toEqual({ occurrences: 3 });
    const first = '2025-01-01T00:00:00.000Z';
    expect(patchOf(raise({ detectedAt: first }, [open]))).toEqual({ occurrences: 3, detected_at: first });
  });

  test('counts a moment once', () => {
    const again = { detectedAt: '2025-01-08T00:00:00.000Z', observedValue: 9 };
    expect(patchOf(raise(again, [open]))).toMatchObject({ occurrences: 2, observed_value: 9 });
    expect(patchOf(raise({ detectedAt: '2025-01-05T00:00:00.000Z' }, [open]))).toEqual({ occurrences: 2 });
    const once = { ...open, occurrences: 1, last_seen_at: null };
    expect(patchOf(raise({ detectedAt: '2025-01-05T00:00:00.000Z' }, [once]))).toMatchObject({ occurrences: 1 });
  });

  test('is silent until the moment stated', () => {
    const dismissed = { ...open, status: 'DISMISSED', muted_until: '2025-01-15T00:00:00Z' };
    expect(codes(raise({}, [dismissed]))).toEqual(['rule NOT_ALLOWED_NOW']);
    expect(patchOf(raise({ detectedAt: '2025-01-15T00:00:00.000Z' }, [dismissed]))).toHaveProperty('event_type');
  });

  test('has the name of its rule, and lies in the past, in a closed period too', () => {
    expect(codes(raise({ rule: null }))).toEqual(['rule REQUIRED']);
    expect(codes(raise({ detectedAt: '2025-02-01T12:06:00.000Z' }))).toEqual(['detectedAt IN_THE_FUTURE']);
    expect(patchOf(raise({ detectedAt: '2024-01-01T00:00:00.000Z' }))).toHaveProperty('event_type');
  });
});

describe('a step', () => {
  const row = { row_id: 'r', row_version: 2, active_ind: 'Y', status: 'OPEN' };
  const step = { needs_reason: false };
  const loaded = { row, place, step, more: undefined };
  const given = { ...common, record: 'x' };

  test('is taken where the catalogue has it, with its reason where that is asked for', () => {
    const close = (more: object, before: object = {}) =>
      steps.closeSurveillanceEvent.decide({ ...given, ...more }, { ...loaded, ...before }, moment);
    expect(patchOf(close({ reason: 'done' }))).toEqual({
      status: 'CLOSED',
      close_reason: 'done',
      closed_by: 'user:a',
      closed_at: '2025-02-01T12:00:00.000Z',
    });
    expect(codes(close({}, { step: { needs_reason: true } }))).toEqual(['reason REQUIRED']);
    expect(codes(close({}, { step: undefined }))).toEqual(['record NOT_ALLOWED_NOW']);
    expect(codes(close({}, { row: { ...row, active_ind: 'N' } }))).toEqual(['record NOT_ALLOWED_NOW']);
  });

  test('keeps who acknowledged and who looks at it', () => {
    const seen = steps.acknowledgeSurveillanceEvent.decide({ ...given, assignedTo: 'b' }, loaded, moment);
    expect(patchOf(seen)).toMatchObject({ status: 'ACKNOWLEDGED', acknowledged_by: 'user:a', assigned_to: 'b' });
    expect(patchOf(steps.acknowledgeSurveillanceEvent.decide(given, loaded, moment))).not.toHaveProperty('assigned_to');
    expect(patchOf(steps.analyseSurveillanceEvent.decide(given, loaded, moment))).toEqual({ status: 'IN_ANALYSIS' });
  });

  test.each([
    ['2025-02-01T12:00:00.000Z', false],
    ['2025-02-02T00:00:00.000Z', true],
    ['2026-02-02T00:00:00.000Z', true],
    ['2026-03-01T00:00:00.000Z', false],
  ])('puts aside until %s: %s', (mutedUntil, isAllowed) => {
    const decision = steps.dismissSurveillanceEvent.decide({ ...given, reason: 'known', mutedUntil }, loaded, moment);
    if (isAllowed) expect(patchOf(decision)).toMatchObject({ status: 'DISMISSED', muted_until: mutedUntil });
    else expect(codes(decision)).toEqual(['mutedUntil OUT_OF_RANGE']);
  });
});

describe('a limit', () => {
  const given = {
    ...common,
    completion: 'x',
    constraintType: 'ALLOWABLE' as const,
    limitValue: 100,
    limitUom: 'BBL_PER_DAY' as const,
    limitDirection: 'MAX' as const,
    effectiveFrom: '2025-01-01T00:00:00.000Z',
  };

  test.each([
    ['ALLOWABLE', 'OIL', 'BBL_PER_DAY', 'BBL_PER_DAY', 100],
    ['ALLOWABLE', 'OIL', 'M3_PER_DAY', 'BBL_PER_DAY', 628.981],
    ['ALLOWABLE', 'GAS', 'M3_PER_DAY', 'MCF_PER_DAY', 3.531],
    ['SALES_LIMIT', 'GAS', 'MMCF_PER_DAY', 'MCF_PER_DAY', 100_000],
    ['SALES_LIMIT', null, 'MCF_PER_DAY', 'MCF_PER_DAY', 100],
    ['LINE_PRESSURE', null, 'BAR', 'PSI', 1450.377],
    ['EQUIPMENT', null, 'DEG_C', 'DEG_F', 212],
    ['EQUIPMENT', null, 'IN', 'IN_64THS', 6400],
    ['SAFETY', null, 'FRACTION', 'PCT', 10_000],
  ] as const)('%s of %s in %s is kept in %s', (constraintType, product, limitUom, uom, value) => {
    const limit = limitOf({ constraintType, product, limitUom, limitValue: 100 }) as KeptLimit;
    expect(limit).toMatchObject({ limit_uom: uom });
    expect(limit.limit_value).toBeCloseTo(value, 2);
  });

  test.each([
    ['LINE_PRESSURE', null, 'BBL_PER_DAY'],
    ['ALLOWABLE', 'GAS', 'BBL_PER_DAY'],
    ['ALLOWABLE', 'OIL', 'MCF_PER_DAY'],
    ['ALLOWABLE', null, 'PSI'],
    ['WATER_DISPOSAL', null, 'MCF_PER_DAY'],
  ] as const)('%s of %s is not measured in %s', (constraintType, product, limitUom) => {
    expect(limitOf({ constraintType, product, limitUom, limitValue: 1 })).toMatchObject({ code: 'INCONSISTENT' });
  });

  const add = (more: object, others: object[] = []) =>
    addConstraint.decide({ ...given, ...more }, { subject, others: others as never }, moment);

  test('is above zero and in order, and what was sent stays known', () => {
    expect(codes(add({ limitValue: 0 }))).toEqual(['limitValue OUT_OF_RANGE']);
    expect(codes(add({ effectiveTo: given.effectiveFrom }))).toEqual(['effectiveTo INCONSISTENT']);
    expect(patchOf(add({}))).not.toHaveProperty('original_values');
    expect(patchOf(add({ limitUom: 'M3_PER_DAY' }))).toMatchObject({
      original_values: { limit_value: { value: 100, uom: 'M3_PER_DAY' } },
    });
  });

  const least = {
    limit_direction: 'MIN',
    limit_uom: 'BBL_PER_DAY',
    limit_value: 101,
    product_type: null,
    effective_from: '2025-01-01T00:00:00Z',
    effective_to: null,
  };
  test.each([
    [{}, least, true],
    [{}, { ...least, limit_value: 100 }, false],
    [{}, { ...least, limit_direction: 'MAX' }, false],
    [{}, { ...least, limit_uom: 'MCF_PER_DAY' }, false],
    [{ product: 'OIL' }, { ...least, product_type: 'WATER' }, false],
    [{ product: 'OIL' }, { ...least, product_type: 'OIL' }, true],
    [{}, { ...least, effective_to: '2025-01-01T00:00:00Z' }, false],
    [{ effectiveTo: '2025-02-01T00:00:00.000Z' }, { ...least, effective_from: '2025-02-01T00:00:00Z' }, false],
    [{ limitDirection: 'MIN' }, { ...least, limit_direction: 'MAX', limit_value: 99 }, true],
  ])('%o beside %o crosses: %s', (more, other, isCrossing) => {
    const decision = add(more, [other]);
    if (isCrossing) expect(codes(decision)).toEqual(['limitValue INCONSISTENT']);
    else expect(patchOf(decision)).toHaveProperty('limit_value');
  });

  const row = {
    row_id: 'r',
    row_version: 1,
    active_ind: 'Y',
    status: 'ACTIVE',
    effective_from: '2025-01-01T00:00:00Z',
    effective_to: null,
  };
  const relieve = (more: object, own: object = {}) =>
    relieveConstraint.decide(
      { ...common, record: 'x', reason: 'pump replaced', ...more },
      { row: { ...row, ...own }, place, step: { needs_reason: true }, more: undefined },
      moment,
    );

  test('that is relieved ends then, unless it had ended; where it never began, at its begin', () => {
    const now = '2025-02-01T12:00:00.000Z';
    expect(patchOf(relieve({}))).toEqual({ status: 'RELIEVED', relieved_reason: 'pump replaced', effective_to: now });
    expect(patchOf(relieve({}, { effective_to: '2025-01-20T00:00:00Z' }))).not.toHaveProperty('effective_to');
    const begin = { effective_to: '2025-03-01T00:00:00Z' };
    expect(patchOf(relieve({}, { effective_from: begin.effective_to }))).toMatchObject(begin);
    const same = { effectiveTo: '2025-01-01T00:00:00.000Z' };
    expect(patchOf(relieve(same))).toMatchObject({ effective_to: '2025-01-01T00:00:00Z' });
    expect(codes(relieve({ effectiveTo: '2024-12-31T00:00:00.000Z' }))).toEqual(['effectiveTo INCONSISTENT']);
    expect(codes(relieve({ effectiveTo: '2025-02-01T12:06:00.000Z' }))).toEqual(['effectiveTo IN_THE_FUTURE']);
  });
});
