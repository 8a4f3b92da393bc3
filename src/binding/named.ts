import type { Column } from '../sources/row-source.js';
import type { Bindings, ViewBinding } from './bindings.js';

/** @throws Error where the schema binds no such type: a hand-written field and the SDL have parted */
export function viewNamed({ views }: Pick<Bindings, 'views'>, type: string): ViewBinding {
  const view = views.get(type);
  if (!view) throw new Error(`${type} is bound to no view`);
  return view;
}

/**
 * A column by the path of its field, such as `allocated.oilBbl`.
 * @throws Error where the type has no such field
 */
export function columnAt({ leaves, type }: ViewBinding, path: string): Column {
  const leaf = leaves.find((each) => each.path.join('.') === path);
  if (!leaf) throw new Error(`${type} has no field ${path}`);
  return leaf.field.column;
}
