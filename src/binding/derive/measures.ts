import { isConvertible, type Measured, unitArgument } from '../../units/argument.js';
import type { ColumnField, FieldBinding, ViewBinding } from '../bindings.js';
import { isDated, isNumber } from '../kinds.js';

type Fields = ReadonlyMap<string, FieldBinding>;
type Wanted = (field: ColumnField) => boolean;

const numeric: Wanted = ({ column }) => isNumber(column);
const extreme: Wanted = ({ column }) => isNumber(column) || isDated(column);
/** A temperature: its mean can be in another unit, its sum cannot, so that sums need a type of their own. */
const unsummed: Wanted = (field) => isConvertible(field, 'mean') && !isConvertible(field, 'sum');

const MEASURED = { Numbers: 'mean', Sums: 'sum', Extremes: 'extreme' } as const satisfies Record<string, Measured>;
type Ending = keyof typeof MEASURED;

export const hasNumbers = (fields: Fields, embeds: EmbedFields) => shape(fields, embeds, numeric, 'Numbers').length > 0;
export const hasExtremes = (fields: Fields, embeds: EmbedFields) =>
  shape(fields, embeds, extreme, 'Extremes').length > 0;

const hasSums = (fields: Fields, embeds: EmbedFields) => shape(fields, embeds, unsummed, 'Numbers').length > 0;
const sumsOf = (fields: Fields, embeds: EmbedFields): Ending => (hasSums(fields, embeds) ? 'Sums' : 'Numbers');

/** The embedded types' own fields, by type name. */
export type EmbedFields = ReadonlyMap<string, ReadonlyMap<string, ColumnField>>;

/** The objects that sums, means, least and greatest values of a type are read from. */
export function measureTypes(name: string, fields: Fields, embeds: EmbedFields): string {
  const numbers = shape(fields, embeds, numeric, 'Numbers');
  const extremes = shape(fields, embeds, extreme, 'Extremes');
  const sums = hasSums(fields, embeds) ? shape(fields, embeds, numeric, 'Sums') : [];
  return [
    block(`A sum or mean for each number of ${name}, in the number's own unit.`, `${name}Numbers`, numbers),
    block(`A sum for each number of ${name}, in the number's own unit.`, `${name}Sums`, sums),
    block(`The least or greatest value of each number and date of ${name}.`, `${name}Extremes`, extremes),
  ].join('\n');
}

/** The measures of a set of rows, as fields of an aggregate or of a group. */
export function measureFields(view: ViewBinding, embeds: EmbedFields): string {
  const numbers = hasNumbers(view.fields, embeds)
    ? `  "Sums; null where no row has a value."\n  sum: ${view.type}${sumsOf(view.fields, embeds)}\n  "Means over the rows that have a value."\n  avg: ${view.type}Numbers\n`
    : '';
  const extremes = hasExtremes(view.fields, embeds)
    ? `  "Least and earliest values."\n  min: ${view.type}Extremes\n  "Greatest and latest values."\n  max: ${view.type}Extremes\n`
    : '';
  return `  "How many rows."\n  count: Int!\n${numbers}${extremes}`;
}

function shape(fields: Fields, embeds: EmbedFields, wanted: Wanted, ending: Ending): string[] {
  return [...fields].flatMap(([name, field]) => {
    if (field.kind === 'column' && wanted(field))
      return [`  "Of \`${name}\`."\n  ${name}${unitArgument(field, MEASURED[ending])}: ${scalarOf(field, ending)}`];
    if (field.kind !== 'embed') return [];
    const inner = embeds.get(field.type);
    return inner && shape(inner, embeds, wanted, ending).length > 0
      ? [
          `  "Of the fields of \`${name}\`."\n  ${name}: ${field.type}${ending === 'Sums' ? sumsOf(inner, embeds) : ending}`,
        ]
      : [];
  });
}

/** Sums and means of whole numbers may have a fraction, and may be larger than an Int. */
function scalarOf({ scalar }: ColumnField, ending: Ending): string {
  return ending === 'Extremes' ? scalar : 'Float';
}

function block(description: string, name: string, fields: readonly string[]): string {
  return fields.length === 0 ? '' : `"${description}"\ntype ${name} {\n${fields.join('\n')}\n}`;
}
