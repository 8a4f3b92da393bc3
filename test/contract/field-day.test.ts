import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { together } from '../../src/sources/together.js';
import { ask, built, openStore } from '../support/execute.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { openOperations } from '../support/open-operations.js';
import { recorded } from '../support/recorded.js';

// What is left to do on a route of ten completions in Chicago, where both stores tell of the same days.

const network = { id_flownet: 'N1' };
const route = globalId(built.bindings.views.get('Route') as never, { id_rec: 'R1' });
const ON = '2024-11-20';

/** Statuses of ProdView by its own clock, and of operations by UTC's: Chicago is six hours behind it. */
const STATUSES: [completion: string, prodview: [at: string, status: string], here?: [at: string, status: string]][] = [
  // ProdView's is newer.
  ['U0a', ['2024-11-10 00:00:00', 'Producing - flowing'], ['2024-11-01T12:00:00Z', 'Shut In']],
  ['U0b', ['2024-11-10 00:00:00', 'Shut in'], ['2024-11-01T12:00:00Z', 'Producing']],
  // Of the same day, at midnight there and at ten o'clock.
  ['U1a', ['2024-11-12 00:00:00', 'Producing'], ['2024-11-12T16:00:00Z', 'Shut In']],
  ['U1b', ['2024-11-12 00:00:00', 'Shut in'], ['2024-11-12T16:00:00Z', 'Producing']],
  // The evening before by UTC, but the same morning there.
  ['U2a', ['2024-11-12 06:00:00', 'Producing'], ['2024-11-12T11:00:00Z', 'Shut In']],
  // One moment, told twice.
  ['U2b', ['2024-11-12 06:00:00', 'Producing'], ['2024-11-12T12:00:00Z', 'Shut In']],
  ['U3a', ['2024-11-12 06:00:00', 'PRODUCING'], ['2024-11-12T18:00:00Z', 'Producing']],
  ['U3b', ['2024-10-10 00:00:00', 'Producing']],
  ['U4a', ['2024-10-10 00:00:00', 'Producing']],
  ['U4b', ['2024-10-10 00:00:00', 'Producing']],
];

type Test = readonly [at: string, isValid: boolean, oil: number];
const TESTS: [completion: string, prodview: readonly Test[], here: readonly Test[]][] = [
  // Of the 12th ProdView says that it may not be used.
  [
    'U3b',
    [
      ['2024-11-12 08:00:00', false, 80],
      ['2024-10-01 08:00:00', true, 100],
    ],
    [['2024-11-12T14:00:00Z', true, 80]],
  ],
  // Here that it may not, and ProdView that it may.
  ['U4a', [['2024-11-12 08:00:00', true, 90]], [['2024-11-12T14:00:00Z', false, 70]]],
  // Of many days, and of each ProdView says that it may not.
  [
    'U4b',
    [
      ...[1, 2, 3, 4, 5, 6, 7].map((day): Test => [`2024-11-0${day} 08:00:00`, false, 50]),
      ['2024-06-01 08:00:00', true, 60],
    ],
    [1, 2, 3, 4, 5, 6, 7].map((day): Test => [`2024-11-0${day}T14:00:00Z`, true, 50]),
  ],
];

const of = (completion_id: string) => ({ ...network, unit_id: completion_id.slice(0, 2), completion_id });

function theField() {
  const field = aField({ units: 5 });
  return writeFolder({
    ...field,
    stg_prodview__units: (field.stg_prodview__units ?? []).map((unit) => ({ ...unit, timezone: 'America/Chicago' })),
    stg_prodview__status: STATUSES.map(([id_rec_parent, [status_date, status]], at) => ({
      ...network,
      id_rec: `s${at}`,
      id_rec_parent,
      status_date,
      status,
    })),
    stg_prodview__production_tests: TESTS.flatMap(([id_rec_parent, prodview]) =>
      prodview.map(([effective_date, isValid, oil], at) => ({
        ...network,
        id_rec: `${id_rec_parent}t${at}`,
        id_rec_parent,
        effective_date,
        invalid_test: isValid ? 'No' : 'Yes',
        oil_cond_rate_bbl_per_day: oil,
      })),
    ),
  });
}

const statuses = STATUSES.flatMap(([completion, , here]): [string, object][] => {
  if (!here) return [];
  const [effective_at, status] = here;
  return [['well_status_change', { ...of(completion), status_type: 'OPERATIONAL', status, effective_at }]];
});
const wellTests = TESTS.flatMap(([completion, , here]) =>
  here.map(([test_start, is_valid, oil_volume_bbl]): [string, object] => [
    'well_test',
    {
      ...of(completion),
      test_type: 'FLOW_TEST',
      test_start,
      test_hours: 24,
      test_status: 'COMPLETED',
      oil_volume_bbl,
      is_valid,
      ...(!is_valid && { invalid_reason: 'a valve leaked' }),
    },
  ]),
);

let closeOps: () => Promise<void>;
let ops: RowSource;
let store: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  ({ source: ops, close: closeOps } = await openOperations([...statuses, ...wellTests], '2024-11-19T06:00:00Z'));
  store = await openStore(theField());
}, 180_000);
afterAll(async () => {
  await store?.source.close();
  await closeOps?.();
});

const read = async (document: string, prodview: RowSource = store.source, operations: RowSource = ops) => {
  const others = { OPS: together(operations) };
  const { data, errors } = await ask(prodview, document, { route, on: ON }, undefined, undefined, others);
  expect(errors).toBeUndefined();
  return data;
};
const MISSING = `query ($route: ID!, $on: Date!) { missingDailyProduction(route: $route, date: $on) {
  status completion { idRec } } }`;
const DUE = `query ($route: ID!, $on: Date!) { testsDue(route: $route, on: $on, within: 366) {
  lastValidTestOn completion { idRec } } }`;
const ids = (list: any[]) => list.map(({ completion }) => completion.idRec).sort();
/** The statements of a document, by store. */
const statements = async (document: string) => {
  const [prodview, operations] = [recorded(store.source), recorded(ops)];
  await read(document, prodview, operations);
  return [prodview.statements().length, operations.statements().length];
};

describe('the status that holds', () => {
  const PRODUCING = ['U0a', 'U1b', 'U2a', 'U2b', 'U3a', 'U3b', 'U4a', 'U4b'];

  test('is the last one of both stores, wherever it is asked for', async () => {
    const { completions } = await read(`query ($on: Date!) { completions(first: 20) { nodes { idRec
      mergedStatus(asOf: $on) { status origin match at } } } }`);
    const held = new Map<string, any>(completions.nodes.map((node: any) => [node.idRec, node.mergedStatus]));
    expect(Object.fromEntries([...held].map(([id, { status }]) => [id, status]))).toEqual({
      U0a: 'Producing - flowing',
      U0b: 'Shut in',
      U1a: 'Shut In',
      U1b: 'Producing',
      U2a: 'Producing',
      U2b: 'Producing',
      U3a: 'PRODUCING',
      U3b: 'Producing',
      U4a: 'Producing',
      U4b: 'Producing',
    });
    expect(held.get('U1a')).toMatchObject({ origin: 'BOTH', match: 'DIFFERS', at: '2024-11-12T16:00:00Z' });
    expect(held.get('U0a')).toMatchObject({ origin: 'PRODVIEW', match: 'ONLY_IN_PRODVIEW' });
    expect(ids((await read(MISSING)).missingDailyProduction)).toEqual(PRODUCING);
    expect(ids((await read(DUE)).testsDue)).toEqual(PRODUCING);
    const { routeDay } = await read(`query ($route: ID!, $on: Date!) { routeDay(route: $route, day: $on) {
      missing { wells { completion { idRec } } } } }`);
    expect(ids(routeDay.missing.wells)).toEqual(PRODUCING);
  });

  test('of a day before the last one is the one before', async () => {
    const before = MISSING.replace('date: $on', 'date: "2024-11-11"').replace(', $on: Date!', '');
    const { missingDailyProduction } = await read(before);
    expect(ids(missingDailyProduction)).toEqual(['U0a', 'U3b', 'U4a', 'U4b']);
  });
});

describe('the last test that may be used', () => {
  test('is that of both stores: ProdView says whether it may', async () => {
    const { testsDue } = await read(DUE);
    const last = Object.fromEntries(
      testsDue.map(({ completion, lastValidTestOn }: any) => [completion.idRec, lastValidTestOn]),
    );
    expect(last).toMatchObject({ U0a: null, U3b: '2024-10-01', U4a: '2024-11-12', U4b: '2024-06-01' });
    const { completions } = await read(
      'query ($on: Date!) { completions(first: 20) { nodes { idRec latestMergedTest(asOf: $on) { test { day } } } } }',
    );
    for (const { idRec, latestMergedTest } of completions.nodes)
      if (idRec in last) expect([idRec, latestMergedTest?.test.day ?? null]).toEqual([idRec, last[idRec]]);
  });

  test('takes one statement more of each store only where the newest ones tell nothing', async () => {
    expect(await statements(MISSING)).toEqual([3, 3]);
    expect(await statements(DUE)).toEqual([5, 4]);
    // On the third of the seven days there are no more tests than are read first.
    expect(await statements(DUE.replace('on: $on', 'on: "2024-11-03"').replace(', $on: Date!', ''))).toEqual([4, 3]);
  });
});
