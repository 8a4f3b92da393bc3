import type { Row, Value } from './row-source.js';

/** The rows with columns that fail whoever reads them, and nobody else. */
export function failingAt(rows: readonly Row[], columns: readonly string[], failure: () => Error): Row[] {
  const get = () => {
    throw failure();
  };
  const under = Object.defineProperties({}, Object.fromEntries(columns.map((column) => [column, { get }])));
  return rows.map((row) => Object.assign(Object.create(under), row) as Row);
}

/** The row with more values, or others; what fails there goes on failing. */
export function rowWith<T extends object>(row: Row, values: T): Row & T {
  const under = Object.getPrototypeOf(row);
  if (under === Object.prototype || under === null) return { ...row, ...values };
  return Object.assign(Object.create(under), row, values);
}

/** A column's value, or its failure as a value, which GraphQL takes for what it is. */
export function valueOrFailure(row: Row, column: string): Value | undefined | Error {
  try {
    return row[column];
  } catch (error) {
    return error as Error;
  }
}
