import type { QueryResolvers, SurveillanceFunnelResolvers } from '../generated/resolvers.js';
import { eventCounts, medianDaysOpen, recommendationCounts, verifiedGains } from '../production/surveillance-funnel.js';

/** Each part of the funnel is read where it is asked for. */
export const surveillanceFunnel: QueryResolvers['surveillanceFunnel'] = (_parent, { since }) => ({ since });

export const SurveillanceFunnel: SurveillanceFunnelResolvers = {
  events: async (funnel, _args, context, info) => (await eventCounts(funnel, { context, info })) as never,
  medianDaysOpen: (funnel, _args, context, info) => medianDaysOpen(funnel, { context, info }),
  recommendations: (funnel, _args, context, info) => recommendationCounts(funnel, { context, info }, new Date()),
  verified: (funnel, _args, context, info) => verifiedGains(funnel, { context, info }),
};
