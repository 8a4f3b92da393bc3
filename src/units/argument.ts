import type { ColumnField } from '../binding/bindings.js';
import type { UnitName } from './definitions.js';
import { MEANINGS } from './meanings.js';
import { QUANTITIES, type Quantity } from './quantities.js';

/** What a field of the served schema says of a number: itself, the least or greatest, the mean or the sum of many. */
export type Measured = 'value' | 'extreme' | 'mean' | 'sum';

const QUANTITY_OF: ReadonlyMap<string, Quantity> = new Map(
  QUANTITIES.flatMap((quantity) => quantity.bound.map((uom) => [uom, quantity] as const)),
);

/** What a number with a fraction measures. A whole number stays whole: another unit would break its type. */
export function quantityOf({ column, uom }: ColumnField): Quantity | undefined {
  return column.kind === 'float' && uom ? QUANTITY_OF.get(uom) : undefined;
}

/** Whether such a measure of the field has a meaning in another unit. */
export function isConvertible(field: ColumnField, measured: Measured): boolean {
  const quantity = quantityOf(field);
  if (!quantity) return false;
  return quantity.by === 'factor' || measured === 'value' || (quantity.by === 'offset' && measured !== 'sum');
}

/**
 * The argument that asks for another unit, as SDL with its brackets; nothing where there is none. Its default tells
 * `convertAnswers` the column's unit and goes no further.
 */
export function unitArgument(field: ColumnField, measured: Measured): string {
  const quantity = isConvertible(field, measured) ? quantityOf(field) : undefined;
  return quantity ? `("The unit of the answer: ${field.uom} when left out." in: ${quantity.name} = ${field.uom})` : '';
}

/** The enums of what these fields measure, as SDL. */
export function unitEnums(fields: Iterable<ColumnField>): string {
  const used = new Set([...fields].map(quantityOf));
  return QUANTITIES.filter((quantity) => used.has(quantity))
    .map(unitEnum)
    .join('\n');
}

function unitEnum({ name, meaning, units }: Quantity): string {
  const values = units.map((unit: UnitName) => `  "${MEANINGS[unit]}"\n  ${unit}`);
  return `"${meaning} Filters and orders stay in the field's own unit."\nenum ${name} {\n${values.join('\n')}\n}`;
}
