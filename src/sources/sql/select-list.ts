import type { Column, OrderTerm } from '../row-source.js';
import type { Writer } from './writer.js';

/** Columns under their own names. */
export function selectList(writer: Writer, columns: readonly Column[]): string {
  return columns.map((column) => `${writer.column(column)} as ${writer.dialect.identifier(column.name)}`).join(', ');
}

export function orderBy(order: readonly OrderTerm[], writer: Writer): string {
  return order
    .map(({ column, descending }) => `${writer.column(column)} ${descending ? 'desc' : 'asc'} nulls last`)
    .join(', ');
}
