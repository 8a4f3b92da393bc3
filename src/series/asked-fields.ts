import type { GraphQLResolveInfo } from 'graphql';
import { OpenSelections } from '../binding/open-selections.js';

/** The names of the fields that a document selects beneath the field being resolved, at this path. */
export function askedFields(info: GraphQLResolveInfo, path: readonly string[]): Set<string> {
  const own = new OpenSelections(info.fragments, info.variableValues);
  let selections = info.fieldNodes.map(({ selectionSet }) => selectionSet);
  for (const name of path) {
    const fields = selections.flatMap((selection) => own.fields(selection, ''));
    selections = fields.flatMap(({ field }) => (field.name.value === name ? [field.selectionSet] : []));
  }
  return new Set(selections.flatMap((selection) => own.fields(selection, '').map(({ field }) => field.name.value)));
}
