import type { ColumnField, FieldBinding, ViewBinding } from '../bindings.js';
import { isDated, isNumber } from '../kinds.js';

type Fields = ReadonlyMap<string, FieldBinding>;
type Wanted = (field: ColumnField) => boolean;

const numeric: Wanted = ({ column }) => isNumber(column);
const extreme: Wanted = ({ column }) => isNumber(column) || isDated(column);

export const hasNumbers = (fields: Fields, embeds: EmbedFields) => shape(fields, embeds, numeric, 'Numbers').length > 0;
export const hasExtremes = (fields: Fields, embeds: EmbedFields) =>
  shape(fields, embeds, extreme, 'Extremes').length > 0;

/** The embedded types' own fields, by type name. */
export type EmbedFields = ReadonlyMap<string, ReadonlyMap<string, ColumnField>>;

/** The objects that sums, means, least and greatest values of a type are read from. */
export function measureTypes(name: string, fields: Fields, embeds: EmbedFields): string {
  const numbers = shape(fields, embeds, numeric, 'Numbers');
  const extremes = shape(fields, embeds, extreme, 'Extremes');
  return [
    block(`A sum or mean for each number of ${name}, in the number's own unit.`, `${name}Numbers`, numbers),
    block(`The least or greatest value of each number and date of ${name}.`, `${name}Extremes`, extremes),
  ].join('\n');
}

/** The measures of a set of rows, as fields of an aggregate or of a group. */
export function measureFields(view: ViewBinding, embeds: EmbedFields): string {
  const numbers = hasNumbers(view.fields, embeds)
    ? `  "Sums; null where no row has a value."\n  sum: ${view.type}Numbers\n  "Means over the rows that have a value."\n  avg: ${view.type}Numbers\n`
    : '';
  const extremes = hasExtremes(view.fields, embeds)
    ? `  "Least and earliest values."\n  min: ${view.type}Extremes\n  "Greatest and latest values."\n  max: ${view.type}Extremes\n`
    : '';
  return `  "How many rows."\n  count: Int!\n${numbers}${extremes}`;
}

function shape(fields: Fields, embeds: EmbedFields, wanted: Wanted, ending: string): string[] {
  return [...fields].flatMap(([name, field]) => {
    if (field.kind === 'column' && wanted(field)) return [`  "Of \`${name}\`."\n  ${name}: ${scalarOf(field, ending)}`];
    if (field.kind !== 'embed') return [];
    const inner = embeds.get(field.type);
    return inner && shape(inner, embeds, wanted, ending).length > 0
      ? [`  "Of the fields of \`${name}\`."\n  ${name}: ${field.type}${ending}`]
      : [];
  });
}

/** Sums and means of whole numbers may have a fraction, and may be larger than an Int. */
function scalarOf({ scalar }: ColumnField, ending: string): string {
  return ending === 'Numbers' ? 'Float' : scalar;
}

function block(description: string, name: string, fields: readonly string[]): string {
  return fields.length === 0 ? '' : `"${description}"\ntype ${name} {\n${fields.join('\n')}\n}`;
}
