import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAfter, localDay } from '../../src/days/local-day.js';
import { downtimes } from '../../src/overlay/downtimes.js';
import { islands } from '../../src/overlay/islands.js';
import { merge } from '../../src/overlay/merge.js';
import { toldOf } from '../../src/overlay/told.js';
import { totalsOf } from '../../src/overlay/totals.js';
import { groupsOf } from '../../src/production/downtime-groups.js';
import type { Column, Condition, Row } from '../../src/sources/row-source.js';

const HOUR = 3_600_000;
const asked = { from: '2024-11-01', to: '2024-11-10', zone: 'America/Chicago', now: new Date('2024-12-01T00:00:00Z') };
const window = { from: '2024-11-01', to: '2024-11-10' };

const single = (id: string, day: string, hours: number, given: object = {}): Row => ({
  id_rec: id,
  downtime_type: 'Single Day',
  product: 'All',
  first_day: day,
  last_day: null,
  hours_down: hours,
  downtime_last_day_hours: null,
  total_downtime_hours: hours,
  downtime_code_1: 'Lift',
  downtime_code_2: null,
  downtime_code_3: null,
  ...given,
});
const event = (id: string, startedAt: string, endedAt: string | null, given: object = {}): Row => ({
  row_id: id,
  started_at: startedAt,
  ended_at: endedAt,
  product: null,
  percent_down: 100,
  approval_status: 'APPROVED',
  prodview_downtime_id: null,
  reason_code_1: 'LIFT',
  reason_code_2: null,
  reason_code_3: null,
  ...given,
});
const listOf = (ours: readonly Row[], theirs: readonly Row[], at = asked) =>
  merge(downtimes, toldOf(downtimes, { prodview: ours, operations: theirs }, at), at);
const seen = (list: ReturnType<typeof listOf>) =>
  list.map(({ firstDay, lastDay, origin, match, values }) => [
    `${firstDay.slice(8)}-${lastDay.slice(8)}`,
    origin,
    match,
    values.downtimeHours,
  ]);

describe('downtimes of ProdView alone', () => {
  test('that are single days with the same codes, one after the other, are one; its parts stay', () => {
    const rows = [
      single('a', '2024-11-02', 24),
      single('b', '2024-11-03', 25),
      single('c', '2024-11-04', 6),
      single('d', '2024-11-06', 6),
      single('e', '2024-11-05', 6, { downtime_code_1: 'Power' }),
      single('f', '2024-11-05', 6, { product: 'Oil' }),
    ];
    const list = listOf(rows, []);
    expect(seen(list).map(([days, , , hours]) => `${days} ${hours}`)).toEqual([
      '06-06 6',
      '05-05 6',
      '05-05 6',
      '02-04 55',
    ]);
    expect(list[3]?.prodview?.rows.map(({ id_rec }) => id_rec)).toEqual(['a', 'b', 'c']);
  });

  test.each([
    // 3 November 2024 has 25 hours where the unit is.
    [{ first_day: '2024-11-02', last_day: '2024-11-04', hours_down: 5, downtime_last_day_hours: 7 }, [5, 25, 7]],
    [
      { first_day: '2024-11-02', last_day: '2024-11-04', hours_down: null, downtime_last_day_hours: null },
      [24, 25, 24],
    ],
    [{ first_day: '2024-10-20', last_day: '2024-11-02', hours_down: 5, downtime_last_day_hours: 7 }, [24, 7]],
    [{ first_day: '2024-11-09', last_day: null, hours_down: 5 }, [5, 24]],
    [{ first_day: '2024-11-03', last_day: '2024-11-03', hours_down: 30 }, [25]],
  ])('that are a period, %o, have the hours %o in the window', (given, hours) => {
    const [merged] = listOf([single('a', '', 0, { downtime_type: 'Downtime', ...given })], []);
    expect(merged?.hoursByDay.map((each) => each.hours)).toEqual(hours);
  });

  test('that are open last until today, and what lies outside the window is not there', () => {
    const open = single('a', '2024-11-08', 4, { downtime_type: 'Event' });
    const now = new Date('2024-11-09T15:00:00Z');
    expect(seen(listOf([open], [], { ...asked, now }))).toEqual([['08-09', 'PRODVIEW', 'ONLY_IN_PRODVIEW', 13]]);
    expect(listOf([single('b', '2024-10-31', 4), single('c', '2024-11-11', 4)], [])).toEqual([]);
  });

  // Nine in the morning of 9 November where the unit is.
  test.each([
    [{ first_day: '2024-11-08', last_day: '2024-11-20', hours_down: 4 }, '08-09', true, [4, 9]],
    [{ first_day: '2024-11-08', last_day: '9999-12-31', hours_down: 4 }, '08-09', true, [4, 9]],
    [{ first_day: '2024-11-08', last_day: '2024-11-09', downtime_last_day_hours: 20 }, '08-09', false, [24, 9]],
    [{ first_day: '2024-11-09', last_day: null, hours_down: 5 }, '09-09', true, [5]],
    [{ first_day: '2024-11-10', last_day: '2024-11-12', hours_down: 5 }, '10-10', false, []],
  ])('that are meant to last, %o, count what has passed', (given, days, isOpen, hours) => {
    const record = single('a', '', 0, { downtime_type: 'Event', hours_down: null, ...given });
    const [merged] = listOf([record], [], { ...asked, now: new Date('2024-11-09T15:00:00Z') });
    expect(merged?.hoursByDay.map((each) => each.hours)).toEqual(hours);
    expect([seen(merged ? [merged] : [])[0]?.[0], merged?.values.isOpen]).toEqual([days, isOpen]);
  });

  test('that share a day are one, whatever their codes, and count no more than the day', () => {
    const period = { downtime_type: 'Event', last_day: '2024-11-07', hours_down: 24, downtime_last_day_hours: 24 };
    const rows = [single('a', '2024-11-05', 24, period), single('b', '2024-11-06', 24, { downtime_code_1: 'Power' })];
    const [merged, ...others] = listOf(rows, []);
    expect(others).toEqual([]);
    expect(merged?.hoursByDay.map(({ hours }) => hours)).toEqual([24, 24, 24]);
    expect(merged?.values).toMatchObject({ reasonCode1: 'Lift, Power', downtimeHours: 72 });
    const draft = event('x', '2024-11-06T12:00:00Z', '2024-11-06T13:00:00Z', { approval_status: 'DRAFT' });
    expect(listOf(rows, [draft])[0]?.hoursByDay).toEqual(merged?.hoursByDay);
    const halves = [single('a', '2024-11-05', 14), single('b', '2024-11-05', 14, { downtime_code_1: 'Power' })];
    expect(seen(listOf(halves, []))).toEqual([['05-05', 'PRODVIEW', 'ONLY_IN_PRODVIEW', 24]]);
  });

  test('of several products count no more than the day: first what all of them were down for', () => {
    const rows = [single('a', '2024-11-05', 24, { product: 'Oil' }), single('b', '2024-11-05', 5)];
    const list = listOf(rows, []);
    expect(list.map(({ values }) => [values.product ?? 'All', values.downtimeHours])).toEqual([
      ['All', 5],
      ['OIL', 19],
    ]);
    expect(totalsOf(downtimes.values, list)).toMatchObject({
      downtimeHours: 24,
      hoursByDay: [{ day: '2024-11-05', hours: 24 }],
    });
  });

  test.each([
    [{ hours_down: -5 }, 0],
    [{ downtime_type: 'Downtime', last_day: '2024-11-04', hours_down: 5 }, 5], // it ends before it begins
  ])('that say what cannot be, %o, count no hours against others', (given, hours) => {
    const list = listOf([single('a', '2024-11-05', 5, given), single('b', '2024-11-05', 3, { product: 'Oil' })], []);
    expect(list.map(({ values }) => [values.product ?? 'All', values.downtimeHours])).toEqual([
      ['All', hours],
      ['OIL', 3],
    ]);
  });

  test('of one day each are one, by whichever type they are', () => {
    const type = (day: string) => ({ downtime_type: 'Downtime', last_day: day });
    const days = ['2024-11-04', '2024-11-05', '2024-11-06'];
    const list = listOf(
      days.map((day) => single(day, day, 20, type(day))),
      [],
    );
    expect(seen(list)).toEqual([['04-06', 'PRODVIEW', 'ONLY_IN_PRODVIEW', 60]]);
  });

  test('keep their reasons beside an event’s, and last still when it is over', () => {
    const open = single('a', '2024-11-04', 24, { downtime_type: 'Event', downtime_code_1: 'Power' });
    const planned = { reason_code_1: 'PLANNED' };
    const approved = event('x', '2024-11-05T12:00:00Z', '2024-11-05T14:00:00Z', planned);
    const at = { ...asked, now: new Date('2024-11-07T06:00:00Z') };
    const byReason = (list: ReturnType<typeof listOf>) =>
      groupsOf(list, ['REASON', 'DAY']).map((each) => [
        each.day?.slice(8),
        each.reasonCode1,
        Math.round(each.downtimeHours),
      ]);
    const list = listOf([open], [approved], at);
    expect(list.map(({ values }) => values.isOpen)).toEqual([true]);
    const told = [
      ['04', 'Power', 24],
      ['05', 'PLANNED', 2],
      ['06', 'Power', 24],
    ];
    expect(byReason(list)).toEqual(told);
    const draft = event('y', '2024-11-05T13:00:00Z', '2024-11-06T20:00:00Z', { approval_status: 'DRAFT' });
    expect(byReason(listOf([open], [approved, draft], at))).toEqual(told);
  });

  test('of products apart are first what all of them were down for, in every window', () => {
    const days = ['2024-11-04', '2024-11-05', '2024-11-06'];
    const rows = days.map((day) => single(day, day, 24, { downtime_code_1: 'Weather' }));
    const gas = event('x', '2024-11-06T12:00:00Z', '2024-11-06T13:00:00Z', {
      product: 'GAS',
      reason_code_1: 'PLANNED',
      prodview_downtime_id: '2024-11-04',
    });
    for (const from of ['2024-11-04', '2024-11-06']) {
      const list = listOf(rows, [gas], { ...asked, from });
      const last = groupsOf(list, ['REASON', 'DAY']).filter(({ day }) => day === '2024-11-06');
      expect(last).toMatchObject([{ reasonCode1: 'Weather', downtimeHours: 24 }]);
      expect(list.every(({ values }) => values.product === null || values.downtimeHours === 0)).toBe(true);
    }
  });

  test('of several reasons at once are of the one that began first', () => {
    const early = event('x', '2024-11-05T12:00:00Z', '2024-11-05T16:00:00Z', { reason_code_1: 'WEATHER' });
    const late = event('y', '2024-11-05T14:00:00Z', '2024-11-05T20:00:00Z', { reason_code_1: 'LIFT' });
    expect(groupsOf(listOf([], [late, early]), ['REASON'])).toMatchObject([
      { reasonCode1: 'LIFT', downtimeHours: 4 },
      { reasonCode1: 'WEATHER', downtimeHours: 4 },
    ]);
  });

  test('that wait for approval have what is left of the day, each product in its turn', () => {
    const day = ['2024-11-05T06:00:00Z', '2024-11-06T06:00:00Z'] as const;
    const draft = (id: string, product: string) => event(id, ...day, { approval_status: 'DRAFT', product });
    const waiting = (list: ReturnType<typeof listOf>) =>
      list.map(({ values }) => [values.product, values.unapprovedHours]);
    expect(waiting(listOf([], [draft('a', 'OIL'), draft('b', 'GAS')]))).toEqual([
      ['GAS', 24],
      ['OIL', 0],
    ]);
    const approved = event('c', day[0], '2024-11-05T20:00:00Z', { product: 'WATER' });
    const list = listOf([], [draft('a', 'OIL'), approved]);
    expect(waiting(list)).toEqual([
      ['OIL', 10],
      ['WATER', 0],
    ]);
    expect(totalsOf(downtimes.values, list)).toMatchObject({ downtimeHours: 14, unapprovedHours: 10 });
  });

  test('of the last day of the calendar, which many have for no end, are found and end', () => {
    const open = single('a', '2024-11-05', 24, { downtime_type: 'Event', last_day: '9999-12-31' });
    const last = { ...asked, from: '9999-12-31', to: '9999-12-31' };
    expect(listOf([open], [], last)).toEqual([]);
    expect(listOf([{ ...open, first_day: '9999-12-31' }], [], last)).toMatchObject([{ values: { downtimeHours: 0 } }]);
  });
});

describe('events alone', () => {
  test.each([
    ['2024-11-02T18:00:00Z', '2024-11-04T12:00:00Z', [11, 25, 6]], // over the day of 25 hours
    ['2024-10-30T00:00:00Z', '2024-11-01T07:00:00Z', [2]],
    ['2024-11-05T06:00:00Z', '2024-11-06T06:00:00Z', [24]], // midnight to midnight
  ])('from %s to %s have %o hours a local day', (from, to, hours) => {
    const [merged] = listOf([], [event('a', from, to)]);
    expect(merged?.hoursByDay.map((each) => each.hours)).toEqual(hours);
  });

  test('have 23 hours on the day that the clocks go forward', () => {
    const spring = { ...asked, from: '2025-03-08', to: '2025-03-10', now: new Date('2025-04-01T00:00:00Z') };
    const [merged] = listOf([], [event('a', '2025-03-08T06:00:00Z', '2025-03-11T05:00:00Z')], spring);
    expect(merged?.hoursByDay.map((each) => each.hours)).toEqual([24, 23, 24]);
  });

  test('that overlap count once, those within a minute are one where their codes are the same', () => {
    const first = event('a', '2024-11-05T10:00:00Z', '2024-11-05T12:00:00Z');
    const touching = event('b', '2024-11-05T12:00:59Z', '2024-11-05T13:00:00Z');
    const overlapping = event('c', '2024-11-05T11:00:00Z', '2024-11-05T12:30:00Z', { reason_code_1: 'POWER' });
    expect(listOf([], [first, touching])).toHaveLength(1);
    expect(listOf([], [first, { ...touching, started_at: '2024-11-05T12:01:00Z' }])).toHaveLength(2);
    expect(listOf([], [first, { ...touching, reason_code_1: 'POWER' }])).toHaveLength(2);
    expect(seen(listOf([], [first, overlapping]))).toEqual([['05-05', 'OPS', 'MISSING_IN_PRODVIEW', 2.5]]);
  });

  test('that are not approved count nothing yet, and curtailment is no downtime', () => {
    const span = ['2024-11-05T10:00:00Z', '2024-11-05T12:00:00Z'] as const;
    const [draft] = listOf([], [event('a', ...span, { approval_status: 'SUBMITTED' })]);
    expect(draft?.values).toMatchObject({ downtimeHours: 0, unapprovedHours: 2, curtailedHours: 0 });
    const [part] = listOf([], [event('b', ...span, { percent_down: 40 })]);
    expect(part?.values).toMatchObject({ downtimeHours: 0, unapprovedHours: 0, curtailedHours: 2 });
    expect(part?.hoursByDay).toEqual([]);
  });

  test('that are not approved tell what they add to those that are, near or far', () => {
    const approved = event('a', '2024-11-05T10:00:00Z', '2024-11-05T12:00:00Z');
    for (const startedAt of ['2024-11-05T11:00:00Z', '2024-11-05T12:00:00Z', '2024-11-05T12:01:00Z']) {
      const draft = event('b', startedAt, '2024-11-05T15:01:00Z', { approval_status: 'DRAFT' });
      const { downtimeHours, unapprovedHours } = totalsOf(downtimes.values, listOf([], [approved, draft]));
      expect(downtimeHours).toBe(2);
      expect(unapprovedHours).toBeCloseTo(startedAt < '2024-11-05T12:01:00Z' ? 3 + 1 / 60 : 3, 9);
    }
  });

  test('have lasted until now at most', () => {
    const now = new Date('2024-11-05T12:00:00Z');
    const [merged] = listOf([], [event('a', '2024-11-05T10:00:00Z', '2024-11-07T12:00:00Z')], { ...asked, now });
    expect(merged?.hoursByDay).toEqual([{ day: '2024-11-05', hours: 2 }]);
  });
});

describe('downtimes of both', () => {
  const island = [single('a', '2024-11-05', 24), single('b', '2024-11-06', 12)];
  const same = event('x', '2024-11-05T06:00:00Z', '2024-11-06T18:00:00Z');

  test('on a common day are one, alike or not', () => {
    expect(seen(listOf(island, [same]))).toEqual([['05-06', 'BOTH', 'MATCHED', 36]]);
    const [differing] = listOf(island, [{ ...same, ended_at: '2024-11-06T20:00:00Z', reason_code_1: 'POWER' }]);
    expect(differing).toMatchObject({ match: 'DIFFERS', values: { downtimeHours: 38, reasonCode1: 'POWER' } });
    expect(differing?.differences).toEqual([
      { field: 'reasonCode1', prodview: 'Lift', operations: 'POWER' },
      { field: 'downtimeHours', prodview: 36, operations: 38 },
    ]);
  });

  test('count the approved event on its days and ProdView on the others; a draft counts on neither', () => {
    const short = { ...same, ended_at: '2024-11-05T16:00:00Z' };
    expect(listOf(island, [short])[0]?.hoursByDay.map(({ hours }) => hours)).toEqual([10, 12]);
    const [draft] = listOf(island, [{ ...short, ended_at: '2024-11-08T06:00:00Z', approval_status: 'DRAFT' }]);
    expect(draft?.values).toMatchObject({ downtimeHours: 36, unapprovedHours: 24, reasonCode1: 'Lift' });
  });

  test('are one where the event names the record, whatever their days, and two where only their days are near', () => {
    const later = event('x', '2024-11-08T12:00:00Z', '2024-11-08T16:00:00Z');
    expect(listOf(island, [later])).toHaveLength(2);
    const [named] = listOf(island, [{ ...later, prodview_downtime_id: 'a' }]);
    expect(named).toMatchObject({ origin: 'BOTH', match: 'DIFFERS' });
  });

  test('count the event alone for a record that an approved event names, and the other records on their days', () => {
    const later = event('x', '2024-11-08T12:00:00Z', '2024-11-08T17:00:00Z', { prodview_downtime_id: 'a' });
    const one = listOf([single('a', '2024-11-07', 5)], [later]);
    expect(seen(one)).toEqual([['07-08', 'BOTH', 'DIFFERS', 5]]);
    expect(one[0]?.hoursByDay).toEqual([{ day: '2024-11-08', hours: 5 }]);
    expect(listOf(island, [later])[0]?.hoursByDay.map(({ hours }) => hours)).toEqual([12, 5]);
    const [pending] = listOf([single('a', '2024-11-07', 5)], [{ ...later, approval_status: 'SUBMITTED' }]);
    expect(pending?.values).toMatchObject({ downtimeHours: 5, unapprovedHours: 5 });
  });

  test('count nothing of a record on days within 31 of an approved event that names it, also of one outside the window', () => {
    const outside = event('x', '2024-12-02T12:00:00Z', '2024-12-02T17:00:00Z', { prodview_downtime_id: 'a' });
    const rows = [single('a', '2024-11-01', 5), single('b', '2024-11-05', 6)];
    const later = { ...asked, now: new Date('2025-01-01T00:00:00Z') };
    expect(seen(listOf(rows, [outside], later))).toEqual([
      ['05-05', 'PRODVIEW', 'ONLY_IN_PRODVIEW', 6],
      ['01-01', 'PRODVIEW', 'ONLY_IN_PRODVIEW', 0],
    ]);
    const day = (startedAt: string, given: object = {}) => {
      const named = { ...outside, started_at: startedAt, ended_at: startedAt.replace('T12', 'T13'), ...given };
      return totalsOf(downtimes.values, listOf(rows, [named], later)).downtimeHours;
    };
    expect(day('2024-12-03T12:00:00Z')).toBe(11);
    expect(day('2024-10-01T12:00:00Z')).toBe(6);
    expect(day('2024-09-30T12:00:00Z')).toBe(11);
    expect(day('2024-12-02T12:00:00Z', { approval_status: 'SUBMITTED' })).toBe(11);
    const period = single('a', '2024-10-01', 24, { downtime_type: 'Event', last_day: '2024-11-20' });
    const early = event('x', '2024-10-02T12:00:00Z', '2024-10-02T13:00:00Z', { prodview_downtime_id: 'a' });
    const [merged] = listOf([period], [early], { ...later, to: '2024-11-04' });
    expect(merged?.hoursByDay.map((each) => each.day)).toEqual(['2024-11-03', '2024-11-04']);
  });

  test('keep stops and curtailment apart where a record joins them', () => {
    const record = single('a', '2024-11-05', 18);
    const stop = event('x', '2024-11-05T12:00:00Z', '2024-11-05T17:00:00Z');
    const part = event('y', '2024-11-05T08:00:00Z', '2024-11-05T10:00:00Z', { percent_down: 50 });
    for (const curtailed of [part, { ...part, prodview_downtime_id: 'a' }])
      for (const events of [
        [stop, curtailed],
        [curtailed, stop],
      ]) {
        const totals = totalsOf(downtimes.values, listOf([record], events));
        expect(totals).toMatchObject({ downtimeHours: 5, curtailedHours: 2, unapprovedHours: 0 });
      }
  });

  test('of another product are two', () => {
    expect(listOf(island, [{ ...same, product: 'OIL' }])).toHaveLength(2);
    expect(listOf([single('a', '2024-11-05', 24, { product: 'Oil' })], [{ ...same, product: 'OIL' }])).toHaveLength(1);
  });
});

const dayIn = fc
  .integer({ min: -2, max: 12 })
  .map((day) => new Date(Date.UTC(2024, 10, 1 + day)).toISOString().slice(0, 10));
const products = fc.constantFrom('All', 'Oil');
const hoursOn = fc.integer({ min: 1, max: 16 });
const codes = fc.constantFrom('Lift', 'Power');
const singles = fc.tuple(dayIn, hoursOn, products, codes).map(
  ([day, hours, product, code]) =>
    (at: number) =>
      single(`p${at}`, day, hours, { product, downtime_code_1: code }),
);
const typed = fc.option(hoursOn);
const periods = fc
  .tuple(dayIn, fc.option(dayIn), products, typed, typed)
  .map(([day, last, product, hours, onLast]) => (at: number) => ({
    ...single(`p${at}`, day, 0, { downtime_type: 'Event', last_day: last, product }),
    hours_down: hours,
    downtime_last_day_hours: onLast,
  }));
const records = fc
  .array(fc.oneof({ weight: 3, arbitrary: singles }, { weight: 1, arbitrary: periods }), { maxLength: 16 })
  .map((all) => all.map((made, at) => made(at)));
/** Near the window, and now and then about as far from it as an event may be whose record is told by it. */
const start = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: -50, max: 300 }) },
    { weight: 1, arbitrary: fc.integer({ min: -850, max: 1_050 }) },
  )
  .map((hour) => Date.UTC(2024, 10, 1) + hour * HOUR);
const events = fc
  .array(
    fc.record({
      from: start,
      hours: fc.integer({ min: 1, max: 60 }),
      product: fc.constantFrom(null, 'OIL'),
      approval_status: fc.constantFrom('APPROVED', 'DRAFT'),
      percent_down: fc.constantFrom(100, 100, 50),
      prodview_downtime_id: fc.option(fc.constantFrom('p0', 'p1', 'p2')),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(({ from, hours, ...given }, at) =>
      event(`o${at}`, new Date(from).toISOString(), new Date(from + hours * HOUR).toISOString(), given),
    ),
  );
/** After all of it, and within the window. */
const moments = fc.constantFrom('2025-01-15T00:00:00Z', '2024-11-06T15:00:00Z').map((now) => new Date(now));

/** When the days of the window begin, and when the last one ends: the clocks go back on 3 November. */
const MIDNIGHTS = Array.from({ length: 11 }, (_, day) => Date.UTC(2024, 10, 1 + day, day < 3 ? 5 : 6));
const dayNamed = (index: number) => `2024-11-${String(index + 1).padStart(2, '0')}`;
const took = (row: Row, from: number, to: number) =>
  Date.parse(String(row.started_at)) < to && Date.parse(String(row.ended_at)) > from;

/** Whether an event takes time of the 31 days before a day, of it, or of the 31 after it. */
const tookNear = (row: Row, from: number, until: number, now: Date) => {
  const day = new Date(from).toISOString().slice(0, 10);
  const [first, last] = [dayAfter(day, -31), dayAfter(day, 31)].map((each) => localDay(asked.zone, each));
  return until > from && took(row, +(first?.start ?? 0), Math.min(+(last?.end ?? 0), +now));
};

/** What a record says of a day that has had so many hours. */
function saidOf(row: Row, day: string, passed: number): number {
  if (row.downtime_type === 'Single Day') return row.first_day === day ? Number(row.hours_down) : 0;
  // One that ends before it begins is of the day on which it began.
  const last = row.last_day === null ? '9999-12-31' : String(row.last_day);
  if (day < String(row.first_day) || (day > last && day !== row.first_day)) return 0;
  const typedOn = day === row.first_day ? row.hours_down : day === row.last_day ? row.downtime_last_day_hours : null;
  return Number(typedOn ?? passed);
}

/** Hours down of each day of the window, hour by hour and record by record: without islands, pairs or groups. */
function hoursOf(ours: readonly Row[], theirs: readonly Row[], now: Date): number[] {
  const [begin, end] = [MIDNIGHTS[0] ?? 0, Math.min(MIDNIGHTS[10] ?? 0, +now)];
  const all = theirs.filter((row) => row.approval_status === 'APPROVED');
  const approved = all.filter((row) => took(row, begin, end));
  const isNamed = ({ id_rec }: Row, from: number, until: number) =>
    all.some((row) => row.prodview_downtime_id === id_rec && tookNear(row, from, until, now));
  return MIDNIGHTS.slice(0, 10).map((from, index) => {
    const until = MIDNIGHTS[index + 1] ?? 0;
    const passed = Math.max(0, Math.min(until, +now) - from) / HOUR;
    const ofProducts = ['All', 'Oil'].map((product) => {
      const stops = approved.filter(
        (row) => row.percent_down === 100 && (row.product ?? 'ALL') === product.toUpperCase(),
      );
      const hours = Array.from({ length: passed }, (_, hour) => from + hour * HOUR);
      const down = hours.filter((at) => stops.some((row) => took(row, at, at + HOUR))).length;
      const told = ours.filter((row) => row.product === product && !isNamed(row, from, until));
      const said = told.reduce((sum, row) => sum + saidOf(row, dayNamed(index), passed), 0);
      return down > 0 ? down : Math.min(said, passed);
    });
    return Math.min(
      ofProducts.reduce((sum, hours) => sum + hours, 0),
      passed,
    );
  });
}

/** What a store makes of conditions on rows: nulls are neither more nor less, nor one of a list. */
function holds(condition: Condition, row: Row): boolean {
  if ('all' in condition) return condition.all.every((each) => holds(each, row));
  if ('any' in condition) return condition.any.some((each) => holds(each, row));
  if ('not' in condition) return !holds(condition.not, row);
  if (!('column' in condition)) throw new Error('is no condition on a row');
  const value = row[condition.column.name] ?? null;
  if ('isNull' in condition) return (value === null) === condition.isNull;
  if (value === null) return false;
  if ('in' in condition) return condition.in.some((each) => each === value);
  if (!('is' in condition)) throw new Error('is no condition on a value');
  const [own, other] =
    condition.column.kind === 'instant'
      ? [value, condition.value].map((each) => Date.parse(String(each)))
      : [value, condition.value];
  if (own === undefined || other === undefined || own === null) return false;
  return { eq: own === other, lt: own < other, lte: own <= other, gt: own > other, gte: own >= other }[
    condition.is as 'eq'
  ];
}
const column = (name: string): Column => ({ name, kind: name.endsWith('_at') ? 'instant' : 'text' });

const begunBy = (now: Date, rows: readonly Row[]) => rows.filter((row) => Date.parse(String(row.started_at)) < +now);
const rounded = (hours: number) => Math.round(hours * 1e6) / 1e6;

test('whatever both have: no record twice, none lost, totals are the sum over the list and over the hours of the window', () => {
  fc.assert(
    fc.property(records, events, moments, (ours, all, now) => {
      const theirs = begunBy(now, all);
      const list = listOf(ours, theirs, { ...asked, now });
      const parts = list.flatMap(({ prodview, operations }) => [
        ...(prodview?.rows ?? []),
        ...(operations?.rows ?? []),
      ]);
      expect(new Set(parts).size).toBe(parts.length);
      const inside = theirs.filter((row) => took(row, MIDNIGHTS[0] ?? 0, MIDNIGHTS[10] ?? 0));
      expect(new Set(parts.filter(({ row_id }) => row_id))).toEqual(new Set(inside));
      const totals = totalsOf(downtimes.values, list);
      const listed = list.reduce((sum, { values }) => sum + Number(values.downtimeHours), 0);
      const told = hoursOf(ours, theirs, now);
      const sum = told.reduce((total, hours) => total + hours, 0);
      const byDay = new Map(totals.hoursByDay.map(({ day, hours }) => [day, rounded(hours)]));
      expect(told.map((_, index) => byDay.get(dayNamed(index)) ?? 0)).toEqual(told);
      const groups = groupsOf(list, ['REASON', 'DAY']).reduce((all, { downtimeHours }) => all + downtimeHours, 0);
      expect(rounded(groups)).toBe(sum);
      expect([listed, Number(totals.downtimeHours ?? 0)].map(rounded)).toEqual([sum, sum]);
    }),
    { numRuns: 500 },
  );
});

test('whatever both have: records of ProdView that touch the window are all there', () => {
  fc.assert(
    fc.property(records, events, (ours, theirs) => {
      const parts = listOf(ours, theirs).flatMap(({ prodview }) => prodview?.rows ?? []);
      const touches = (row: Row) => {
        const first = String(row.first_day);
        const last = row.downtime_type === 'Single Day' ? first : String(row.last_day ?? '2024-12-01');
        return first <= window.to && (last > first ? last : first) >= window.from;
      };
      expect(new Set(parts)).toEqual(new Set(ours.filter(touches)));
    }),
  );
});

test('whatever both have: what nobody approved changes no counted hour', () => {
  fc.assert(
    fc.property(records, events, moments, (ours, all, now) => {
      const theirs = begunBy(now, all);
      const approved = theirs.filter((row) => row.approval_status === 'APPROVED');
      const [before, after] = [approved, theirs].map((some) =>
        totalsOf(downtimes.values, listOf(ours, some, { ...asked, now })).hoursByDay.map(({ day, hours }) => [
          day,
          rounded(hours),
        ]),
      );
      expect(after).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test('whatever both have: the hours of a day are the same in every window that has the day', () => {
  const day = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(records, events, moments, day, day, (ours, all, now, one, other) => {
      const theirs = begunBy(now, all).map((row) => ({ ...row, active_ind: 'Y' }));
      const [from, to] = [dayNamed(Math.min(one, other)), dayNamed(Math.max(one, other))];
      const [within, whole] = [{ from, to }, window].map((days) => {
        const read = <T extends Row>(side: typeof downtimes.prodview, rows: readonly T[]) =>
          rows.filter((row) => holds({ all: side.where(column, days) }, row));
        const list = listOf(read(downtimes.prodview, ours), read(downtimes.operations, theirs), {
          ...asked,
          ...days,
          now,
        });
        const waiting = new Map<string, number>();
        for (const each of list.flatMap(({ unapprovedByDay }) => unapprovedByDay))
          waiting.set(each.day, (waiting.get(each.day) ?? 0) + each.hours);
        const { hoursByDay } = totalsOf(downtimes.values, list);
        return [hoursByDay, [...waiting].map(([at, hours]) => ({ day: at, hours }))].map((hours) =>
          Object.fromEntries(
            hours
              .filter((each) => each.day >= from && each.day <= to && each.hours > 0)
              .map((each) => [each.day, rounded(each.hours)]),
          ),
        );
      });
      expect(within).toEqual(whole);
    }),
    { numRuns: 1_000 },
  );
});

test('islands hold everything once, and are as far apart as they have to be', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 20 }), fc.constantFrom('a', 'b'));
  fc.assert(
    fc.property(fc.array(span), fc.integer({ min: -1, max: 5 }), (things, within) => {
      const series = ([, , name]: (typeof things)[number]) => name;
      const spanOf = ([from, length]: (typeof things)[number]) => ({ from, to: from + length });
      const found = islands(things, { series, span: spanOf, within });
      expect(found.flat()).toHaveLength(things.length);
      expect(new Set(found.flat())).toEqual(new Set(things));
      for (const name of ['a', 'b']) {
        const own = found.filter(([first]) => first?.[2] === name);
        for (const [at, parts] of own.entries()) {
          const next = own[at + 1]?.[0];
          const reached = Math.max(...parts.map((part) => spanOf(part).to));
          if (next) expect(next[0] - reached).toBeGreaterThan(within);
        }
      }
    }),
  );
});
