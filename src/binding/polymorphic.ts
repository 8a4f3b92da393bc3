import { rowWith } from '../sources/failing-row.js';
import type { Row } from '../sources/row-source.js';
import type { Bindings, PolymorphicField } from './bindings.js';
import type { Resolver } from './resolvers.js';

/** The record that a row names by table and id. Null where the table is one that no type shows. */
export function oneOfTypes({ from, table, targets, label }: PolymorphicField, bindings: Bindings): Resolver<never> {
  return async (row: Row, _args, context, info) => {
    const named = String(row[table.name] ?? '').trim();
    const target = bindings.views.get(targets.get(named.toLowerCase()) ?? '');
    const id = row[from.name];
    if (!target || id === null || id === undefined) return null;
    const found = await context.loaders(info).row(target, target.key, [String(id)], `${label} ${target.type}`);
    return found && rowWith(found, { __typename: target.type });
  };
}

/** The unions that some relation may lead to. */
export function unionsOf({ views }: Bindings): Set<string> {
  const fields = [...views.values()].flatMap((view) => [...view.fields.values()]);
  return new Set(fields.flatMap((field) => (field.kind === 'polymorphic' ? [field.union] : [])));
}
