import type { JsonShape } from '../sources/json-shape.js';
import type { Point } from './gaps.js';

/** The fields of a point that a shape has. */
export const fieldsOf = (shape: JsonShape): ReadonlySet<string> =>
  new Set(shape.flatMap(([, value]) => ('column' in value ? [value.column.name] : [])));

/** Points as a JSON list. The names in the shape are those that the answer has for the fields. */
export function textOf(points: readonly Point[], shape: JsonShape): string {
  const own = shape.map(([name, value]): readonly [string, (point: Point) => unknown] => {
    if (!('column' in value)) return [name, () => ('json' in value ? JSON.parse(value.json) : null)];
    const field = value.column.name as keyof Point;
    return [name, (point) => point[field] ?? null];
  });
  const written = (point: Point) => {
    const object: Record<string, unknown> = {};
    for (const [name, read] of own) object[name] = read(point);
    return object;
  };
  return JSON.stringify(points.map(written));
}
