import { dayAt, daysFrom, hoursWithin, type LocalDay, localDay, wall } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import type { Asked, Clock, Fact, ProductHours, ReasonHours } from './declaration.js';
import { placeOf, sumOf } from './day-hours.js';
import { grouped } from './grouped.js';
import { islands } from './islands.js';
import { eachOnce, productOf, reasonOf } from './prodview-downtimes.js';

export const REASONS = ['reason_code_1', 'reason_code_2', 'reason_code_3'];
const MINUTE = 60_000;

/** Downtimes out of events: those that overlap are one, and those with the same codes that are less than a minute apart. */
export function recordedDowntimes(all: readonly Row[], asked: Asked): Fact[] {
  const rows = all.filter((row) => {
    const { first, last } = daysOf([row], asked);
    return first <= last;
  });
  const span = (row: Row) => ({ from: +startOf(row), to: +endOf(row, asked) });
  const series = (row: Row) => JSON.stringify([keyOf(row), ...REASONS.map((code) => row[code])]);
  const touching = islands(rows, { series, span, within: MINUTE - 1 });
  const overlapping = islands(touching, {
    series: ([row]) => (row ? keyOf(row) : ''),
    span: (parts) => ({
      from: Math.min(...parts.map((row) => span(row).from)),
      to: Math.max(...parts.map((row) => span(row).to)),
    }),
    within: -1,
  });
  return overlapping.map((parts) => eventOf(parts.flat(), asked));
}

/** The days that an event touches: the first after the last where there are none. */
export const daysOfEvent = (row: Row, clock: Clock) => ({
  first: dayAt(clock.zone, startOf(row)),
  last: dayAt(clock.zone, new Date(+endOf(row, clock) - 1)),
});

/** The days within the window that events touch: the first after the last where there are none. */
function daysOf(rows: readonly Row[], asked: Asked) {
  const { from, to, zone } = asked;
  const begin = new Date(Math.min(...rows.map((row) => +startOf(row))));
  const end = new Date(Math.max(...rows.map((row) => +endOf(row, asked))) - 1);
  return { begin, first: latest(dayAt(zone, begin), from), last: earliest(dayAt(zone, end), to) };
}

/** What events come to together: time that several of them cover counts once, and only what is approved is counted. */
export function eventOf(rows: readonly Row[], asked: Asked): Fact {
  const { begin, first: firstDay, last: lastDay } = daysOf(rows, asked);
  const hoursOf = (some: readonly Row[]) => hoursByDay(daysFrom(firstDay, lastDay), some, asked);
  const stops = rows.filter((row) => !isCurtailed(row));
  const [all, approved] = [hoursOf(stops), hoursOf(stops.filter(isApproved))];
  const [reasonCode1, reasonCode2, reasonCode3] = REASONS.map((code) => eachOnce(rows.map((row) => row[code])));
  return {
    key: rows[0] ? keyOf(rows[0]) : '',
    firstDay,
    lastDay,
    at: wall(asked.zone, +begin),
    approvedByDay: approved,
    pendingByDay: beside(all, approved),
    rows,
    names: rows.flatMap(({ prodview_downtime_id: id }) => (typeof id === 'string' ? [id] : [])),
    values: {
      firstDay,
      lastDay,
      isOpen: rows.some(({ ended_at }) => ended_at === null),
      product: productOf(rows[0]?.product) || null,
      reasonCode1: reasonCode1 ?? null,
      reasonCode2: reasonCode2 ?? null,
      reasonCode3: reasonCode3 ?? null,
      downtimeHours: sumOf(all),
      curtailedHours: sumOf(hoursOf(rows.filter(isCurtailed))),
    },
  };
}

export const isApproved = ({ approval_status }: Row) => approval_status === 'APPROVED';
/** Curtailment is no downtime, and ProdView's records know none. */
const isCurtailed = ({ percent_down }: Row) => Number(percent_down) < 100;
const keyOf = (row: Row) => `${productOf(row.product)}${isCurtailed(row) ? ' curtailed' : ''}`;
const startOf = ({ started_at }: Row) => new Date(String(started_at));
/** What still lasts has lasted until now; no event has lasted longer. */
const endOf = ({ ended_at }: Row, { now }: Clock) =>
  ended_at === null ? now : new Date(Math.min(Date.parse(String(ended_at)), +now));
const latest = (left: string, right: string) => (left > right ? left : right);
const earliest = (left: string, right: string) => (left < right ? left : right);

/** Of each product the time that events cover; what several cover is once, of the reason that began first. */
function hoursByDay(days: readonly string[], rows: readonly Row[], asked: Asked): ProductHours[] {
  const inTurn = [...rows].sort((one, other) => +startOf(one) - +startOf(other));
  return [...grouped(inTurn, ({ product }) => productOf(product))].flatMap(([product, own]) => {
    const reasons = [...grouped(own, ({ reason_code_1: code }) => reasonOf(code) ?? '')].map(([reason, some]) => ({
      reason: reasonOf(reason),
      spans: some.map((row) => ({ from: startOf(row), to: endOf(row, asked) })),
    }));
    return days.flatMap((day) => byReason(localDay(asked.zone, day), reasons).map((each) => ({ ...each, product })));
  });
}

interface Covered {
  readonly reason: string | null;
  readonly spans: readonly { readonly from: Date; readonly to: Date }[];
}

/** What each reason covers of a day beside those before it. */
function byReason(day: LocalDay, reasons: readonly Covered[]): ReasonHours[] {
  let covered = 0;
  return reasons.flatMap(({ reason }, at) => {
    const all = hoursWithin(
      day,
      reasons.slice(0, at + 1).flatMap(({ spans }) => spans),
    );
    const hours = all - covered;
    covered = all;
    return hours > 0 ? [{ day: day.day, reason, hours }] : [];
  });
}

/** What is left of hours when those that are a part of them are taken away. */
function beside(all: readonly ProductHours[], part: readonly ProductHours[]): ProductHours[] {
  const taken = new Map<string, number>();
  for (const each of part) taken.set(placeOf(each), (taken.get(placeOf(each)) ?? 0) + each.hours);
  return all.flatMap((each) => {
    const before = taken.get(placeOf(each)) ?? 0;
    const hours = each.hours - before;
    taken.set(placeOf(each), Math.max(0, -hours));
    return hours > 0 ? [{ ...each, hours }] : [];
  });
}
