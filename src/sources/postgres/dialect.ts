import type { ColumnKind } from '../row-source.js';
import type { Bound, Dialect } from '../sql/dialect.js';

function json(value: string, kind: ColumnKind): string {
  const text = `cast(to_json(${value}) as text)`;
  // Numbers look the same in JSON, and to_json takes longer. What is not finite has no place there.
  if (kind === 'float') return `case when ${value} - ${value} = 0 then cast(${value} as text) end`;
  if (kind === 'integer') return `cast(${value} as text)`;
  if (kind === 'instant')
    return `'"' || trim(both '"' from cast(to_json(${value} at time zone 'UTC') as text)) || 'Z"'`;
  return kind === 'text' ? `cast(to_json(cast(${value} as text)) as text)` : text;
}

const COMMON = {
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  double: 'double precision',
  // Beside an integer column PostgreSQL would take 1.5 for an integer and refuse it.
  casts: { integer: 'double precision', float: 'double precision' },
  text: 'text', // of a uuid PostgreSQL says that it is none, not that it is unequal
  json,
  base64Url: (text) =>
    `rtrim(translate(replace(encode(convert_to(${text}, 'UTF8'), 'base64'), chr(10), ''), '+/', '-_'), '=')`,
} satisfies Omit<Dialect, 'among'>;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** PostgreSQL: keys come as one bound array a column, so a statement's text does not depend on how many there are. */
export const postgres = postgresWith(new Set());

/**
 * PostgreSQL, where these columns are uuids: keys are compared with them as such, because an index is of no use to a text
 * that is made of them. A key that is no uuid is nobody's.
 * @param uuids  their names, quoted
 */
export function postgresWith(uuids: ReadonlySet<string>): Dialect {
  return { ...COMMON, among };

  function among(columns: readonly string[], tuples: readonly (readonly string[])[], bind: (value: Bound) => string) {
    const isUuid = columns.map((column) => uuids.has(column));
    const one = (value: string, at: number) => `${bind(value)}::${isUuid[at] ? 'uuid' : 'text'}`;
    const possible = tuples.filter((tuple) => isUuid.every((is, at) => !is || UUID.test(tuple[at] ?? '')));
    const own = columns.map((column, at) => (isUuid[at] ? column : `cast(${column} as text)`));
    const [only, another] = possible;
    // One key is equality, which an index serves whatever the planner knows of the table.
    if (only && !another) return `(${own.map((each, at) => `${each} = ${one(only[at] ?? '', at)}`).join(' and ')})`;
    const arrays = columns.map(
      (_, at) => `${bind(possible.map((tuple) => tuple[at] ?? ''))}::${isUuid[at] ? 'uuid' : 'text'}[]`,
    );
    if (own.length === 1) return `${own[0]} = any(${arrays[0]})`;
    return `(${own.join(', ')}) in (select * from unnest(${arrays.join(', ')}))`;
  }
}
