import type { ColumnKind } from '../row-source.js';
import type { Dialect } from '../sql/dialect.js';

function json(value: string, kind: ColumnKind): string {
  const text = `cast(${value} as varchar)`;
  if (kind === 'integer') return text;
  if (kind === 'float') return `case when isfinite(cast(${value} as double)) then ${text} end`;
  if (kind === 'boolean') return `cast(cast(${value} as boolean) as varchar)`;
  if (kind === 'date') return `'"' || ${text} || '"'`;
  if (kind === 'local') return `'"' || replace(${text}, ' ', 'T') || '"'`;
  if (kind === 'instant') return `'"' || replace(cast(${value} at time zone 'UTC' as varchar), ' ', 'T') || 'Z"'`;
  return `cast(to_json(${text}) as varchar)`;
}

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
  json,
  // It plans `||` in a time that grows faster than the chain: 100 fields took ten times as long.
  concatenated: (texts) => `concat(${texts.join(', ')})`,
  base64Url: (text) => `rtrim(translate(base64(encode(${text})), '+/', '-_'), '=')`,
};
