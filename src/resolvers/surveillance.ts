import type { QueryResolvers, SurveillanceFunnelResolvers } from '../generated/resolvers.js';
import {
  eventCounts,
  Funnel,
  medianDaysOpen,
  recommendationCounts,
  verifiedGains,
} from '../production/surveillance-funnel.js';
import { sitesOf } from '../production/surveillance-place.js';

/** Each part of the funnel is read where it is asked for. */
export const surveillanceFunnel: QueryResolvers['surveillanceFunnel'] = async (_parent, args, context, info) => {
  const sites = await sitesOf(args, context.read(info), context.assetField);
  return sites === null ? null : new Funnel(args.since, sites);
};

export const SurveillanceFunnel: SurveillanceFunnelResolvers = {
  events: async (funnel, _args, context, info) => (await eventCounts(funnel, { context, info })) as never,
  medianDaysOpen: (funnel, _args, context, info) => medianDaysOpen(funnel, { context, info }),
  recommendations: async (funnel, _args, context, info) =>
    recommendationCounts(funnel, { context, info }, await context.now()),
  verified: (funnel, _args, context, info) => verifiedGains(funnel, { context, info }),
};
