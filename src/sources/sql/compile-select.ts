import { type Column, type OrderTerm, type Selection, TOTAL } from '../row-source.js';
import type { Dialect, Statement } from './dialect.js';
import { source } from './source.js';
import { labelled, Writer } from './writer.js';

const RANK = 'wg_rank';

/** One statement for all parents of a selection: the last n of each by rank, or a plain page where there are none. */
export function compileSelect(selection: Selection, dialect: Dialect): Statement {
  const writer = new Writer(dialect);
  const text = selection.keys && selection.limit !== undefined ? ranked(selection, writer) : plain(selection, writer);
  return labelled(selection.label, text, writer.values);
}

function plain(selection: Selection, writer: Writer): string {
  const total = selection.total ? `, count(*) over () as "${TOTAL}"` : '';
  const columns = `${selectList(writer, allColumns(selection))}${total}`;
  const order = orderBy(selection.order, writer);
  const limit = Math.min(selection.limit ?? Number.POSITIVE_INFINITY, selection.rowLimit + 1);
  return `select ${columns} from ${source(selection, writer)}${order && ` order by ${order}`} limit ${limit}`;
}

function ranked(selection: Selection, writer: Writer): string {
  const columns = allColumns(selection);
  const partition = selection.keys?.columns.map((column) => writer.dialect.identifier(column.name)).join(', ');
  const order = orderBy(selection.order, writer) || partition;
  const rank = `row_number() over (partition by ${partition} order by ${order}) as "${RANK}"`;
  const total = selection.total ? `, count(*) over (partition by ${partition}) as "${TOTAL}"` : '';
  const inner = `select ${selectList(writer, columns)}, ${rank}${total} from ${source(selection, writer)}`;
  const named = [...columns.map(({ name }) => name), ...(selection.total ? [TOTAL] : [])];
  const names = named.map((name) => writer.dialect.identifier(name)).join(', ');
  const most = (selection.keys?.tuples.length ?? 0) * (selection.limit ?? 0);
  // A limit that cannot be reached is left out: databases sort by it with a heap of its size.
  const bound = most > selection.rowLimit ? ` limit ${selection.rowLimit + 1}` : '';
  const cut = `where "${RANK}" <= ${selection.limit} order by "${RANK}"${bound}`;
  return `select ${names} from (${inner}) ranked ${cut}`;
}

/** The columns asked for and the keys' own, each once. */
function allColumns({ columns, keys }: Selection): Column[] {
  const named = new Map((keys?.columns ?? []).map((column) => [column.name, column]));
  for (const column of columns) named.set(column.name, column);
  return [...named.values()];
}

function selectList(writer: Writer, columns: readonly Column[]): string {
  return columns.map((column) => `${writer.column(column)} as ${writer.dialect.identifier(column.name)}`).join(', ');
}

function orderBy(order: readonly OrderTerm[], writer: Writer): string {
  return order
    .map(({ column, descending }) => `${writer.column(column)} ${descending ? 'desc' : 'asc'} nulls last`)
    .join(', ');
}
