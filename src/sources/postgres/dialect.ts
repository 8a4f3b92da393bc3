import type { ColumnKind } from '../row-source.js';
import type { Dialect } from '../sql/dialect.js';

function json(value: string, kind: ColumnKind): string {
  const text = `cast(to_json(${value}) as text)`;
  // What is not finite has no place in JSON.
  if (kind === 'float') return `case when ${value} - ${value} = 0 then ${text} end`;
  if (kind === 'instant')
    return `'"' || trim(both '"' from cast(to_json(${value} at time zone 'UTC') as text)) || 'Z"'`;
  return kind === 'text' ? `cast(to_json(cast(${value} as text)) as text)` : text;
}

/** PostgreSQL: keys come as one bound array a column, so a statement's text does not depend on how many there are. */
export const postgres: Dialect = {
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  double: 'double precision',
  // Beside an integer column PostgreSQL would take 1.5 for an integer and refuse it.
  casts: { integer: 'double precision', float: 'double precision' },
  text: 'text', // of a uuid PostgreSQL says that it is none, not that it is unequal
  among(columns, tuples, bind) {
    const texts = columns.map((column) => `cast(${column} as text)`);
    const arrays = columns.map((_, index) => `${bind(tuples.map((tuple) => tuple[index] ?? ''))}::text[]`);
    if (texts.length === 1) return `${texts[0]} = any(${arrays[0]})`;
    return `(${texts.join(', ')}) in (select * from unnest(${arrays.join(', ')}))`;
  },
  json,
  base64Url: (text) =>
    `rtrim(translate(replace(encode(convert_to(${text}, 'UTF8'), 'base64'), chr(10), ''), '+/', '-_'), '=')`,
};
