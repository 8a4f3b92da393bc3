import type { Column } from '../sources/row-source.js';
import type { RootList, RootLookup, ViewBinding } from './bindings.js';
import { endsOf, readBy } from './bound-columns.js';

/** Nothing is keyed, linked, dated or looked up by personal data: who may not see it would follow it all the same. */
export function personalMistakes(
  views: ReadonlyMap<string, ViewBinding>,
  roots: ReadonlyMap<string, RootList | RootLookup>,
): string[] {
  const used: [label: string, column: Column][] = [...roots.values()].flatMap((root) =>
    readBy(root).map((column): [string, Column] => [root.label, column]),
  );
  for (const view of views.values()) {
    const told = [
      ...view.key,
      ...(view.grain?.columns ?? []),
      ...(view.grain?.order ?? []).map(({ column }) => column),
    ];
    for (const column of told) used.push([view.type, column]);
    for (const [name, field] of view.fields)
      for (const [, column] of endsOf(view.type, field)) used.push([`${view.type}.${name}`, column]);
  }
  const mistaken = used.filter(([, column]) => column.personal);
  return mistaken.map(([label, { name }]) => `${label}: stands on ${name}, which is @personal`);
}
