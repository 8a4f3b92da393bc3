import type { ColumnField, FieldBinding, ViewBinding } from '../bindings.js';

/** The filter of a type: a condition a column, embedded objects nested. */
export function whereInput(view: ViewBinding): string {
  const name = `${view.type}Where`;
  const fields = [...view.fields].flatMap(([field, binding]) => conditionOn(field, binding));
  return `"Which rows of ${view.type}; all conditions hold at once."
input ${name} {
${fields.join('\n')}
  "All of these hold."
  and: [${name}!]
  "At least one of these holds."
  or: [${name}!]
  "This does not hold."
  not: ${name}
}`;
}

/** The filter of an embedded type, shared by every view that embeds it. */
export function embedWhereInput(type: string, fields: ReadonlyMap<string, ColumnField>): string {
  const conditions = [...fields].flatMap(([field, binding]) => conditionOn(field, binding));
  return `"Conditions on the fields of ${type}."\ninput ${type}Where {\n${conditions.join('\n')}\n}`;
}

function conditionOn(field: string, binding: FieldBinding): string[] {
  if (binding.kind === 'column') return [`  "Conditions on \`${field}\`."\n  ${field}: ${binding.scalar}Filter`];
  if (binding.kind === 'embed') return [`  "Conditions on \`${field}\`."\n  ${field}: ${binding.type}Where`];
  return [];
}
