import type { Column } from '../sources/row-source.js';
import type { Bindings, SourceName } from './bindings.js';

/** The columns of each view of a source that the schema reads: fields, keys and both ends of every link. */
export function boundColumns(bindings: Bindings, source: SourceName): Map<string, Column[]> {
  const columns = new Map<string, Map<string, Column>>();
  const add = (type: string, column: Column) => {
    const view = bindings.views.get(type);
    if (view?.source !== source) return;
    const known = columns.get(view.view) ?? new Map<string, Column>();
    if (!known.has(column.name)) known.set(column.name, column);
    columns.set(view.view, known);
  };
  for (const view of bindings.views.values()) for (const leaf of view.leaves) add(view.type, leaf.field.column);
  for (const view of bindings.views.values()) {
    for (const column of view.key) add(view.type, column);
    for (const field of view.fields.values()) {
      if (field.kind !== 'link') continue;
      for (const column of field.from) add(view.type, column);
      for (const column of [...field.to, ...(field.order ? [field.order] : [])]) add(field.target, column);
    }
  }
  return new Map([...columns].map(([view, named]) => [view, [...named.values()]]));
}
