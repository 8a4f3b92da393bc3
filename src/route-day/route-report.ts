import { dayAfter } from '../days/local-day.js';
import type { GatewayError } from '../errors.js';
import type { Reads } from '../loaders/reads.js';
import { isAway } from '../overlay/read.js';
import { nameOf } from '../production/route-rows.js';
import type { Row } from '../sources/row-source.js';
import { once } from '../trace/once.js';
import { allocationsOf, type ByUnits, completionsOf, reportsOf } from './day-reads.js';
import type { Versus } from './claims.js';
import { compare } from './compare.js';
import type { RouteUnits } from './known-units.js';
import { missingOn } from './missing.js';
import { openSignals } from './signals.js';
import { varianceOf } from './variance.js';
import { type Told, type WellDays, wellDaysOf } from './well-days.js';

/** The wells of both days, and why a store's part of them is not there. */
export interface Days extends Told {
  readonly wells: readonly WellDays[];
  readonly faults: readonly GatewayError[];
}

/** One report. What its fields stand on is read once, and only what they stand on; reads of one level share a statement. */
export class RouteReport {
  readonly previous: string;
  readonly #by: ByUnits;

  constructor(
    readonly reads: Reads,
    readonly route: RouteUnits,
    readonly day: string,
  ) {
    this.previous = dayAfter(day, -1);
    this.#by = { reads, units: route.units, day };
  }

  /** The route's completions, by id and network. */
  readonly completions = once(async () => {
    const rows = await completionsOf(this.#by);
    return new Map(rows.map((row) => [nameOf(row), row]));
  });

  /** @throws GatewayError where neither store answers, or what is asked for cannot be read */
  readonly days = once(async (): Promise<Days> => {
    const sides = await Promise.allSettled([allocationsOf(this.#by), reportsOf(this.#by)]);
    const reasons = sides.flatMap((side) => (side.status === 'rejected' ? [side.reason] : []));
    const fatal =
      reasons.find((reason) => !isAway(reason)) ?? (reasons.length === sides.length ? reasons[0] : undefined);
    if (fatal) throw fatal;
    const [allocations, reports] = sides.map((side) => (side.status === 'fulfilled' ? side.value : null)) as Sides;
    const told = { allocations, reports };
    return { ...told, wells: wellDaysOf(told, [this.day, this.previous]), faults: reasons };
  });

  /** @throws GatewayError where a store does not answer: what it knows would be missing among the causes */
  async variance(versus: Versus) {
    // Asked for at once, so that they share statements with what else is asked for.
    const [days, completions, compared] = await Promise.all([this.whole(), this.completions(), this.#compare()]);
    const variance = varianceOf(compared(versus, days.wells));
    return variance && { ...variance, completions };
  }

  readonly #compare = once(() => compare(this.#by, this.completions()));

  /** The days, where both stores answer. */
  async whole(): Promise<Days> {
    const days = await this.days();
    if (days.faults[0]) throw days.faults[0];
    return days;
  }

  readonly missing = once(async () => {
    const completions = [...(await this.completions()).values()];
    return missingOn(this.reads, completions, this.route.units, this.day);
  });

  readonly signals = once(() => openSignals(this.reads, this.route.units));
}

type Sides = [Row[] | null, Row[] | null];
