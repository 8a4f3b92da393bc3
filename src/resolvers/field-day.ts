import type { GraphQLResolveInfo } from 'graphql';
import type { ReadContext } from '../binding/resolvers.js';
import { BadUserInput } from '../errors.js';
import type {
  QueryMissingDailyProductionArgs,
  QueryStopsNotReadArgs,
  QueryTestsDueArgs,
} from '../generated/resolvers.js';
import { missingDays } from '../production/missing-days.js';
import { testsDue } from '../production/tests-due.js';
import { unreadStops } from '../production/unread-stops.js';

export const fieldDayQueries = {
  testsDue: async (_: unknown, { on, ...args }: QueryTestsDueArgs, context: ReadContext, info: GraphQLResolveInfo) =>
    testsDue(context.read(info), {
      route: args.route,
      within: within('within', args.within ?? 7, 0, 366),
      every: within('every', args.every ?? 30, 1, 3660),
      on: on ?? (await context.now()).toISOString().slice(0, 10),
    }),
  missingDailyProduction: (
    _: unknown,
    { route, date }: QueryMissingDailyProductionArgs,
    context: ReadContext,
    info: GraphQLResolveInfo,
  ) => missingDays(context.read(info), route, date),
  stopsNotRead: (_: unknown, { route, day }: QueryStopsNotReadArgs, context: ReadContext, info: GraphQLResolveInfo) =>
    unreadStops(context.read(info), route, day),
};

function within(argument: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw new BadUserInput(argument, `is ${value}, and can be from ${min} to ${max}`);
}
