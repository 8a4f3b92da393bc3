import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { globalId } from '../binding/global-id.js';
import { ascending } from '../binding/own-row.js';
import type { Reads } from '../loaders/reads.js';
import type { Column, Condition, Row, Value } from '../sources/row-source.js';
import type { Layer } from './layers.js';

/** What a feature is made of: its key, its shape and every property. */
export function columnsOf({ view, geometry, properties }: Layer): Column[] {
  const own = [...view.key, geometry.column, ...properties.map(({ field }) => field.column)];
  return [...new Map(own.map((column) => [column.name, column])).values()];
}

/** By key, so that every feature has one place. */
export const orderOf = ({ view }: Layer) => ascending(view);

export const idOf = ({ view }: Layer, row: Row): string => globalId(view, row);

/** A row's properties by the graph's names. Where the graph has a text there is a text, whatever the column's own type. */
export function propertiesOf({ properties }: Layer, row: Row): [string, Value][] {
  return properties.map(({ path, field: { column } }) => {
    const value = row[column.name] ?? null;
    return [path.join('.'), value !== null && column.kind === 'text' ? String(value) : value];
  });
}

/** How many features a condition finds. */
export async function countOf(layer: Layer, where: Condition, label: string, reads: Reads): Promise<number> {
  const count = {
    ...reads.from(layer.view, label),
    where,
    groupBy: [],
    measures: [{ as: 'count', of: 'count' }],
  } as const;
  const [row] = await reads.aggregate(layer.view, count);
  return Number(row?.count ?? 0);
}

/** Rows of a layer as RFC 7946 has it; what has no place is a feature with a null geometry. */
export function featuresOf(
  layer: Layer,
  rows: readonly Row[],
  more?: (row: Row) => object,
): FeatureCollection<Geometry | null> {
  const own = propertyReader(layer);
  return collectionOf(
    rows.map((row) => ({
      type: 'Feature',
      id: idOf(layer, row),
      geometry: geometryOf(row[layer.geometry.column.name]),
      properties: more ? { ...own(row), ...more(row) } : own(row),
    })),
  );
}

/** Reads properties as `propertiesOf` does, thousands of times: all objects have one shape, which is made and written fast. */
function propertyReader({ properties }: Layer): (row: Row) => Record<string, Value> {
  const read = properties.map(({ path, field: { column } }) => [path.join('.'), column.name, column.kind] as const);
  return (row) => {
    const object: Record<string, Value> = {};
    for (const [name, column, kind] of read) {
      const value = row[column] ?? null;
      object[name] = value !== null && kind === 'text' ? String(value) : value;
    }
    return object;
  };
}

export const collectionOf = (features: Feature<Geometry | null>[]): FeatureCollection<Geometry | null> => ({
  type: 'FeatureCollection',
  features,
});

/** A store gives text, and none where there is nothing. */
export const geometryOf = (text: Row[string] | undefined): Geometry | null =>
  typeof text === 'string' ? (JSON.parse(text) as Geometry) : null;
