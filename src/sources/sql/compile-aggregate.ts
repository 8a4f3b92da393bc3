import type { Grouping, Measure } from '../measure.js';
import type { Aggregation } from '../row-source.js';
import { rowsIn } from './compile-select.js';
import type { Dialect, Statement } from './dialect.js';
import type { Hoped } from './hoped.js';
import { jsonGroups, SHARED } from './json-page.js';
import { type Cell, type Part, RANK } from './part.js';
import { source } from './source.js';
import { edgeOf, isEdge } from './spatial.js';
import { labelled, Writer } from './writer.js';

/** Measures of all parents in one statement; groups are cut at `limit` for each parent, in the order of their keys. */
export function compileAggregate(aggregation: Aggregation, dialect: Dialect): Statement {
  const writer = new Writer(dialect);
  return labelled(aggregation.label, aggregatePart(aggregation, writer, false).text, writer.values);
}

/** `placed` groups also say their place in a column. */
export function aggregatePart(aggregation: Aggregation & Hoped, writer: Writer, placed: boolean): Part {
  const { groupBy, limit, rowLimit, keys, hoped } = aggregation;
  const groups = [...(keys?.columns ?? []).map((column) => ({ as: column.name, column })), ...groupBy];
  const texts = groups.map((group) => grouping(group, writer));
  const measures = aggregation.measures.map((measure) => measureOf(measure, writer));
  const cells = [...groups.map(groupCell), ...aggregation.measures.map(measureCell)];
  const list = [...texts, ...measures].map(
    (text, at) => `${text} as ${writer.dialect.identifier(cells[at]?.as ?? '')}`,
  );
  if (hoped) list.push(`count(*) - count(distinct ${writer.column(hoped)}) as ${writer.dialect.identifier(SHARED)}`);
  const used = [...groups, ...aggregation.measures].flatMap(({ column }) => column ?? []);
  const by = texts.length > 0 ? ` group by ${texts.join(', ')}` : '';
  const grouped = `select ${list.join(', ')} from ${source(aggregation, writer, rowsIn(writer), used)}${by}`;
  if (aggregation.asText) {
    const within = `${grouped} limit ${rowLimit + 1}`;
    return jsonGroups({ ...aggregation, asText: aggregation.asText }, within, writer);
  }
  if (limit === undefined || groupBy.length === 0) return { text: `${grouped} limit ${rowLimit + 1}`, cells };
  const text = limited(grouped, aggregation, cells, writer.dialect, placed);
  return { text, cells, ...(placed && { place: RANK }) };
}

function limited(
  grouped: string,
  { groupBy, limit = 0, keys, rowLimit, rankedBy }: Aggregation,
  cells: readonly Cell[],
  { identifier }: Dialect,
  placed: boolean,
): string {
  const terms = [...(rankedBy ?? []), ...groupBy.map(({ as }) => ({ as, descending: false }))];
  const order = terms.map(({ as, descending }) => `${identifier(as)} ${descending ? 'desc' : 'asc'} nulls last`);
  const by = `order by ${order.join(', ')}`;
  const rank = identifier(RANK);
  if (!keys) {
    const place = placed ? `, row_number() over (${by}) as ${rank}` : '';
    return `select *${place} from (${grouped}) grouped ${by} limit ${Math.min(limit, rowLimit + 1)}`;
  }
  const partition = keys.columns.map(({ name }) => identifier(name)).join(', ');
  const inner = `select *, row_number() over (partition by ${partition} ${by}) as ${rank} from (${grouped}) grouped`;
  const names = [...cells.map(({ as }) => as), ...(placed ? [RANK] : [])].map(identifier).join(', ');
  return `select ${names} from (${inner}) ranked where ${rank} <= ${limit} order by ${rank} limit ${rowLimit + 1}`;
}

function grouping({ column, by }: Grouping, writer: Writer): string {
  const text = writer.column(column);
  if (by === undefined || (by === 'day' && column.kind === 'date')) return text;
  return `cast(date_trunc('${by}', ${text}) as date)`;
}

const groupCell = ({ as, column, by }: Grouping): Cell => ({ as, kind: by === undefined ? column.kind : 'date' });

function measureOf({ of, column }: Measure, writer: Writer): string {
  if (of === 'count' || column === undefined) return 'count(*)';
  if (isEdge(of)) return edgeOf(of, writer.dialect.identifier(column.name));
  const text = writer.column(column);
  if (of === 'distinct') return `count(distinct ${text})`;
  const { double } = writer.dialect;
  return of === 'sum' || of === 'avg' ? `cast(${of}(${text}) as ${double})` : `${of}(${text})`;
}

function measureCell({ as, of, column }: Measure): Cell {
  if (of === 'count' || of === 'distinct' || column === undefined) return { as, kind: 'integer' };
  return { as, kind: of === 'sum' || of === 'avg' || isEdge(of) ? 'float' : column.kind };
}
