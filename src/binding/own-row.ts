import { simplified } from '../geo/simplified.js';
import { valueOrFailure } from '../sources/failing-row.js';
import type { Key, Row } from '../sources/row-source.js';
import type { FieldBinding, LinkField, ViewBinding } from './bindings.js';
import type { Resolver } from './resolvers.js';

/** By key, so that every row has one place. */
export const ascending = (view: ViewBinding) => view.key.map((column) => ({ column, descending: false }));

export const columnResolver =
  (column: string): Resolver<never> =>
  (row: Row) =>
    row[column] ?? null;

/** Of several rows that a single link leads to, the newest; undefined where there is but one. */
export const orderOfOne = ({ order }: LinkField, target: ViewBinding) =>
  order && [{ column: order, descending: true }, ...ascending(target)];

/** A geometry as it is stored, or with fewer corners where `simplify` says how far it may be off. */
export const geometryResolver =
  (column: string): Resolver<never> =>
  (row: Row, { simplify }) => {
    const geometry = row[column];
    if (typeof geometry !== 'string') return null;
    return typeof simplify === 'number' ? simplified(geometry, simplify) : geometry;
  };

/** An object, or a list of texts. */
export const jsonResolver =
  (column: string): Resolver<never> =>
  (row: Row) => {
    const json = row[column];
    return typeof json === 'string' ? JSON.parse(json) : null;
  };

export function embedResolver(fields: Extract<FieldBinding, { kind: 'embed' }>['fields']): Resolver<never> {
  const columns = [...fields].flatMap(([name, field]) => (field ? [[name, field.column.name] as const] : []));
  return (row: Row) => {
    const object: Record<string, unknown> = {};
    for (const [name, column] of columns) object[name] = valueOrFailure(row, column);
    return object;
  };
}

/** The values that a row links by; null where one is missing, because nothing can be linked to it then. */
export function keyOf(row: Row, link: LinkField): Key | null {
  const key: string[] = [];
  for (const { name } of link.from) {
    const value = row[name];
    if (value === null || value === undefined) return null;
    key.push(String(value));
  }
  return key;
}
