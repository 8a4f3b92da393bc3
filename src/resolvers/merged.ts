import type { GraphQLResolveInfo } from 'graphql';
import type { ReadContext, Resolver } from '../binding/resolvers.js';
import type { CompletionResolvers } from '../generated/resolvers.js';
import { dailyVolumes } from '../overlay/daily-volumes.js';
import type { Overlay } from '../overlay/declaration.js';
import type { Difference } from '../overlay/differences.js';
import { downtimes } from '../overlay/downtimes.js';
import { facilityVolumes } from '../overlay/facility-volumes.js';
import { latestStatus } from '../overlay/latest-status.js';
import { changeBefore, latestTest, type ToldTest } from '../overlay/latest-test.js';
import { type MergedArgs, mergedList } from '../overlay/merged-list.js';
import {
  gasMeterReadings,
  liquidMeterReadings,
  pdGasMeterReadings,
  pointReadings,
  tankReadings,
} from '../overlay/readings.js';
import { statuses } from '../overlay/statuses.js';
import { tests } from '../overlay/tests.js';
import { uptime } from '../overlay/uptime.js';
import type { Row } from '../sources/row-source.js';
import { asJson } from './as-json.js';

/** The list of an overlay beneath a row of its parent. Values come by their names: a test holds them against the schema. */
const merged = (overlay: Overlay): never => {
  const list: Resolver<Row> = (row, args, context, info) =>
    mergedList(overlay, row, args as unknown as MergedArgs, { context, info });
  return list as never;
};

type MergedOfCompletion =
  | 'mergedDailyVolumes'
  | 'mergedDowntimes'
  | 'mergedStatus'
  | 'mergedStatuses'
  | 'mergedTests'
  | 'latestMergedTest'
  | 'uptime';

export const ofCompletion: Pick<CompletionResolvers, MergedOfCompletion> = {
  mergedDailyVolumes: merged(dailyVolumes),
  mergedDowntimes: merged(downtimes),
  mergedStatuses: merged(statuses),
  mergedStatus: async (row, { asOf }, context, info) =>
    (await latestStatus(row as never, asOf, { context, info })) as never,
  mergedTests: merged(tests),
  uptime: (row, { from, to }, context, info) => uptime(row as never, { from, to }, { context, info }),
  latestMergedTest: async (row, { asOf }, context, info) =>
    (await latestTest(row as never, asOf, { context, info })) as never,
};

export const mergedTypes = {
  Facility: { mergedDailyVolumes: merged(facilityVolumes) },
  Tank: { mergedReadings: merged(tankReadings) },
  LiquidMeter: { mergedReadings: merged(liquidMeterReadings) },
  GasMeter: { mergedReadings: merged(gasMeterReadings) },
  PdGasMeter: { mergedReadings: merged(pdGasMeterReadings) },
  MeasurementPoint: { mergedReadings: merged(pointReadings) },
  MergedDifference: {
    prodview: ({ prodview }: Difference) => asJson(prodview),
    operations: ({ operations }: Difference) => asJson(operations),
  },
  MergedTest: {
    change: (test: ToldTest, _: unknown, context: ReadContext, info: GraphQLResolveInfo) =>
      changeBefore(test, { context, info }) as never,
  },
  ReadingOfProdview: { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename },
};
