import type { Dialect } from '../sql/dialect.js';

/** DuckDB: keys come as one bound list a column, so a statement's text does not depend on how many there are. */
export const duckdb: Dialect = {
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  double: 'double',
  among(columns, tuples, bind) {
    const lists = columns.map((_, index) => `unnest(${bind(tuples.map((tuple) => tuple[index] ?? ''))}::varchar[])`);
    const left = columns.length === 1 ? columns[0] : `(${columns.join(', ')})`;
    return `${left} in (select ${lists.join(', ')})`;
  },
};
