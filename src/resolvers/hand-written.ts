import { Completion } from './completion.js';
import { MapLayer, MapView, mapQuery, WellMapLayer } from './map.js';
import { mergedTypes } from './merged.js';
import { ProductionSummary } from './production.js';
import { searchQueries, WellHit } from './search.js';
import { productionSeries, unitProductionSeries } from './series.js';
import { ProductionTest } from './tests.js';
import { Trace, TraceEdge, TraceNode, traceQuery } from './trace.js';
import { Unit } from './unit.js';

/** Every field that is not read from a column: a type a file. */
export const handWritten = {
  Query: { ...searchQueries, ...traceQuery, ...mapQuery, productionSeries, unitProductionSeries },
  ...mergedTypes,
  Completion,
  MapLayer,
  MapView,
  ProductionSummary,
  ProductionTest,
  Trace,
  TraceEdge,
  TraceNode,
  Unit,
  WellHit,
  WellMapLayer,
};
