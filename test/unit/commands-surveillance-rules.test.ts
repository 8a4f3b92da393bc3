import { describe, expect, test } from 'vitest';
import type { Change, Decided, Decision } from '../../src/commands/command.js';
import type { Result } from '../../src/commands/outcome.js';
import { runSurveillanceRules } from '../../src/commands/run-surveillance-rules.js';
import { dayAfter } from '../../src/days/local-day.js';
import type { ProductionDay } from '../../src/surveillance/production-day.js';

const LAST = '2025-06-30';
/** The end of the day in Chicago. */
const SEEN_AT = '2025-07-01T05:00:00.000Z';
const place = {
  completion: 'C',
  network: 'N',
  unit: 'U',
  facility: 'F',
  route: 'R',
  zone: 'America/Chicago',
};
const dayOf = (day: string, oilBbl: number): ProductionDay => ({
  day,
  oilBbl,
  condensateBbl: null,
  gasMcf: 10,
  waterBbl: 10,
  nglBbl: null,
  linePressurePsi: null,
  wasDown: false,
});
const days = [...Array.from({ length: 30 }, (_, at) => dayOf(dayAfter(LAST, -1 - at), 100)), dayOf(LAST, 60)];
const limit = {
  row_id: 'L',
  constraint_type: 'ALLOWABLE',
  product_type: 'OIL',
  limit_value: 50,
  limit_uom: 'BBL_PER_DAY',
  limit_direction: 'MAX',
  effective_from: '2025-01-01T00:00:00Z',
  effective_to: null,
};
const open = {
  row_id: 'E',
  row_version: 3,
  status: 'ACKNOWLEDGED',
  rule: 'OIL_BELOW_MEAN',
  detected_at: '2025-06-29T05:00:00Z',
  last_seen_at: '2025-06-30T05:00:00Z',
  occurrences: 2,
  severity: 'HIGH',
  observed_value: 60,
  expected_value: 100,
  threshold: 90,
  muted_until: null,
};

const OWN = { network: 'N', route: 'R' };

let made = 0;
const moment = { now: new Date('2025-07-02T12:00:00Z'), actor: 'user:a', newId: () => `id-${made++}` };
function decide(
  events: object[] = [],
  { limits = [] as object[], given = {}, routes = [OWN] as object[] } = {},
): Decision {
  made = 0;
  const survey = { place, days, limits, events };
  const input = { clientRequestId: 'request-1', route: 'r', ...given };
  return runSurveillanceRules.decide(input, { asOf: LAST, surveys: [survey], routes } as never, moment);
}
const changesOf = (decision: Decision): readonly Change[] => (decision as Decided).changes;
const countsOf = (decision: Decision) => {
  const { judged, not_judged, raised, seen_again, already_known, muted } = changesOf(decision)[0]?.patch ?? {};
  return { judged, not_judged, raised, seen_again, already_known, muted };
};
const NONE = { judged: 3, not_judged: 0, raised: 0, seen_again: 0, already_known: 0, muted: 0 };

describe('a run of the rules', () => {
  test.each([
    ['of two routes', [OWN, { network: 'N', route: 'S' }]],
    ['of two networks', [OWN, { network: 'M', route: 'R' }]],
    ['of units on no route', [{ network: 'N', route: null }]],
    ['of nothing', []],
  ])('%s is refused: who may see it could not be said', (_, routes) => {
    for (const [given, path] of [[{}, 'route'] as const, [{ route: null, completions: ['c'] }, 'completions'] as const])
      expect(decide([], { given, routes })).toMatchObject({ userErrors: [{ path: [path], code: 'INCONSISTENT' }] });
  });

  test('raises what it sees, with why, and writes itself first', () => {
    const decision = decide();
    const [run, event, ...more] = changesOf(decision);
    expect(more).toEqual([]);
    expect((decision as Decided).record).toBe(run);
    expect(run).toMatchObject({
      type: 'SurveillanceRun',
      rowId: 'id-0',
      kind: 'RUN',
      patch: { id_flownet: 'N', route_id: 'R', last_day: LAST, completions: 1 },
    });
    expect(countsOf(decision)).toEqual({ ...NONE, raised: 1 });
    expect(event).toMatchObject({
      type: 'SurveillanceEvent',
      kind: 'RAISED',
      expectedVersion: 0,
      routing: { network: 'N', unit: 'U', facility: 'F', route: 'R' },
      patch: {
        completion_id: 'C',
        rule: 'OIL_BELOW_MEAN',
        detection_source: 'RULE',
        detected_at: SEEN_AT,
        last_seen_at: SEEN_AT,
        surveillance_run_row_id: 'id-0',
        metric: 'OIL_RATE',
        observed_value: 60,
        expected_value: 100,
        threshold: 90,
        uom: 'BBL_PER_DAY',
      },
    });
  });

  test('counts on the open event once a day', () => {
    const decision = decide([open]);
    expect(countsOf(decision)).toEqual({ ...NONE, seen_again: 1 });
    expect(changesOf(decision)[1]).toMatchObject({
      rowId: 'E',
      expectedVersion: 3,
      kind: 'SEEN_AGAIN',
      patch: { occurrences: 3, last_seen_at: SEEN_AT, surveillance_run_row_id: 'id-0' },
    });
  });

  test.each([
    ['the same day again', { ...open, last_seen_at: SEEN_AT }],
    ['days gone by', { ...open, last_seen_at: '2025-07-02T05:00:00Z' }],
    ['a day whose event was closed', { ...open, status: 'CLOSED', last_seen_at: SEEN_AT }],
  ])('writes nothing of %s', (_, event) => {
    const decision = decide([event]);
    expect(countsOf(decision)).toEqual({ ...NONE, already_known: 1 });
    expect(changesOf(decision)).toHaveLength(1);
  });

  test('brings an event up to date where its day was amended, and counts nothing', () => {
    const decision = decide([{ ...open, last_seen_at: SEEN_AT, observed_value: 50 }]);
    expect(changesOf(decision)[1]?.patch).toMatchObject({ observed_value: 60 });
    expect(changesOf(decision)[1]?.patch).not.toHaveProperty('occurrences');
  });

  test('raises anew after an event that was closed before the day', () => {
    expect(countsOf(decide([{ ...open, status: 'CLOSED' }]))).toEqual({ ...NONE, raised: 1 });
  });

  test.each([
    ['2025-07-01T05:00:01Z', { muted: 1 }],
    ['2025-07-01T05:00:00Z', { raised: 1 }],
  ])('is silent until %s', (muted_until, counts) => {
    expect(countsOf(decide([{ ...open, status: 'DISMISSED', muted_until }]))).toEqual({ ...NONE, ...counts });
  });

  test('another rule that was put aside silences nothing', () => {
    const other = { ...open, rule: 'WATER_CUT_HIGH', status: 'DISMISSED', muted_until: '2026-01-01T00:00:00Z' };
    expect(countsOf(decide([other]))).toEqual({ ...NONE, raised: 1 });
  });

  const byHand = { ...open, rule: null, status: 'OPEN', event_type: 'RATE_DROP', detected_at: SEEN_AT };
  test.each([
    ['by hand', byHand, { already_known: 1 }],
    ['and closed', { ...byHand, status: 'CLOSED' }, { already_known: 1 }],
    ['by a rule of another engine', { ...byHand, rule: 'theirs' }, { already_known: 1 }],
    ['by hand, of another moment', { ...byHand, detected_at: '2025-07-01T04:00:00Z' }, { raised: 1 }],
    ['by hand, of another kind', { ...byHand, event_type: 'OTHER' }, { raised: 1 }],
  ])('an event of the kind and moment that was raised %s is known', (_, event, counts) => {
    const decision = decide([event]);
    expect(countsOf(decision)).toEqual({ ...NONE, ...counts });
    expect(changesOf(decision)).toHaveLength('raised' in counts ? 2 : 1);
  });

  test('a limit has an event of its own beside one of the kind that was raised by hand', () => {
    const other = { ...byHand, event_type: 'OTHER' };
    expect(countsOf(decide([other], { limits: [limit] }))).toEqual({ ...NONE, judged: 4, raised: 2 });
  });

  test('holds limits that are set against the same day', () => {
    const decision = decide([], { limits: [limit, { ...limit, row_id: 'M', limit_uom: 'PCT' }] });
    expect(countsOf(decision)).toEqual({ ...NONE, judged: 4, not_judged: 1, raised: 2 });
    expect(changesOf(decision)[2]?.patch).toMatchObject({
      rule: 'CONSTRAINT:L',
      event_type: 'OTHER',
      observed_value: 60,
      threshold: 50,
      evidence: { constraint: 'L', day: LAST },
    });
  });

  test.each([
    ['FACILITY_CAPACITY', 'produced', 60],
    ['SALES_LIMIT', 'sent out', 70],
  ])('holds a %s of a facility against what is %s there, and no rule', (constraint_type, _, observed_value) => {
    made = 0;
    const site = { ...place, completion: null, unit: null };
    const survey = { place: site, days, sent: [dayOf(LAST, 70)], limits: [{ ...limit, constraint_type }], events: [] };
    const input = { clientRequestId: 'request-1', route: 'r' };
    const decision = runSurveillanceRules.decide(
      input,
      { asOf: LAST, surveys: [survey], routes: [OWN] } as never,
      moment,
    );
    expect(countsOf(decision)).toEqual({ ...NONE, judged: 1, raised: 1 });
    const [run, event] = changesOf(decision);
    expect(run?.patch).toMatchObject({ completions: 0, facilities: 1 });
    expect(event?.patch).toMatchObject({ facility_id: 'F', observed_value });
    expect(event?.patch).not.toHaveProperty('completion_id');
    expect(event?.patch).not.toHaveProperty('unit_id');
  });

  test('takes the limits it is given, and refuses those that cross', () => {
    expect(countsOf(decide([], { given: { limits: { oilBelowMeanPct: 50, oilBelowMeanHighPct: 60 } } }))).toEqual(NONE);
    const refused = decide([], { given: { limits: { waterCutPct: 90 } } }) as Result;
    expect(refused.userErrors).toMatchObject([{ path: ['limits', 'waterCutHighPct'], code: 'INCONSISTENT' }]);
  });
});
