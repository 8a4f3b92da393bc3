import { edgeOfWindow, momentOf, wall } from '../days/local-day.js';
import type { Column, Condition, Row, Value } from '../sources/row-source.js';
import type { Asked, Fact, Plain, Values } from './declaration.js';

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

/** A column of moments that may lie within local days: such a day lies within a day of UTC's on either side. */
export const near = (column: Column, { from, to }: { from: string; to: string }): Condition[] => [
  { column, is: 'gt', value: `${edgeOfWindow(from, -1)}T00:00:00Z` },
  { column, is: 'lt', value: `${edgeOfWindow(to, 2)}T00:00:00Z` },
];

/** A fact of a moment, which belongs to a local day; none where that day was not asked for. */
export function ofMoment(moment: Value | undefined, row: Row, values: Values, { from, to, zone }: Asked): Fact[] {
  const at = wall(zone, Date.parse(String(moment)));
  const day = new Date(at).toISOString().slice(0, 10);
  return day >= from && day <= to ? [ofDay(day, row, { ...values, at: String(moment) }, { at })] : [];
}

/** A fact of a local time, as ProdView has them, at the moment that the clock there showed it. */
export function ofLocalTime(time: Value | undefined, row: Row, values: Values, { zone }: Asked): Fact {
  const [day, at] = [String(time).slice(0, 10), Date.parse(`${time}Z`)];
  return ofDay(day, row, { ...values, at: new Date(momentOf(zone, at)).toISOString().replace('.000Z', 'Z') }, { at });
}
