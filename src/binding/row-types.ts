import type { ColumnKind } from '../sources/row-source.js';
import type { Bindings, ViewBinding } from './bindings.js';

const TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'string',
  integer: 'number',
  float: 'number',
  boolean: 'boolean',
  date: 'string',
  local: 'string',
  instant: 'string',
  geometry: 'string',
  json: 'string',
};

/** TypeScript for the rows of every bound view: what hand-written resolvers get as their parent. */
export function rowTypes({ views }: Bindings): string {
  return [...views.values()].map(rowType).join('\n');
}

function rowType({ type, view, source, key, leaves }: ViewBinding): string {
  const keys = new Set(key.map(({ name }) => name));
  const columns = leaves.map(({ field: { column } }) => {
    const nullable = keys.has(column.name) ? '' : ' | null';
    return `  readonly ${column.name}: ${TYPES[column.kind]}${nullable};`;
  });
  return `/** A row of ${source} ${view}; only the columns that @needs names are sure to be there. */
export interface ${type}Row {
${[...new Set(columns)].join('\n')}
}
`;
}
