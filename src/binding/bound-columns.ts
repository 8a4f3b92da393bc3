import type { Column } from '../sources/row-source.js';
import type { Bindings, FieldBinding, RootList, RootLookup, SourceName } from './bindings.js';

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
  for (const view of bindings.views.values())
    for (const leaf of view.leaves) if (!leaf.field.column.sum) add(view.type, leaf.field.column);
  for (const view of bindings.views.values()) {
    for (const column of view.key) add(view.type, column);
    for (const column of view.grain?.columns ?? []) add(view.type, column);
    for (const { column } of view.grain?.order ?? []) add(view.type, column);
    for (const field of view.fields.values()) for (const [type, column] of endsOf(view.type, field)) add(type, column);
  }
  for (const root of bindings.roots.values()) for (const column of readBy(root)) add(root.target, column);
  return new Map([...columns].map(([view, named]) => [view, [...named.values()]]));
}

/** The columns that a relation joins and dates, each with the type it is a column of. */
export function endsOf(owner: string, field: FieldBinding): [type: string, column: Column][] {
  if (field.kind === 'polymorphic') return [field.from, field.table].map((column) => [owner, column]);
  if (field.kind !== 'link') return [];
  const theirs = [...field.to, ...(field.order ? [field.order] : [])];
  return [
    ...field.from.map((column): [string, Column] => [owner, column]),
    ...theirs.map((column): [string, Column] => [field.target, column]),
  ];
}

/** The columns that a root field looks up or orders by. */
export function readBy(root: RootList | RootLookup): Column[] {
  if (root.kind === 'list') return [root.order, root.since].filter((column) => column !== undefined);
  return [...(root.by ?? []).map(({ column }) => column), ...(root.prefer ? [root.prefer] : [])];
}
