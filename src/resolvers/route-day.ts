import type { GraphQLResolveInfo } from 'graphql';
import { parseFirst } from '../binding/list-plan.js';
import type { ReadContext } from '../binding/resolvers.js';
import { dayAt, zoneOf } from '../days/local-day.js';
import { BadUserInput } from '../errors.js';
import type {
  MissingWellsResolvers,
  QueryResolvers,
  RouteDayResolvers,
  RouteVarianceResolvers,
  VarianceComponentResolvers,
} from '../generated/resolvers.js';
import { tell } from '../overlay/read.js';
import { freshnessOf } from '../route-day/freshness.js';
import { volumeOf } from '../route-day/micro.js';
import type { missingOn } from '../route-day/missing.js';
import { RouteReport } from '../route-day/route-report.js';
import { atLeast } from '../route-day/signals.js';
import type { Component, WellDelta } from '../route-day/variance.js';
import { volumesOf } from '../route-day/volumes.js';
import type { Row } from '../sources/row-source.js';

export type Told = NonNullable<Awaited<ReturnType<RouteReport['variance']>>>;
/** A component with the completions that its wells are. */
export type ToldComponent = Component & Pick<Told, 'completions'>;
export type Missing = Awaited<ReturnType<typeof missingOn>>;

const MOST = 1_000;

export const routeDay: QueryResolvers['routeDay'] = async (_query, { route, day }, context, info) => {
  const reads = context.read(info);
  const found = await context.knownUnits.of(reads, route);
  if (!found) return null;
  checkBegun(day, found.units, await context.now());
  return new RouteReport(reads, found, day);
};

/** @throws BadUserInput where the day has begun on no unit of the route */
function checkBegun(day: string, units: readonly Row[], now: Date): void {
  const zones = units.map(({ timezone }) => zoneOf(typeof timezone === 'string' ? timezone : null) ?? 'UTC');
  const days = [...new Set(zones.length > 0 ? zones : ['UTC'])].map((zone) => dayAt(zone, now)).sort();
  const last = days.at(-1) ?? '';
  if (day > last) throw new BadUserInput('day', `${day} has not begun on the route, where it is ${last}`);
}

const volumes =
  (of: 'today' | 'previous') =>
  async (report: RouteReport, _args: unknown, context: ReadContext, info: GraphQLResolveInfo) => {
    const { wells, faults } = await report.days();
    for (const fault of faults) tell(fault, { context, info });
    return { ...volumesOf(wells, of), complete: faults.length === 0 };
  };

export const RouteDay: RouteDayResolvers = {
  route: ({ route }) => route.route as never,
  actual: volumes('today'),
  previous: volumes('previous'),
  target: async (report) => {
    const sums = volumesOf(await report.wellsWithTargets(), 'target');
    return sums.wellCount > 0 ? { ...sums, complete: true } : null;
  },
  variance: (report, { vs }) => report.variance(vs),
  missing: (report) => report.missing(),
  signals: async (report, { minSeverity, first }) => {
    const most = parseFirst(first, 100, MOST, 0);
    const events = atLeast(await report.signals(), minSeverity);
    return { count: events.length, truncated: events.length > most, nodes: events.slice(0, most) as never };
  },
  freshness: async (report, _args, context) => {
    const days = await report.days().catch(() => null); // that nothing answers is what it tells
    return freshnessOf(days, (source) => context.costs.get(source), report.day);
  },
};

const wellsOf = (wells: readonly WellDelta[], completions: Told['completions'], first: number | null | undefined) =>
  wells.slice(0, parseFirst(first, 5, MOST, 0)).map(({ well, delta }) => ({
    completion: (completions.get(well) ?? null) as never,
    deltaBoe: volumeOf(delta),
  }));

export const RouteVariance: RouteVarianceResolvers = {
  baseBoe: ({ base }) => volumeOf(base),
  currentBoe: ({ current }) => volumeOf(current),
  components: ({ components, completions }) => components.map((component) => ({ ...component, completions })),
  residualBoe: ({ residual }) => volumeOf(residual),
  residualWellCount: ({ residualWells }) => residualWells.length,
  residualWells: ({ residualWells, completions }, { first }) => wellsOf(residualWells, completions, first),
};

export const VarianceComponent: VarianceComponentResolvers = {
  deltaBoe: ({ delta }) => volumeOf(delta),
  wellCount: ({ wells }) => wells.length,
  wells: ({ wells, completions }, { first }) => wellsOf(wells, completions, first),
};

export const MissingWells: MissingWellsResolvers = {
  wellCount: (missing) => missing.length,
  wells: (missing, { first }) => missing.slice(0, parseFirst(first, 100, MOST, 0)) as never,
};
