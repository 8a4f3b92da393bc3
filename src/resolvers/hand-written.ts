import { approvalsQuery, QueuedApproval } from './approvals.js';
import { Completion } from './completion.js';
import { DowntimeEvent } from './downtime.js';
import { downtimeCodes } from './downtime-codes.js';
import { downtimeGroups } from './downtime-groups.js';
import { BundleChange, fieldBundleQuery } from './field-bundle.js';
import { fieldDayQueries } from './field-day.js';
import { MapLayer, MapView, mapQuery, WellMapLayer } from './map.js';
import { mergedTypes } from './merged.js';
import { OperationEvent, operationEvents } from './operation-events.js';
import { OptimizationRecommendation } from './recommendation.js';
import { ProductionSummary } from './production.js';
import { MissingWells, RouteDay, RouteVariance, routeDay, VarianceComponent } from './route-day.js';
import { searchQueries, WellHit } from './search.js';
import { productionSeries, unitProductionSeries } from './series.js';
import { SurveillanceFunnel, surveillanceFunnel } from './surveillance.js';
import { ProductionTest } from './tests.js';
import { Trace, TraceEdge, TraceNode, traceQuery } from './trace.js';
import { Unit } from './unit.js';

/** Every field that is not read from a column: a type a file. */
export const handWritten = {
  Query: {
    ...searchQueries,
    ...traceQuery,
    ...mapQuery,
    ...approvalsQuery,
    ...fieldBundleQuery,
    ...fieldDayQueries,
    downtimeCodes,
    downtimeGroups,
    productionSeries,
    unitProductionSeries,
    surveillanceFunnel,
    routeDay,
  },
  ...mergedTypes,
  BundleChange,
  Completion,
  DowntimeEvent,
  MapLayer,
  MapView,
  MissingWells,
  OperationEvent,
  OptimizationRecommendation,
  ProductionSummary,
  ProductionTest,
  QueuedApproval,
  RouteDay,
  RouteVariance,
  SurveillanceFunnel,
  Subscription: { operationEvents },
  Trace,
  TraceEdge,
  TraceNode,
  Unit,
  VarianceComponent,
  WellHit,
  WellMapLayer,
};
