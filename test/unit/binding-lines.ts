import type { Bindings, ColumnField, FieldBinding, ViewBinding } from '../../src/binding/bindings.js';
import type { Column } from '../../src/sources/row-source.js';

const names = (columns: readonly Column[]) => columns.map(({ name }) => name).join(', ');

/** What each field is bound to, a line a field: `Type.field ← SOURCE view.column`. */
export function bindingLines({ views, roots }: Bindings): string[] {
  const fields = [...views.values()].flatMap((view) =>
    [...view.fields].flatMap(([name, field]) => linesOf(view, name, field, views)),
  );
  const rooted = [...roots.values()].map((root) => {
    const target = views.get(root.target);
    const by =
      root.kind === 'lookup' ? ` by ${root.by ? names(root.by.map(({ column }) => column)) : 'global id'}` : '';
    return `${root.label} ← ${target?.source} ${target?.view}${by}`;
  });
  return [...rooted, ...fields];
}

function linesOf(view: ViewBinding, name: string, field: FieldBinding, views: Bindings['views']): string[] {
  const from = `${view.source} ${view.view}`;
  const path = `${view.type}.${name}`;
  if (field.kind === 'column') return [`${path} ← ${from}.${stored(field)}`];
  if (field.kind === 'computed') return [`${path} ← ${field.needs.join(', ')}`];
  if (field.kind === 'link') {
    const order = field.order ? ` by ${field.order.name}` : '';
    return [`${path} ← ${from}.${names(field.from)} = ${views.get(field.target)?.view}.${names(field.to)}${order}`];
  }
  if (field.kind === 'polymorphic') {
    const tables = [...field.targets].map(([table, type]) => `${table} ${type}`).join(', ');
    return [`${path} ← ${from}.${field.from.name} by ${field.table.name}: ${tables}`];
  }
  return [...field.fields].map(
    ([inner, column]) => `${path}.${inner} ← ${column ? `${from}.${stored(column)}` : 'nothing: always null'}`,
  );
}

function stored({ column, uom }: ColumnField): string {
  const terms = column.sum?.map(({ columns, per }) => `${columns.join(' × ')}${per === 1 ? '' : ` / ${per}`}`);
  return `${terms ? `(${terms.join(' + ')})` : column.name}${uom ? ` [${uom}]` : ''}${column.personal ? ` (personal: ${column.personal})` : ''}`;
}
