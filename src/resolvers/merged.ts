import type { Resolver } from '../binding/resolvers.js';
import type { CompletionResolvers } from '../generated/resolvers.js';
import { dailyVolumes } from '../overlay/daily-volumes.js';
import { downtimes } from '../overlay/downtimes.js';
import type { Overlay } from '../overlay/declaration.js';
import { type MergedArgs, mergedList } from '../overlay/merged-list.js';
import type { Row } from '../sources/row-source.js';

/** The list of an overlay beneath a row of its parent. */
const merged =
  (overlay: Overlay): Resolver<Row> =>
  (row, args, context, info) =>
    mergedList(overlay, row, args as unknown as MergedArgs, { context, info });

export const ofCompletion: Pick<CompletionResolvers, 'mergedDailyVolumes' | 'mergedDowntimes'> = {
  mergedDailyVolumes: merged(dailyVolumes) as never,
  mergedDowntimes: merged(downtimes) as never,
};
