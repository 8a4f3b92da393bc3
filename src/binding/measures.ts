import type { Measure } from '../sources/measure.js';
import type { Row, Value } from '../sources/row-source.js';
import type { ViewBinding } from './bindings.js';
import { columnOf } from './names.js';

/** A measure and where it stands in the answer, such as `sum.allocated.oilBbl`. */
export interface NamedMeasure extends Measure {
  readonly path: readonly string[];
}

const FUNCTIONS = ['sum', 'avg', 'min', 'max'] as const;

/** The measures behind paths such as `sum.allocated.oilBbl`; paths that measure nothing (`__typename`) are passed over. */
export function measuresOf(view: ViewBinding, paths: readonly (readonly string[])[]): NamedMeasure[] {
  return paths.flatMap((path): NamedMeasure[] => {
    const [name, ...rest] = path;
    const of = FUNCTIONS.find((each) => each === name);
    const column = view.leaves.find((leaf) => leaf.path.join('.') === rest.join('.'))?.field.column;
    return of && column ? [{ as: path.map(columnOf).join('_'), of, column, path }] : [];
  });
}

/** A row of measures as the nested object that the answer is read from. A count without rows is 0. */
export function measuredObject(row: Row | undefined, measures: Iterable<NamedMeasure>): Record<string, unknown> {
  const object: Record<string, unknown> = { sum: {}, avg: {}, min: {}, max: {} };
  for (const { as, path, of } of measures) {
    put(object, path, row?.[as] ?? (of === 'count' ? 0 : null));
  }
  return object;
}

function put(object: Record<string, unknown>, path: readonly string[], value: Value): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    object[name] = value;
    return;
  }
  const inner = (object[name] ?? {}) as Record<string, unknown>;
  object[name] = inner;
  put(inner, rest, value);
}
