import type { Column, Condition, Row } from '../sources/row-source.js';
import type { Plain, Values } from './declaration.js';

/** Values by name, of the columns that have them. */
export function valuesFrom(columns: Readonly<Record<string, string>>, row: Row): Record<string, Plain> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, row[column] ?? null]));
}

/** What was not put out of force, nor found to be wrong. */
export const inForce = (column: (name: string) => Column): Condition[] => [
  { column: column('active_ind'), is: 'eq', value: 'Y' },
  { not: { column: column('row_quality'), in: ['REJECTED'] } },
];

/** A column of days or of times within the days that are asked for. */
export const within = (column: Column, { from, to }: { from: string; to: string }): Condition[] => [
  { column: { ...column, kind: 'date' }, is: 'gte', value: from },
  { column: { ...column, kind: 'date' }, is: 'lte', value: to },
];

/** A fact of one day that one row tells. */
export const ofDay = (day: string, row: Row, values: Values, { at = Date.parse(day), key = '' } = {}) => ({
  key,
  firstDay: day,
  lastDay: day,
  at,
  values,
  rows: [row],
});
