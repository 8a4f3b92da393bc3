import type { Leaf } from '../bindings.js';

const FILTERED = ['ID', 'String', 'Int', 'Float', 'Boolean', 'Date', 'LocalDateTime', 'DateTime'] as const;

export const isNumber = ({ field }: Leaf) => field.column.kind === 'integer' || field.column.kind === 'float';
export const isDated = ({ field }: Leaf) => ['date', 'local', 'instant'].includes(field.column.kind);
/** Numbers with a fraction make a group of almost every row, so they are left out of `groups`. */
export const isGroupable = (leaf: Leaf) => leaf.field.column.kind !== 'float';

/** Periods that a date or time can be grouped by, with the ending of the enum value and of the key's field. */
export const PERIODS = [
  { by: 'day', ending: '_DAY', field: 'Day' },
  { by: 'month', ending: '_MONTH', field: 'Month' },
  { by: 'year', ending: '_YEAR', field: 'Year' },
] as const;

/** A date is a day already: only times are cut to the day. */
export const periodsOf = (leaf: Leaf) => PERIODS.filter(({ by }) => by !== 'day' || leaf.field.column.kind !== 'date');

/** The same description as the field has, as a block string. */
export const describe = (text: string) => `"""\n${text.replaceAll('"""', "'''")}\n"""`;

export { FILTERED };
