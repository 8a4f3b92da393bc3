import type { Aggregation, Grouping, Measure } from '../row-source.js';
import type { Dialect, Statement } from './dialect.js';
import { source } from './source.js';
import { labelled, Writer } from './writer.js';

const RANK = 'wg_rank';

/** Measures of all parents in one statement; groups are cut at `limit` for each parent, in the order of their keys. */
export function compileAggregate(aggregation: Aggregation, dialect: Dialect): Statement {
  const writer = new Writer(dialect);
  const keys = (aggregation.keys?.columns ?? []).map((column) => ({ as: column.name, column }));
  const cells = [...keys, ...aggregation.groupBy].map((group) => ({ as: group.as, text: grouping(group, writer) }));
  const measures = aggregation.measures.map((measure) => ({ as: measure.as, text: measureOf(measure, writer) }));
  const list = [...cells, ...measures].map(({ as, text }) => `${text} as ${dialect.identifier(as)}`).join(', ');
  const by = cells.length > 0 ? ` group by ${cells.map(({ text }) => text).join(', ')}` : '';
  const grouped = `select ${list} from ${source(aggregation, writer)}${by}`;
  return labelled(aggregation.label, limited(grouped, aggregation, keys.length, dialect), writer.values);
}

function limited(grouped: string, aggregation: Aggregation, keyCount: number, dialect: Dialect): string {
  const { groupBy, limit, keys, rowLimit } = aggregation;
  if (limit === undefined || groupBy.length === 0) return `${grouped} limit ${rowLimit + 1}`;
  const terms = [...(aggregation.rankedBy ?? []), ...groupBy.map(({ as }) => ({ as, descending: false }))];
  const order = terms
    .map(({ as, descending }) => `${dialect.identifier(as)} ${descending ? 'desc' : 'asc'} nulls last`)
    .join(', ');
  if (keyCount === 0)
    return `select * from (${grouped}) grouped order by ${order} limit ${Math.min(limit, rowLimit + 1)}`;
  const partition = (keys?.columns ?? []).map(({ name }) => dialect.identifier(name)).join(', ');
  const rank = `row_number() over (partition by ${partition} order by ${order}) as "${RANK}"`;
  return `select * from (select *, ${rank} from (${grouped}) grouped) ranked where "${RANK}" <= ${limit} order by "${RANK}" limit ${rowLimit + 1}`;
}

function grouping({ column, by }: Grouping, writer: Writer): string {
  const text = writer.column(column);
  return by === undefined ? text : `cast(date_trunc('${by}', ${text}) as date)`;
}

function measureOf({ of, column }: Measure, writer: Writer): string {
  if (of === 'count' || column === undefined) return 'count(*)';
  const text = writer.column(column);
  if (of === 'distinct') return `count(distinct ${text})`;
  const { double } = writer.dialect;
  return of === 'sum' || of === 'avg' ? `cast(${of}(${text}) as ${double})` : `${of}(${text})`;
}
