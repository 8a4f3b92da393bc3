import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { downtimes } from '../../src/overlay/downtimes.js';
import { islands } from '../../src/overlay/islands.js';
import { merge } from '../../src/overlay/merge.js';
import { totalsOf } from '../../src/overlay/totals.js';
import type { Row } from '../../src/sources/row-source.js';

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
  merge(
    downtimes,
    { prodview: downtimes.prodview.facts(ours, at), operations: downtimes.operations.facts(theirs, at) },
    at,
  );
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
    expect(seen(listOf([open], [], { ...asked, now }))).toEqual([['08-09', 'PRODVIEW', 'ONLY_IN_PRODVIEW', 28]]);
    expect(listOf([single('b', '2024-10-31', 4), single('c', '2024-11-11', 4)], [])).toEqual([]);
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
    expect(named).toMatchObject({ origin: 'BOTH', match: 'DIFFERS', values: { downtimeHours: 40 } });
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
const oneEach = (rows: readonly Row[]) => [
  ...new Map(rows.map((row) => [`${row.first_day} ${row.product} ${row.downtime_code_1}`, row])).values(),
];
const singles = fc
  .array(fc.tuple(dayIn, fc.integer({ min: 1, max: 8 }), products, fc.constantFrom('Lift', 'Power')), { maxLength: 20 })
  .map((all) =>
    oneEach(
      all.map(([day, hours, product, code], at) => single(`p${at}`, day, hours, { product, downtime_code_1: code })),
    ),
  );
const start = fc.integer({ min: -50, max: 300 }).map((hour) => Date.UTC(2024, 10, 1) + hour * HOUR);
const events = fc
  .array(
    fc.tuple(
      start,
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(null, 'OIL'),
      fc.constantFrom('APPROVED', 'DRAFT'),
    ),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(([from, hours, product, status], at) =>
      event(`o${at}`, new Date(from).toISOString(), new Date(from + hours * HOUR).toISOString(), {
        product,
        approval_status: status,
      }),
    ),
  );

/** Hours down, quarter by quarter of every hour of the window: without days, islands or pairs. */
function hoursOf(ours: readonly Row[], theirs: readonly Row[]): number {
  let sum = 0;
  for (const product of ['All', 'Oil']) {
    const approved = new Map<string, number>();
    const [from, to] = [Date.UTC(2024, 10, 1, 5), Date.UTC(2024, 10, 11, 6)];
    for (let at = from; at < to; at += HOUR) {
      const isDown = theirs.some(
        (row) =>
          row.approval_status === 'APPROVED' &&
          (row.product ?? 'ALL') === product.toUpperCase() &&
          Date.parse(String(row.started_at)) <= at &&
          at < Date.parse(String(row.ended_at)),
      );
      const winter = at >= Date.UTC(2024, 10, 3, 7);
      const day = new Date(at - (winter ? 6 : 5) * HOUR).toISOString().slice(0, 10);
      if (isDown) approved.set(day, (approved.get(day) ?? 0) + 1);
    }
    for (const hours of approved.values()) sum += hours;
    for (const row of ours) {
      const day = String(row.first_day);
      const isCounted = row.product === product && day >= window.from && day <= window.to && !approved.has(day);
      if (isCounted) sum += Number(row.hours_down);
    }
  }
  return sum;
}

test('whatever both have: no record twice, none lost, totals are the sum over the list and over the hours of the window', () => {
  fc.assert(
    fc.property(singles, events, (ours, theirs) => {
      const list = listOf(ours, theirs);
      const parts = list.flatMap(({ prodview, operations }) => [
        ...(prodview?.rows ?? []),
        ...(operations?.rows ?? []),
      ]);
      expect(new Set(parts).size).toBe(parts.length);
      const inside = ours.filter((row) => String(row.first_day) >= window.from && String(row.first_day) <= window.to);
      expect(parts.filter(({ id_rec }) => id_rec)).toHaveLength(inside.length);
      const totals = totalsOf(downtimes.values, list);
      const listed = list.reduce((sum, { values }) => sum + Number(values.downtimeHours), 0);
      const byDay = totals.hoursByDay.reduce((sum, { hours }) => sum + hours, 0);
      const told = hoursOf(ours, theirs);
      expect([listed, byDay, Number(totals.downtimeHours ?? 0)].map((hours) => Math.round(hours * 1e6) / 1e6)).toEqual([
        told,
        told,
        told,
      ]);
    }),
    { numRuns: 300 },
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
