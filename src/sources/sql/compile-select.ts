import { type Column, type Selection, TOTAL } from '../row-source.js';
import type { Dialect, Statement } from './dialect.js';
import { type Cell, type Part, RANK } from './part.js';
import { jsonPage } from './json-page.js';
import { orderBy, selectList } from './select-list.js';
import { source, type WriteRows } from './source.js';
import { labelled, Writer } from './writer.js';

/** One statement for all parents of a selection: the last n of each by rank, or a plain page where there are none. */
export function compileSelect(selection: Selection, dialect: Dialect): Statement {
  const writer = new Writer(dialect);
  return labelled(selection.label, selectPart(selection, writer, false).text, writer.values);
}

/** The rows of a read within another statement. */
export const rowsIn =
  (writer: Writer): WriteRows =>
  (read) =>
    selectPart(read, writer, false).text;

/** `placed` rows also say their place in a column. */
export function selectPart(selection: Selection, writer: Writer, placed: boolean): Part {
  const { asText, keys, limit, order, total } = selection;
  if (asText) return jsonPage({ ...selection, asText }, writer, rowsIn(writer));
  const cells: Cell[] = allColumns(selection).map(({ name, kind }) => ({ as: name, kind }));
  if (total) cells.push({ as: TOTAL, kind: 'integer' });
  const isRanked = keys !== undefined && limit !== undefined;
  const text = isRanked ? ranked(selection, cells, writer, placed) : plain(selection, writer, placed);
  return { text, cells, ...(placed && (isRanked || order.length > 0) && { place: RANK }) };
}

/** Cut by its limit, not by place: of no rows DuckDB 1.5 makes one of nulls where `row_number() over (order by …) <= 1`. */
function plain(selection: Selection, writer: Writer, placed: boolean): string {
  const { identifier } = writer.dialect;
  const order = orderBy(selection.order, writer);
  const total = selection.total ? `, count(*) over () as ${identifier(TOTAL)}` : '';
  const place = placed && order ? `, row_number() over (order by ${order}) as ${identifier(RANK)}` : '';
  const columns = `${selectList(writer, allColumns(selection))}${total}${place}`;
  const limit = Math.min(selection.limit ?? Number.POSITIVE_INFINITY, selection.rowLimit + 1);
  return `select ${columns} from ${source(selection, writer, rowsIn(writer), used(selection))}${order && ` order by ${order}`} limit ${limit}`;
}

function ranked(selection: Selection, cells: readonly Cell[], writer: Writer, placed: boolean): string {
  const { identifier } = writer.dialect;
  const partition = selection.keys?.columns.map(({ name }) => identifier(name)).join(', ');
  const order = orderBy(selection.order, writer) || partition;
  const rank = `row_number() over (partition by ${partition} order by ${order}) as ${identifier(RANK)}`;
  const total = selection.total ? `, count(*) over (partition by ${partition}) as ${identifier(TOTAL)}` : '';
  const inner = `select ${selectList(writer, allColumns(selection))}, ${rank}${total} from ${source(selection, writer, rowsIn(writer), used(selection))}`;
  const names = [...cells.map(({ as }) => as), ...(placed ? [RANK] : [])].map(identifier).join(', ');
  const number = identifier(RANK);
  const most = parentsOf(selection) * (selection.limit ?? 0);
  // A limit that cannot be reached is left out: databases sort by it with a heap of its size.
  const bound = most > selection.rowLimit ? ` limit ${selection.rowLimit + 1}` : '';
  return `select ${names} from (${inner}) ranked where ${number} <= ${selection.limit} order by ${number}${bound}`;
}

/** Most parents that these keys may be of. */
const parentsOf = ({ keys }: Selection) => (keys?.beneath ? Number.POSITIVE_INFINITY : (keys?.tuples.length ?? 0));

/** The columns asked for and the keys' own, each once. */
function allColumns({ columns, keys }: Selection): Column[] {
  const named = new Map((keys?.columns ?? []).map((column) => [column.name, column]));
  for (const column of columns) named.set(column.name, column);
  return [...named.values()];
}

/** Of what the rows are made and ordered by. */
const used = (selection: Selection): Column[] => [
  ...allColumns(selection),
  ...selection.order.map(({ column }) => column),
];
