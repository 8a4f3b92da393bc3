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
import { dailyTargets, withTargets } from './daily-targets.js';
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

  /** Allocations, and targets beside them, stand in ProdView alone: what follows from them waits for no other store. */
  readonly #allocations = once(() => allocationsOf(this.#by));

  /** @throws GatewayError where neither store answers, or what is asked for cannot be read */
  readonly days = once(async (): Promise<Days> => {
    const sides = await Promise.allSettled([this.#allocations(), reportsOf(this.#by)]);
    const reasons = sides.flatMap((side) => (side.status === 'rejected' ? [side.reason] : []));
    const fatal =
      reasons.find((reason) => !isAway(reason)) ?? (reasons.length === sides.length ? reasons[0] : undefined);
    if (fatal) throw fatal;
    const [allocations, reports] = sides.map((side) => (side.status === 'fulfilled' ? side.value : null)) as Sides;
    const told = { allocations, reports };
    return { ...told, wells: wellDaysOf(told, [this.day, this.previous]), faults: reasons };
  });

  /** What the completions should make where ProdView has not allocated the day yet. */
  readonly #targets = once(async () => {
    const [allocations, completions] = await Promise.all([this.#allocations(), this.completions()]);
    const today = allocations.filter((row) => String(row.allocation_date).slice(0, 10) === this.day);
    const allocated = new Set(today.map((row) => JSON.stringify([String(row.id_rec_comp), String(row.id_flownet)])));
    const open = [...completions].filter(([well]) => !allocated.has(well)).map(([, row]) => row);
    return dailyTargets(this.reads, open, this.day);
  });

  /** The wells with what they should make, also those that nothing was told of; whatever operations say. */
  async wellsWithTargets(): Promise<readonly WellDays[]> {
    const [targets, { wells }] = await Promise.all([this.#targets(), this.days()]);
    return withTargets(wells, targets);
  }

  /** @throws GatewayError where a store does not answer: what it knows would be missing among the causes */
  async variance(versus: Versus) {
    // Asked for at once, so that they share statements with what else is asked for.
    const wells = versus === 'TARGET' ? this.wellsWithTargets() : this.days().then((days) => days.wells);
    const [told, completions, compared] = await Promise.all([
      wells,
      this.completions(),
      this.#compare(),
      this.#whole(),
    ]);
    const variance = varianceOf(compared(versus, told));
    return variance && { ...variance, completions };
  }

  readonly #compare = once(() => compare(this.#by, this.completions()));

  /** @throws GatewayError where a store does not answer */
  async #whole(): Promise<void> {
    const { faults } = await this.days();
    if (faults[0]) throw faults[0];
  }

  readonly missing = once(async () => {
    const completions = [...(await this.completions()).values()];
    return missingOn(this.reads, completions, this.route.units, this.day);
  });

  readonly signals = once(() => openSignals(this.reads, this.route.units));
}

type Sides = [Row[] | null, Row[] | null];
