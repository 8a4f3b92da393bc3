import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import { SourceUnavailable } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { together } from '../../src/sources/together.js';
import { ask, built, openStore } from '../support/execute.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { openOperations } from '../support/open-operations.js';
import { recorded } from '../support/recorded.js';

// A route of ten completions on 31 January 2024 in Chicago, each with one kind of evidence.

const network = { id_flownet: 'N1' };
const DAY = '2024-01-31';
const route = globalId(built.bindings.views.get('Route') as never, { id_rec: 'R1' });

const january = (day: number) => `2024-01-${String(day).padStart(2, '0')}`;
let allocations = 0;
const allocated = (completion: string, day: number, oil: number, more: object = {}) => ({
  ...network,
  id_rec: `A${allocations++}`,
  id_rec_unit: completion.slice(0, 2),
  id_rec_comp: completion,
  allocation_date: `${january(day)} 00:00:00`,
  allocated_oil_bbl: oil,
  allocated_hcliq_bbl: oil,
  allocated_gas_mcf: 0,
  allocated_water_bbl: 1,
  downtime_hours: 0,
  _fivetran_synced: '2024-02-01T09:00:00Z',
  ...more,
});
const target = (difference: number) => ({ diff_target_oil_bbl: difference, diff_target_gas_mcf: 0 });
const tested = (completion: string, day: number, oil: number, invalid = 'No') => ({
  ...network,
  id_rec: `${completion}t${day}`,
  id_rec_parent: completion,
  effective_date: `${january(day)} 08:00:00`,
  invalid_test: invalid,
  oil_cond_rate_bbl_per_day: oil,
});

/** A set of targets with the rates of the 31st. */
const SETS: [set: string, completion: string, from: string, compares: boolean, oil: number, gas: number][] = [
  ['T1', 'U4a', '2024-01-01', true, 16, 0],
  ['T2', 'U4a', '2024-01-02', false, 90, 0],
  ['T3', 'U4a', '2024-02-01', true, 91, 0],
  ['T4', 'U3a', '2023-01-01', true, 92, 0],
  ['T5', 'U3a', '2024-01-01', true, 22, 6],
  // The difference from target of an allocated day says what counts.
  ['T6', 'U0a', '2024-01-01', true, 93, 0],
];

const DAYS = [
  // Half a day down of a target of 100.
  allocated('U0a', 30, 100),
  allocated('U0a', 31, 50, { ...target(-50), downtime_hours: 12 }),
  // A limit that costs 30 bbl/day holds since midnight.
  allocated('U0b', 30, 100),
  allocated('U0b', 31, 70, target(-30)),
  // It makes 120 in the first half of the month and 105 in the second; days that it was down say nothing.
  ...Array.from({ length: 30 }, (_, at) => allocated('U1a', at + 1, at < 15 ? 120 : 105)),
  allocated('U1a', 31, 100, target(-10)),
  // New since the 20th, without a target.
  allocated('U1b', 31, 40),
  // Tested on the day at 90, 100 before.
  allocated('U2a', 30, 100),
  allocated('U2a', 31, 90, target(-10)),
  // Allocated 95 of 100, 98 of 100 the day before.
  allocated('U2b', 30, 98, { gathered_hcliq_bbl: 100 }),
  allocated('U2b', 31, 95, { gathered_hcliq_bbl: 100, ...target(-3) }),
  // Tested here at 50, 40 before; no target.
  allocated('U3b', 30, 40),
  allocated('U3b', 31, 50),
  // The 31st is not allocated.
  allocated('U4a', 30, 15),
  // Allocated twice: what was synced last counts.
  allocated('U4b', 30, 12),
  allocated('U4b', 31, 99, { _fivetran_synced: '2024-02-01T07:00:00Z' }),
  allocated('U4b', 31, 12, { _fivetran_synced: '2024-02-01T10:00:00Z' }),
];

function theField() {
  const field = aField({ units: 5 });
  const units = (field.stg_prodview__units ?? []).map((unit) => ({ ...unit, timezone: 'America/Chicago' }));
  const completions = (field.stg_prodview__completions ?? []).map((completion) => ({
    ...completion,
    pop_date: completion.id_rec === 'U1b' ? '2024-01-20' : '2020-01-01',
  }));
  return writeFolder({
    ...field,
    stg_prodview__units: units,
    stg_prodview__completions: completions,
    stg_prodview__daily_allocations: DAYS,
    stg_prodview__production_targets: SETS.map(([id_rec, id_rec_parent, target_start_date, compares]) => ({
      ...network,
      id_rec,
      id_rec_parent,
      target_start_date,
      is_use_in_diff_from_target_calculations: compares,
    })),
    stg_prodview__production_targets_daily: SETS.flatMap(([id_rec_parent, , , , oil, gas]) =>
      [30, 31].map((day) => ({
        ...network,
        id_rec: `${id_rec_parent}d${day}`,
        id_rec_parent,
        target_daily_date: january(day),
        target_daily_rate_oil_bbl_per_day: day === 31 ? oil : 94,
        target_daily_rate_gas_mcf_per_day: gas,
      })),
    ),
    stg_prodview__production_tests: [
      tested('U2a', 1, 100),
      tested('U2a', 20, 70, 'Yes'),
      tested('U2a', 31, 90),
      // Recorded here too, where nobody says that it may not be used.
      tested('U1a', 10, 120),
      tested('U1a', 31, 80, 'Yes'),
    ],
  });
}

const well = (completion_id: string) => ({ ...network, unit_id: completion_id.slice(0, 2), completion_id });
const RECORDS: [table: string, row: object][] = [
  [
    'production_constraint',
    {
      ...well('U0b'),
      constraint_type: 'ALLOWABLE',
      limit_value: 70,
      limit_uom: 'BBL_PER_DAY',
      effective_from: '2024-01-31T06:00:00Z',
      impact_oil_bbl_per_day: 30,
    },
  ],
  // Relieved before it began: it never held, though it says so still.
  [
    'production_constraint',
    {
      ...well('U0a'),
      constraint_type: 'ALLOWABLE',
      limit_value: 70,
      limit_uom: 'BBL_PER_DAY',
      effective_from: '2024-01-31T06:00:00Z',
      impact_oil_bbl_per_day: 500,
      status: 'RELIEVED',
      relieved_reason: 'a mistake',
      row_changed_by: 'erin',
      row_changed_date: '2024-01-30T06:00:00Z',
    },
  ],
  ['daily_production', { ...well('U3a'), production_date: january(30), oil_volume_bbl: 20 }],
  [
    'daily_production',
    {
      ...well('U3a'),
      production_date: DAY,
      oil_volume_bbl: 30,
      active_ind: 'N',
      row_expiry_date: '2024-02-01T08:00:00Z',
    },
  ],
  [
    'daily_production',
    { ...well('U3a'), production_date: DAY, oil_volume_bbl: 26, amendment_seq_no: 1, amend_reason: 'misread' },
  ],
  // Six hours, of which one lies on the next local day: only what is approved counts.
  ...['APPROVED', 'SUBMITTED'].map((approval_status, at): [string, object] => [
    'downtime_event',
    {
      ...well('U3a'),
      started_at: at === 0 ? '2024-02-01T00:00:00Z' : '2024-01-31T12:00:00Z',
      ended_at: at === 0 ? '2024-02-01T07:00:00Z' : '2024-01-31T18:00:00Z',
      reason_code_1: 'LIFT',
      approval_status,
      submitted_by: 'erin',
      submitted_at: '2024-02-01T12:00:00Z',
      last_editor: 'erin',
      ...(at === 0 && { approver: 'fay', decided_at: '2024-02-01T13:00:00Z' }),
    },
  ]),
  ...[
    ['U3b', '2024-01-10T12:00:00Z', 40],
    ['U3b', '2024-01-31T12:00:00Z', 50],
    ['U1a', '2024-01-31T12:00:00Z', 80],
  ].map(([completion, test_start, oil_volume_bbl]): [string, object] => [
    'well_test',
    {
      ...well(completion as string),
      test_type: 'FLOW_TEST',
      test_start,
      test_hours: 24,
      test_status: 'COMPLETED',
      oil_volume_bbl,
    },
  ]),
  ...[
    [{ completion_id: 'U0a', unit_id: 'U0' }, 'LOW', 'OPEN', 1],
    [{ completion_id: 'U0a', unit_id: 'U0' }, 'HIGH', 'OPEN', 2],
    [{ completion_id: 'U0b', unit_id: 'U0' }, 'HIGH', 'OPEN', 3],
    [{ completion_id: 'U0b', unit_id: 'U0' }, 'HIGH', 'CLOSED', 4],
    [{ facility_id: 'F1' }, 'MEDIUM', 'OPEN', 5],
    [{ facility_id: 'F9' }, 'HIGH', 'OPEN', 6],
  ].map(([at, severity, status, day]): [string, object] => [
    'surveillance_event',
    {
      ...network,
      ...(at as object),
      event_type: 'OTHER',
      detected_at: `${january(day as number)}T06:00:00Z`,
      detection_source: 'OPERATOR',
      severity,
      status,
      ...(status === 'CLOSED' && { closed_by: 'erin', closed_at: '2024-02-01T00:00:00Z', close_reason: 'fixed' }),
    },
  ]),
];

/** What who reviewed it rejected: each of these would change a number above. */
const REJECTED: [table: string, row: object][] = [
  ['daily_production', { ...well('U3b'), production_date: '2024-01-01', oil_volume_bbl: 900 }],
  [
    'well_test',
    {
      ...well('U3b'),
      test_type: 'FLOW_TEST',
      test_start: '2024-01-20T12:00:00Z',
      test_hours: 24,
      test_status: 'COMPLETED',
      oil_volume_bbl: 45,
    },
  ],
  [
    'production_constraint',
    {
      ...well('U2b'),
      constraint_type: 'ALLOWABLE',
      limit_value: 70,
      limit_uom: 'BBL_PER_DAY',
      effective_from: '2024-01-31T06:00:00Z',
      impact_oil_bbl_per_day: 40,
    },
  ],
  [
    'downtime_event',
    {
      ...well('U3a'),
      started_at: '2024-01-31T19:00:00Z',
      ended_at: '2024-01-31T22:00:00Z',
      reason_code_1: 'LIFT',
      approval_status: 'APPROVED',
      submitted_by: 'erin',
      submitted_at: '2024-02-01T12:00:00Z',
      last_editor: 'erin',
      approver: 'fay',
      decided_at: '2024-02-01T13:00:00Z',
    },
  ],
  [
    'surveillance_event',
    {
      ...well('U0a'),
      event_type: 'OTHER',
      detected_at: '2024-01-06T06:00:00Z',
      detection_source: 'OPERATOR',
      severity: 'HIGH',
      status: 'OPEN',
    },
  ],
  // The only one that says that it was shut in on New Year's Day.
  [
    'well_status_change',
    { ...well('U1a'), status_type: 'OPERATIONAL', status: 'Shut In', effective_at: '2024-01-01T12:00:00Z' },
  ],
];
const rejected = { row_quality: 'REJECTED', review_remark: 'of another well' };

let closeOps: () => Promise<void>;
let ops: RowSource;
let store: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  const all = [...RECORDS, ...REJECTED.map(([table, row]) => [table, { ...row, ...rejected }] as const)];
  ({ source: ops, close: closeOps } = await openOperations(all, '2024-02-01T06:00:00Z'));
  store = await openStore(theField());
}, 180_000);
afterAll(async () => {
  await store?.source.close();
  await closeOps?.();
});

const VARIANCE = `baseBoe currentBoe residualBoe residualWellCount residualWells(first: 9) { deltaBoe completion { idRec } }
  components { category deltaBoe wellCount wells(first: 9) { deltaBoe completion { idRec } } }`;
const REPORT = `query ($route: ID!, $day: Date!) { routeDay(route: $route, day: $day) {
  day route { routeName } actual { oilBbl gasMcf waterBbl boe wellCount complete } target { oilBbl boe wellCount }
  previous { boe wellCount complete } againstTarget: variance(vs: TARGET) { ${VARIANCE} }
  againstPrevious: variance(vs: PREVIOUS) { ${VARIANCE} }
  missing { wellCount wells { status lastReportedOn completion { idRec } } }
  signals(minSeverity: MEDIUM) { count truncated nodes { severity detectedAt } }
  freshness { source at status newestRowAt } } }`;

const report = async (prodview: RowSource, operations: RowSource, document = REPORT, variables: object = {}) => {
  const others = { OPS: together(operations) };
  const { data, errors } = await ask(
    prodview,
    document,
    { route, day: DAY, ...variables },
    undefined,
    undefined,
    others,
  );
  return { day: data?.routeDay, errors };
};
const down = (name: string): RowSource => {
  const fails = () => Promise.reject(new SourceUnavailable(name, new Error('down')));
  return { select: fails, aggregate: fails, close: async () => {} };
};

/** Each category's completions and what they add. */
const causes = ({ components, residualWells }: any) =>
  Object.fromEntries(
    [...components, { category: 'RESIDUAL', wells: residualWells }]
      .filter(({ wells }: any) => wells.length > 0)
      .map(({ category, wells }: any) => [
        category,
        Object.fromEntries(wells.map(({ completion, deltaBoe }: any) => [completion.idRec, deltaBoe])),
      ]),
  );
const millionths = (boe: number) => BigInt(Math.round(boe * 1e6));
/** The parts are the whole, in the digits that were answered. */
const addsUp = ({ baseBoe, currentBoe, components, residualBoe }: any) => {
  const parts = [...components.map(({ deltaBoe }: any) => deltaBoe), residualBoe].map(millionths);
  return parts.reduce((sum, part) => sum + part, 0n) === millionths(currentBoe) - millionths(baseBoe);
};

describe('a route on one day', () => {
  test('is what its completions made, each day once, against what they should have made', async () => {
    const { day, errors } = await report(store.source, ops);
    expect(errors).toBeUndefined();
    expect(day.actual).toEqual({ oilBbl: 533, gasMcf: 0, waterBbl: 8, boe: 533, wellCount: 9, complete: true });
    // Five by their differences, two that are not allocated by their daily targets.
    expect(day.target).toEqual({ oilBbl: 546, boe: 547, wellCount: 7 });
    expect(day.previous).toEqual({ boe: 590, wellCount: 9, complete: true });
    expect([day.againstTarget.baseBoe, day.againstTarget.currentBoe]).toEqual([547, 533]);
    expect([day.againstPrevious.baseBoe, day.againstPrevious.currentBoe]).toEqual([590, 533]);
  });

  test('differs from its target by what the evidence of each completion says', async () => {
    const { day } = await report(store.source, ops);
    expect(addsUp(day.againstTarget)).toBe(true);
    expect(causes(day.againstTarget)).toEqual({
      // Six hours of the local day were approved, of a target of 23.
      DOWNTIME: { U0a: -50, U3a: -5.75 },
      CONSTRAINT: { U0b: -30 },
      DECLINE: { U1a: -5 },
      NEW_WELL: { U1b: 40 },
      TEST_CHANGE: { U2a: -10 },
      MEASUREMENT: { U3a: -4, U2b: -3 },
      UNEXPLAINED: { U3a: 12.75, U1a: -5 },
      RESIDUAL: { U3b: 50, U4a: -16, U4b: 12 },
    });
  });

  test('differs from the day before by what changed since', async () => {
    const { day } = await report(store.source, ops);
    expect(addsUp(day.againstPrevious)).toBe(true);
    expect(causes(day.againstPrevious)).toEqual({
      // A quarter of the local day was approved, of the day before's 20.
      DOWNTIME: { U0a: -50, U3a: -5 },
      CONSTRAINT: { U0b: -30 },
      DECLINE: { U1a: -1 },
      NEW_WELL: { U1b: 40 },
      TEST_CHANGE: { U3b: 10, U2a: -10 },
      MEASUREMENT: { U3a: -4, U2b: -3 },
      UNEXPLAINED: { U3a: 15, U1a: -4 },
      RESIDUAL: { U4a: -15 },
    });
    expect(day.againstPrevious.components.map(({ category }: any) => category)).toHaveLength(7);
  });

  test('names a few completions of each cause, and says how many there are', async () => {
    const document = REPORT.replaceAll('first: 9', 'first: 1');
    const { day } = await report(store.source, ops, document);
    const measured = day.againstPrevious.components.find(({ category }: any) => category === 'MEASUREMENT');
    expect(measured).toMatchObject({
      deltaBoe: -7,
      wellCount: 2,
      wells: [{ deltaBoe: -4, completion: { idRec: 'U3a' } }],
    });
    expect(day.againstTarget.residualWells).toHaveLength(1);
    expect(day.againstTarget.residualWellCount).toBe(3);
  });

  test('has signals that are open, the gravest first, of its completions and its facilities', async () => {
    const all = REPORT.replace('minSeverity: MEDIUM', 'minSeverity: LOW, first: 3');
    const signals = async (document: string) => (await report(store.source, ops, document)).day.signals;
    expect(await signals(REPORT)).toEqual({
      count: 3,
      truncated: false,
      nodes: [
        { severity: 'HIGH', detectedAt: '2024-01-03T06:00:00Z' },
        { severity: 'HIGH', detectedAt: '2024-01-02T06:00:00Z' },
        { severity: 'MEDIUM', detectedAt: '2024-01-05T06:00:00Z' },
      ],
    });
    expect(await signals(all)).toMatchObject({ count: 4, truncated: true, nodes: [{}, {}, {}] });
  });

  test('says what it misses and how current it is', async () => {
    // On New Year's Day all of them produced; the one that is reported later was never reported before.
    const { day } = await report(store.source, ops, REPORT, { day: '2024-01-01' });
    expect(day.missing.wellCount).toBe(10);
    expect(day.missing.wells.every(({ lastReportedOn }: any) => lastReportedOn === null)).toBe(true);
    expect(day.againstTarget).toBeNull();
    const { day: later } = await report(store.source, ops);
    // ProdView says that they were shut in on the 2nd.
    expect(later.missing).toEqual({ wellCount: 0, wells: [] });
    expect(later.freshness).toEqual([
      { source: 'PRODVIEW', at: expect.any(String), status: 'LIVE', newestRowAt: '2024-02-01T10:00:00Z' },
      { source: 'OPS', at: expect.any(String), status: 'LIVE', newestRowAt: '2024-02-01T06:00:00Z' },
    ]);
  });

  test('is nothing to whom it does not concern, and its parts are those that one sees', async () => {
    const keys = { UNIT: [['U0', 'N1']], FACILITY: [], ROUTE: [['R1', 'N1']], NETWORK: [['N1']] };
    const scoped = (id: string, own: object): ViewerScope => ({ kind: 'keys', id, keys: { ...keys, ...own } }) as never;
    const asked = (scope: ViewerScope) =>
      ask(store.source, REPORT, { route, day: DAY }, scope, 'hidden', { OPS: together(ops) });
    const own = await asked(scoped('one unit', {}));
    expect(own.errors).toBeUndefined();
    expect(own.data.routeDay.actual).toMatchObject({ boe: 120, wellCount: 2 });
    expect(own.data.routeDay.route).toEqual({ routeName: null });
    expect(own.data.routeDay.signals.nodes).toHaveLength(2);
    const other = await asked(scoped('another route', { UNIT: [['U9', 'N1']], ROUTE: [['R9', 'N1']] }));
    expect([other.errors, other.data.routeDay]).toEqual([undefined, null]);
  });
});

describe('a store that does not answer', () => {
  test('of operations: what ProdView has of volumes and targets stays, with coded errors at the rest', async () => {
    const { day, errors } = await report(store.source, down('OPS'));
    expect(day.actual).toMatchObject({ boe: 507, complete: false });
    expect(day.target.boe).toBe(547);
    expect([day.againstTarget, day.againstPrevious, day.missing, day.signals]).toEqual([null, null, null, null]);
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual(
      ['actual', 'againstPrevious', 'againstTarget', 'missing', 'signals'].map((field) => `routeDay.${field}`),
    );
    for (const { originalError } of errors ?? []) expect(originalError).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(day.freshness[1]).toEqual({ source: 'OPS', at: null, status: 'UNAVAILABLE', newestRowAt: null });
  });

  test('of ProdView, never asked before: there are no units to tell of', async () => {
    const { day, errors } = await report(down('PRODVIEW'), ops);
    expect(day).toBeNull();
    expect(errors).toMatchObject([{ path: ['routeDay'], originalError: { code: 'SOURCE_UNAVAILABLE' } }]);
  });
});

/** A field of which every second completion is not allocated on the 3rd, but has a target. */
function ofSize(units: number) {
  const field = aField({ units });
  const isOpen = (id: unknown) => String(id).endsWith('b');
  const completions = (field.stg_prodview__completions ?? []).filter(({ id_rec }) => isOpen(id_rec));
  const sets = completions.map(({ id_rec }) => ({
    ...network,
    id_rec: `${id_rec}T`,
    id_rec_parent: id_rec,
    target_start_date: '2024-01-01',
    is_use_in_diff_from_target_calculations: true,
  }));
  return writeFolder({
    ...field,
    stg_prodview__daily_allocations: (field.stg_prodview__daily_allocations ?? []).filter(
      (row) => !isOpen(row.id_rec_comp) || !String(row.allocation_date).startsWith('2024-01-03'),
    ),
    stg_prodview__production_targets: sets,
    stg_prodview__production_targets_daily: sets.map(({ id_rec }) => ({
      ...network,
      id_rec: `${id_rec}d`,
      id_rec_parent: id_rec,
      target_daily_date: '2024-01-03',
      target_daily_rate_oil_bbl_per_day: 10,
      target_daily_rate_gas_mcf_per_day: 6,
    })),
  });
}

test('a whole report takes the same few statements for 1, 10 and 1,000 units', async () => {
  const costs: number[][] = [];
  for (const units of [1, 10, 1000]) {
    const { source } = await openStore(ofSize(units));
    const [prodview, operations] = [recorded(source), recorded(ops)];
    const { day, errors } = await report(prodview, operations, REPORT, { day: '2024-01-03' });
    expect(errors).toBeUndefined();
    expect([day.actual.wellCount, day.target]).toEqual([
      units,
      { oilBbl: 10 * units, boe: 11 * units, wellCount: units },
    ]);
    // The budget is four of ProdView and three of operations.
    costs.push([prodview.statements().length, operations.statements().length]);
    await source.close();
  }
  expect(costs).toEqual([
    [4, 3],
    [4, 3],
    [4, 3],
  ]);
});

test('a report without a day to look up targets of takes one less', async () => {
  const { source } = await openStore(writeFolder(aField()));
  const [prodview, operations] = [recorded(source), recorded(ops)];
  expect((await report(prodview, operations, REPORT, { day: '2024-01-02' })).errors).toBeUndefined();
  expect([prodview.statements().length, operations.statements().length]).toEqual([3, 3]);
  await source.close();
});

test('a report of volumes alone takes no more than it needs', async () => {
  const document =
    'query ($route: ID!, $day: Date!) { routeDay(route: $route, day: $day) { actual { boe } previous { boe } } }';
  const [prodview, operations] = [recorded(store.source), recorded(ops)];
  expect((await report(prodview, operations, document)).day.actual.boe).toBe(533);
  expect([prodview.statements().length, operations.statements().length]).toEqual([2, 1]);
});
