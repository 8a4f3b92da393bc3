import type { Leaf } from '../bindings.js';

/** Numbers with a fraction make a group of almost every row, so they are left out of `groups`. */
export const isGroupable = (leaf: Leaf) => leaf.field.column.kind !== 'float' && isOrderable(leaf);

/** Shapes have no order of their own, lists around a point are nearest first; nor have objects and lists of texts. */
export const isOrderable = ({ field }: Leaf) => field.column.kind !== 'geometry' && field.column.kind !== 'json';

/** Periods that a date or time can be grouped by, with the ending of the enum value and of the key's field. */
export const PERIODS = [
  { by: 'day', ending: '_DAY', field: 'Day' },
  { by: 'month', ending: '_MONTH', field: 'Month' },
  { by: 'year', ending: '_YEAR', field: 'Year' },
] as const;

/** A date is a day already: only times are cut to the day. */
export const periodsOf = (leaf: Leaf) => PERIODS.filter(({ by }) => by !== 'day' || leaf.field.column.kind !== 'date');
