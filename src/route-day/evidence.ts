import { dayAfter, hoursWithin, type LocalDay, localDay } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import { timeOfLimit } from '../surveillance/limit-time.js';
import type { DayEvidence, WellEvidence } from './claims.js';
import { TREND_DAYS } from './day-reads.js';
import { boeOf } from './micro.js';
import { reportInForce, type WellDay, type WellDays } from './well-days.js';
import type { TestStep } from './well-tests.js';

/** Fewer whole days of a half say nothing of a trend. */
const FEWEST_DAYS = 5;
/** How long a well is new. Unit: days. */
const NEW_DAYS = 30;

/** What is known of one completion beside its two days. */
export interface Beside {
  /** The time zone of its days. */
  readonly zone: string;
  readonly downtimes: readonly Row[];
  readonly constraints: readonly Row[];
  readonly test: TestStep;
  /** Sums and numbers of whole days of the earlier and of the recent half. */
  readonly halves: readonly [earlier: Row | undefined, recent: Row | undefined];
}

const number = (row: Row | null | undefined, name: string) =>
  typeof row?.[name] === 'number' ? (row[name] as number) : null;

export function evidenceOf({ today, previous }: WellDays, day: string, beside: Beside): WellEvidence {
  const { zone, test } = beside;
  const oilShare = oilShareOf(today) ?? oilShareOf(previous) ?? 1;
  return {
    today: dayEvidence(today, localDay(zone, day), oilShare, beside),
    previous: dayEvidence(previous, localDay(zone, dayAfter(day, -1)), oilShare, beside),
    test,
    trend: trendOf(beside.halves),
  };
}

/** How much of the liquid is oil: deferred and gathered liquid is not split, and condensate is no part of BOE. */
function oilShareOf({ allocation }: WellDay): number | null {
  const [oil, liquid] = [number(allocation, 'allocated_oil_bbl'), number(allocation, 'allocated_hcliq_bbl')];
  return oil === null || liquid === null || liquid <= 0 ? null : Math.min(1, oil / liquid);
}

/** Liquid and gas as BOE, of liquid its oil. */
const boeWith = (oilShare: number, liquid: number | null, gas: number | null) =>
  boeOf(liquid === null ? null : liquid * oilShare, gas);

function dayEvidence(well: WellDay, day: LocalDay, oilShare: number, beside: Beside): DayEvidence {
  const { downtimes, constraints } = beside;
  const { allocation, boe } = well;
  const held = constraints.map((limit) => ({ limit, hours: hoursWithin(day, [timeOfLimit(limit)]) }));
  const impacts = held.map(({ limit, hours }) => (impactOf(limit) * hours) / day.hours);
  return {
    boe,
    downtimeHours: number(allocation, 'downtime_hours') ?? hoursWithin(day, downtimes.map(spanOfDowntime)),
    dayHours: day.hours,
    deferred: boeWith(oilShare, number(allocation, 'deferred_hcliq_bbl'), number(allocation, 'deferred_gas_mcf')),
    isConstrained: held.some(({ hours }) => hours > 0),
    heldBack: impacts.reduce((sum, impact) => sum + impact, 0),
    ...measurementOf(well, oilShare),
  };
}

const instant = (row: Row, name: string) => (typeof row[name] === 'string' ? new Date(row[name] as string) : null);
const spanOfDowntime = (row: Row) => ({ from: new Date(String(row.started_at)), to: instant(row, 'ended_at') });

const impactOf = (row: Row) => boeOf(number(row, 'impact_oil_bbl_per_day'), number(row, 'impact_gas_mcf_per_day')) ?? 0;

type Measurement = Pick<DayEvidence, 'measured' | 'counted' | 'isReport'>;

/** What was measured and what counts: of the allocation where it counts, else of the field's reports. */
function measurementOf(day: WellDay, oilShare: number): Measurement {
  const { allocation } = day;
  const kind = (name: string) =>
    boeWith(oilShare, number(allocation, `${name}_hcliq_bbl`), number(allocation, `${name}_gas_mcf`));
  const isAllocated = boeOf(number(allocation, 'allocated_oil_bbl'), number(allocation, 'allocated_gas_mcf')) !== null;
  if (isAllocated) return { measured: kind('gathered'), counted: kind('allocated'), isReport: false };
  const [first = null] = day.reports;
  return { measured: reported(first), counted: reported(reportInForce(day)), isReport: true };
}

const reported = (row: Row | null) => boeOf(number(row, 'oil_volume_bbl'), number(row, 'gas_volume_mcf'));

function trendOf([earlier, recent]: Beside['halves']): WellEvidence['trend'] {
  const mean = (half: Row | undefined) => {
    const [boe, days] = [number(half, 'boe'), number(half, 'days') ?? 0];
    return boe !== null && days >= FEWEST_DAYS ? boe / days : null;
  };
  const means = [mean(earlier), mean(recent)] as const;
  return means[0] === null || means[1] === null ? null : { earlier: means[0], recent: means[1], days: TREND_DAYS };
}

/** Whether a completion was put on production in the days up to this one. */
export function isNewOn(completion: Row | undefined, day: string): boolean {
  const begun = completion?.pop_date ?? completion?.start_allocating_date ?? completion?.first_sale_date;
  const on = typeof begun === 'string' ? begun.slice(0, 10) : null;
  return on !== null && on <= day && on > dayAfter(day, -NEW_DAYS);
}
