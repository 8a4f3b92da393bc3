import type { QueryResolvers } from '../generated/resolvers.js';
import { downtimeCodes as codes } from '../production/downtime-codes.js';

export const downtimeCodes: QueryResolvers['downtimeCodes'] = async (_query, _args, context, info) =>
  (await codes(context.read(info))) as never;
