import type { ViewBinding } from '../binding/bindings.js';
import { columnOf } from '../binding/names.js';
import type { Measure } from '../sources/measure.js';
import type { Column, Row } from '../sources/row-source.js';

/** The fields of a point that are sums, each with the field of DailyAllocation that it sums. */
export const SUMS = {
  oilBbl: 'allocated.oilBbl',
  condensateBbl: 'allocated.condensateBbl',
  hcliqBbl: 'allocated.hcliqBbl',
  gasMcf: 'allocated.gasMcf',
  waterBbl: 'allocated.waterBbl',
  boe: 'allocated.boe',
  downtimeHours: 'downtimeHours',
  operatingTimeHours: 'operatingTimeHours',
} as const;

/** The fields of a point that are one of its sums divided by the days with data. */
export const MEANS = {
  oilBblPerDay: 'oilBbl',
  condensateBblPerDay: 'condensateBbl',
  hcliqBblPerDay: 'hcliqBbl',
  gasMcfPerDay: 'gasMcf',
  waterBblPerDay: 'waterBbl',
  boePerDay: 'boe',
} as const;

type Sum = keyof typeof SUMS;
type Mean = keyof typeof MEANS;
export type PointField = Sum | Mean;

/** Sums and means of one bucket; only those that were asked for, and what they stand on. */
export type Values = Partial<Record<PointField, number | null>>;

/** What is read of each bucket, and how a row of it becomes the point's values. */
export interface PointPlan {
  readonly fields: readonly PointField[];
  readonly measures: readonly Measure[];
  readonly daysOf: (row: Row) => number;
  readonly valuesOf: (row: Row) => Values;
}

export const DAYS = 'days_with_data';
const keysOf = <Name extends string>(table: Readonly<Record<Name, string>>) => Object.keys(table) as Name[];

/**
 * The measures behind the fields of a point.
 *
 * @param asked  names of the fields; those that are no value of a bucket (`at`) are passed over
 * @param day    the column of the production day
 */
export function planPoints(asked: ReadonlySet<string>, view: ViewBinding, day: Column): PointPlan {
  const means = keysOf(MEANS).filter((mean) => asked.has(mean));
  const sums = keysOf(SUMS).filter((sum) => asked.has(sum) || means.some((mean) => MEANS[mean] === sum));
  const summedColumns = sums.map((sum) => [sum, columnOf(sum)] as const);
  const measures = summedColumns.map(([sum, as]): Measure => ({ as, of: 'sum', column: summed(view, sum) }));
  if (means.length > 0 || asked.has('daysWithData')) measures.push({ as: DAYS, of: 'distinct', column: day });
  const daysOf = (row: Row) => Number(row[DAYS] ?? 0);
  const valuesOf = (row: Row) => {
    const values: Values = {};
    for (const [sum, column] of summedColumns) values[sum] = numberIn(row, column);
    for (const mean of means) values[mean] = perDay(values[MEANS[mean]] ?? null, daysOf(row));
    return values;
  };
  return { fields: [...sums, ...means], measures, daysOf, valuesOf };
}

function summed(view: ViewBinding, sum: Sum): Column {
  const leaf = view.leaves.find(({ path }) => path.join('.') === SUMS[sum]);
  if (!leaf) throw new Error(`${view.type} has no ${SUMS[sum]}`);
  return leaf.field.column;
}

const perDay = (sum: number | null, days: number) => (sum === null || days === 0 ? null : sum / days);

function numberIn(row: Row, column: string): number | null {
  const value = row[column];
  return typeof value === 'number' ? value : null;
}
