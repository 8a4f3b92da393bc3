import type { Resolver } from '../binding/resolvers.js';
import { productionSeries as seriesOf } from '../series/production-series.js';
import { parseSeries, type Subject } from '../series/series-request.js';

export const productionSeries = seriesField({
  type: 'Completion',
  argument: 'completions',
  owner: 'completion',
  label: 'Query.productionSeries',
});

export const unitProductionSeries = seriesField({
  type: 'Unit',
  argument: 'units',
  owner: 'unit',
  label: 'Query.unitProductionSeries',
});

/** A line's owner is a row of its type: what stands beneath it is read as beneath any other row. */
function seriesField(subject: Subject): Resolver {
  return async (_parent, args, context, info) => {
    const request = parseSeries(subject, args, context.read(info).asked.bindings);
    const { lines, ...found } = await seriesOf(request, context, info);
    const series = lines.map(({ id, owner, ...line }) => ({
      ...line,
      [`${subject.owner}Id`]: id,
      [subject.owner]: owner,
    }));
    return { ...found, from: request.from, to: request.to, series };
  };
}
