import type { Reads } from '../loaders/reads.js';
import type { Measure } from '../sources/measure.js';
import type { Condition, Value } from '../sources/row-source.js';
import type { Layer } from './layers.js';

/** Where and when a layer's features lie, as far as the viewer sees them; nothing where there are none. */
export interface Extent {
  readonly box?: readonly [west: number, south: number, east: number, north: number];
  readonly times?: readonly [first: string, last: string];
}

/** One statement over the whole layer. */
export async function readExtent(layer: Layer, filter: readonly Condition[], reads: Reads): Promise<Extent> {
  const shape = layer.geometry.column;
  const edges = (['west', 'south', 'east', 'north'] as const).map((of): Measure => ({ as: of, of, column: shape }));
  const time = layer.time?.field.column;
  const times = time ? (['min', 'max'] as const).map((of): Measure => ({ as: of, of, column: time })) : [];
  const read = { ...reads.from(layer.view, `${layer.name} extent`), where: { all: filter } };
  const [row] = await reads.aggregate(layer.view, { ...read, groupBy: [], measures: [...edges, ...times] });
  if (!row || typeof row.west !== 'number') return {};
  const box = [row.west, row.south, row.east, row.north].map(Number) as [number, number, number, number];
  const [first, last] = [instantOf(row.min), instantOf(row.max)];
  return { box, ...(first && last && { times: [first, last] as const }) };
}

const instantOf = (value: Value | undefined) =>
  typeof value !== 'string' ? undefined : value.length === 10 ? `${value}T00:00:00Z` : value;
