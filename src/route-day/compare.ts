import { dayAfter, zoneOf } from '../days/local-day.js';
import { byParent, nameOf } from '../production/route-rows.js';
import type { Row } from '../sources/row-source.js';
import { claimsOf, type Versus } from './claims.js';
import { type ByUnits, constraintsOf, downtimesOf, TREND_DAYS, wholeDaysOf } from './day-reads.js';
import { evidenceOf, isNewOn } from './evidence.js';
import { microOf } from './micro.js';
import type { WellCompared } from './variance.js';
import type { WellDays } from './well-days.js';
import { testSteps } from './well-tests.js';

type Compare = (versus: Versus, wells: readonly WellDays[]) => WellCompared[];

/**
 * Reads what explains a difference: the trend by the route's units, at once with the days themselves, and what belongs to
 * completions as soon as they are known.
 */
export async function compare(by: ByUnits, known: Promise<ReadonlyMap<string, Row>>): Promise<Compare> {
  const [earlier, recent, beside] = await Promise.all([
    half(by, 2 * TREND_DAYS, TREND_DAYS + 1),
    half(by, TREND_DAYS, 1),
    known.then((completions) => besideOf(by, completions)),
  ]);
  return (versus, wells) =>
    wells.map((days) => {
      const evidence = evidenceOf(days, by.day, {
        ...beside.of(days),
        halves: [earlier.get(days.well), recent.get(days.well)],
      });
      const base = versus === 'TARGET' ? days.target.boe : days.previous.boe;
      return {
        well: days.well,
        base: microOf(base),
        current: microOf(days.today.boe),
        isNew: isNewOn(beside.completions.get(days.well), by.day),
        claims: base === null ? {} : claimsOf(versus, base, evidence),
      };
    });
}

/** Whole days from so many days before the day to so many. */
async function half(by: ByUnits, from: number, to: number): Promise<Map<string, Row>> {
  const rows = await wholeDaysOf(by, dayAfter(by.day, -from), dayAfter(by.day, -to));
  return new Map(rows.map((row) => [JSON.stringify([String(row.completion), String(row.id_flownet)]), row]));
}

async function besideOf({ reads, units, day }: ByUnits, completions: ReadonlyMap<string, Row>) {
  const all = [...completions.values()];
  const [downtimes, constraints, stepOf] = await Promise.all([
    downtimesOf(reads, all, day),
    constraintsOf(reads, all, day),
    testSteps(reads, all, units, day),
  ]);
  const owner = ['completion_id', 'id_flownet'] as const;
  const [down, limits] = [byParent(downtimes, owner), byParent(constraints, owner)];
  const zones = new Map(units.map((unit) => [nameOf(unit), unit.timezone]));
  const of = ({ well, unit }: WellDays) => {
    const [zone, completion] = [zones.get(unit), completions.get(well)];
    return {
      zone: zoneOf(typeof zone === 'string' ? zone : null) ?? 'UTC',
      downtimes: down.get(well) ?? [],
      constraints: limits.get(well) ?? [],
      test: completion ? stepOf(completion) : null,
    };
  };
  return { completions, of };
}
