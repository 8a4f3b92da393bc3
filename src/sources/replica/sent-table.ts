import { quoted, SQL_TYPES } from '../duckdb/file-columns.js';
import type { Column } from '../row-source.js';
import type { Form, SentRows } from '../sent-rows.js';

const micros = (cell: string) => `floor(split_part(${cell}, ' ', 1)::decimal(24, 9) * 1000000)::bigint`;
const zone = (cell: string) =>
  `case when ${cell} is null or contains(${cell}, ' ') then ${cell} else error('a time without its zone') end`;
const time = (cell: string) =>
  `case when ${micros(cell)} between epoch_us(timestamp '0001-01-01') and epoch_us(timestamp '9999-12-31 23:59:59.999999')
    then make_timestamp(${micros(cell)}) end`;

/** What a cell is, read by the database; times that no other source could give are null, and so are numbers without end. */
const READ: Readonly<Record<Form, (cell: string) => string>> = {
  text: (cell) => cell,
  number: (cell) => `nullif(nullif(nullif(${cell}, 'NaN'), 'inf'), '-inf')::double`,
  flag: (cell) => `${cell}::boolean`,
  days: (cell) => `date '1970-01-01' + ${cell}::integer`,
  seconds: time,
  zoned: (cell) => time(`(${zone(cell)})`),
};

/** The rows of files that hold them as they were sent, each an array of such arrays. */
export function sentTable(paths: readonly string[], forms: readonly Form[], columns: readonly Column[]): string {
  const list = columns.map(({ name, kind }, at) => {
    const value = READ[forms[at] ?? 'text'](`cells[${at + 1}]`);
    const type = kind === 'integer' ? 'double' : SQL_TYPES[kind];
    return `(${value})::${type} as ${quoted(name)}`;
  });
  const files = paths.map((path) => `'${path.replaceAll("'", "''")}'`);
  const shape = "format = 'array', records = false, columns = {cells: 'varchar[]'}";
  return `select ${list.join(', ')} from read_json([${files.join(', ')}], ${shape})`;
}

/** The last row's cells. What looks like its beginning may stand in a text: then what follows is no row. */
export function lastRow({ text, forms }: SentRows): readonly (string | null)[] | undefined {
  for (let at = text.length; at > 0; ) {
    const comma = text.lastIndexOf('],[', at - 1);
    const row = cellsOf(comma < 0 ? text : text.slice(comma + 2));
    if (row?.length === forms.length) return row;
    at = comma;
  }
  return undefined;
}

function cellsOf(text: string): (string | null)[] | undefined {
  try {
    return JSON.parse(text) as (string | null)[];
  } catch {
    return undefined;
  }
}
