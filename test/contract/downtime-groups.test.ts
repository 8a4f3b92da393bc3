import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/binding/global-id.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import { groupsOf } from '../../src/production/downtime-groups.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { together } from '../../src/sources/together.js';
import { ask, built, openStore } from '../support/execute.js';
import { aField } from '../support/field.js';
import { writeFolder } from '../support/folder.js';
import { openOperations } from '../support/open-operations.js';
import { recorded } from '../support/recorded.js';

// Hours down on a route in Chicago, as ProdView and as operations have them.

const network = { id_flownet: 'N1' };
const route = globalId(built.bindings.views.get('Route') as never, { id_rec: 'R1' });

const theField = (units: number) => {
  const field = aField({ units });
  return writeFolder({
    ...field,
    stg_prodview__units: (field.stg_prodview__units ?? []).map((unit) => ({ ...unit, timezone: 'America/Chicago' })),
    stg_prodview__completion_downtimes: [
      // The field's approved event of the 11th and 12th knows better; the 13th is ProdView's alone, and of its reason.
      ['U0a', 'Power', '2024-11-12', '2024-11-13', 24, 6],
      ['U1a', 'Lift', '2024-11-12', '2024-11-12', 5, 5],
      ['U1b', null, '2024-11-12', '2024-11-12', 2, 2],
      ['U1a', 'Lift', '2024-10-02', '2024-10-02', 2, 2],
    ].map(([id_rec_parent, code, first_day, last_day, hours_down, downtime_last_day_hours], at) => ({
      ...network,
      id_rec: `D${at}`,
      id_rec_parent,
      downtime_type: 'Downtime',
      downtime_code_1: code,
      first_day,
      last_day,
      hours_down,
      downtime_last_day_hours,
    })),
  });
};

const event = (started_at: string, ended_at: string | null, more: object = {}) => ({
  ...network,
  unit_id: 'U0',
  completion_id: 'U0a',
  started_at,
  ended_at,
  reason_code_1: 'LIFT',
  last_editor: 'erin',
  ...more,
});
const approved = {
  approval_status: 'APPROVED',
  submitted_by: 'erin',
  submitted_at: '2024-11-14T12:00:00Z',
  approver: 'fay',
  decided_at: '2024-11-14T13:00:00Z',
};
const EVENTS = [
  event('2024-11-12T03:00:00Z', '2024-11-13T03:00:00Z', approved),
  // It is not approved: its hours do not count yet.
  event('2024-11-20T03:00:00Z', '2024-11-20T09:00:00Z'),
  // What ProdView has on 2 October, and twice as long, is this hour.
  event('2024-11-01T15:00:00Z', '2024-11-01T16:00:00Z', {
    ...approved,
    unit_id: 'U1',
    completion_id: 'U1a',
    prodview_downtime_id: 'D3',
  }),
];

let closeOps: () => Promise<void>;
let ops: RowSource;
beforeAll(async () => {
  ({ source: ops, close: closeOps } = await openOperations(
    EVENTS.map((row) => ['downtime_event', row] as const),
    '2024-11-14T06:00:00Z',
  ));
}, 180_000);
afterAll(async () => {
  await closeOps?.();
});

const GROUPS = `query ($route: ID!, $from: Date! = "2024-11-02", $to: Date! = "2024-11-30", $by: [DowntimeGrouping!]!) {
  downtimeGroups(route: $route, from: $from, to: $to, by: $by) { reasonCode1 day downtimeHours downtimes } }`;
const LISTS = `{ completions(first: 50) { nodes { mergedDowntimes(from: "2024-11-02", to: "2024-11-30") {
  totals { downtimeHours hoursByDay { day hours } } } } } }`;

async function opened(units = 2) {
  const { source } = await openStore(theField(units));
  const [prodview, operations] = [recorded(source), recorded(ops)];
  const run = (document: string, variables: object = {}, scope?: ViewerScope) =>
    ask(prodview, document, { route, ...variables }, scope, undefined, { OPS: together(operations) });
  const groups = async (by: string[]) => {
    const { data, errors } = await run(GROUPS, { by });
    expect(errors).toBeUndefined();
    return data.downtimeGroups.map((group: any) => [
      group.day,
      group.reasonCode1,
      group.downtimeHours,
      group.downtimes,
    ]);
  };
  return { source, run, groups, statements: () => [prodview.statements().length, operations.statements().length] };
}

test('hours are those of local production days, and of the reason that counts', async () => {
  const { source, groups } = await opened();
  expect(await groups(['REASON', 'DAY'])).toEqual([
    ['2024-11-11', 'LIFT', 3, 1],
    ['2024-11-12', null, 2, 1],
    ['2024-11-12', 'LIFT', 21, 1],
    ['2024-11-12', 'Lift', 5, 1],
    ['2024-11-13', 'Power', 6, 1],
  ]);
  expect(await groups(['DAY'])).toEqual([
    ['2024-11-11', null, 3, 1],
    ['2024-11-12', null, 28, 3],
    ['2024-11-13', null, 6, 1],
  ]);
  expect(await groups(['REASON'])).toEqual([
    [null, null, 2, 1],
    [null, 'LIFT', 24, 1],
    [null, 'Lift', 5, 1],
    [null, 'Power', 6, 1],
  ]);
  expect(await groups([])).toEqual([[null, null, 37, 3]]);
  await source.close();
});

test('a record that an approved event names counts no hours, whether the window has the event or not', async () => {
  const { source, run } = await opened();
  for (const [from, to, days] of [
    ['2024-10-01', '2024-10-31', []],
    ['2024-10-01', '2024-11-02', ['2024-11-01']],
    ['2024-11-01', '2024-11-02', ['2024-11-01']],
  ]) {
    const { data, errors } = await run(GROUPS, { by: ['DAY'], from, to });
    expect(errors).toBeUndefined();
    expect(data.downtimeGroups.map(({ day }: any) => day)).toEqual(days);
  }
  await source.close();
});

test('groups add up to the merged lists of the completions', async () => {
  const { source, run, groups } = await opened();
  const { data } = await run(LISTS);
  const totals = data.completions.nodes.map(({ mergedDowntimes }: any) => mergedDowntimes.totals);
  const hours = totals.flatMap(({ hoursByDay }: any) => hoursByDay);
  const days = new Map<string, number>();
  for (const { day, hours: of } of hours) days.set(day, (days.get(day) ?? 0) + of);
  expect((await groups(['DAY'])).map(([day, , sum]: any) => [day, sum])).toEqual([...days].sort());
  const sum = totals.reduce((all: number, { downtimeHours }: any) => all + (downtimeHours ?? 0), 0);
  expect((await groups([]))[0][2]).toBe(sum);
  await source.close();
});

test('they take three statements of ProdView and one of operations, however many completions there are', async () => {
  for (const units of [2, 200]) {
    const { source, groups, statements } = await opened(units);
    expect(await groups([])).toEqual([[null, null, 37, 3]]);
    expect(statements()).toEqual([3, 1]);
    await source.close();
  }
});

test('a route that is not seen has none, and too long a window is refused', async () => {
  const { source, run } = await opened();
  const keys = { UNIT: [['U9', 'N1']], FACILITY: [], ROUTE: [['R9', 'N1']], NETWORK: [['N1']] };
  const hidden = await run(GROUPS, { by: ['DAY'] }, { kind: 'keys', id: 'others', keys } as never);
  expect([hidden.errors, hidden.data.downtimeGroups]).toEqual([undefined, null]);
  const long = await run(GROUPS, { by: ['DAY'], from: '2023-01-01' });
  expect(long.errors?.map(({ message }) => message)).toEqual([expect.stringContaining('at most 366')]);
  await source.close();
});

test('an interruption counts once in each group, whatever days it has', () => {
  const hoursByDay = ['2024-11-01', '2024-11-02'].map((day) => ({ day, hours: 4 }));
  const none = { reasonsByDay: [], hoursByDay: [] };
  const reasonsByDay = hoursByDay.map((each) => ({ ...each, reason: 'LIFT' }));
  expect(groupsOf([{ reasonsByDay, hoursByDay }, none], ['REASON'])).toEqual([
    { day: null, reasonCode1: 'LIFT', downtimeHours: 8, downtimes: 1 },
  ]);
});
