import type { QueryResolvers } from '../generated/resolvers.js';
import { downtimeGroups as groups } from '../production/downtime-groups.js';

export const downtimeGroups: QueryResolvers['downtimeGroups'] = async (_query, args, context, info) =>
  groups(context.read(info), { ...args, now: await context.now() });
