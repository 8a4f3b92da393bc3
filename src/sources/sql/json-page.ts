import { columnsOfShape, FOUND, type JsonShape, type JsonValue, ODD, PAGE } from '../json-shape.js';
import { type Aggregation, type Column, type OrderTerm, type Selection, TOTAL } from '../row-source.js';
import type { Hoped } from './hoped.js';
import { type Cell, type Part, RANK } from './part.js';
import { orderBy, selectList } from './select-list.js';
import { source, type WriteRows } from './source.js';
import type { Writer } from './writer.js';

type TextSelection = Selection & Hoped & { readonly asText: JsonShape };
type TextAggregation = Aggregation & Hoped & { readonly asText: JsonShape };

/** A page a key as JSON text. It is written of the rows of the page only, after they have been told from the others. */
export function jsonPage(selection: TextSelection, writer: Writer, rows: WriteRows): Part {
  const { keys, total, limit = 0, hoped } = selection;
  if (hoped) return wholePage(selection, hoped, writer, rows);
  const { identifier } = writer.dialect;
  const own = keys?.columns ?? [];
  const names = own.map(({ name }) => identifier(name));
  const rank = identifier(RANK);
  const page = `string_agg(${objectOf(selection.asText, writer)}, ',' order by ${rank}) filter (where ${rank} <= ${limit})`;
  const cells: Cell[] = [...own.map(({ name, kind }) => ({ as: name, kind })), ...PARTS];
  const totals = total ? `, max(${identifier(TOTAL)}) as ${identifier(TOTAL)}` : '';
  if (total) cells.push({ as: TOTAL, kind: 'integer' });
  const odd = oddOf(selection.asText, writer);
  const counts = `count(*) as ${identifier(FOUND)}, ${odd} as ${identifier(ODD)}${totals}`;
  const list = [...names, `${page} as ${identifier(PAGE)}`, counts].join(', ');
  const groups = names.length > 0 ? ` group by ${names.join(', ')}` : '';
  return { text: `select ${list} from (${rankedRows(selection, writer, rows)}) page${groups}`, cells };
}

/** All rows of a key, in their order; those that share a day are odd. */
function wholePage(selection: TextSelection, day: Column, writer: Writer, written: WriteRows): Part {
  const { asText, keys } = selection;
  const order = untilDay(selection.order, day);
  const { identifier } = writer.dialect;
  const own = keys?.columns ?? [];
  const columns = [...columnsOfShape(asText), ...own, ...order.map(({ column }) => column), day];
  const list = selectList(writer, [...new Map(columns.map((column) => [column.name, column])).values()]);
  const by = order.map(
    ({ column, descending }) => `${identifier(column.name)} ${descending ? 'desc' : 'asc'} nulls last`,
  );
  const page = `string_agg(${objectOf(asText, writer)}, ','${by.length > 0 ? ` order by ${by.join(', ')}` : ''})`;
  const odd = `${oddOf(asText, writer)} + count(*) - count(distinct ${identifier(day.name)})`;
  const names = own.map(({ name }) => identifier(name)).join(', ');
  const cells = [...own.map(({ name, kind }): Cell => ({ as: name, kind })), ...PARTS];
  const counts = `count(*) as ${identifier(FOUND)}, ${odd} as ${identifier(ODD)}`;
  const rows = `select ${list} from ${source(selection, writer, written, columns)}`;
  return {
    text: `select ${names}, ${page} as ${identifier(PAGE)}, ${counts} from (${rows}) page group by ${names}`,
    cells,
  };
}

/** Rows that share no day are told apart by it: what comes after it in an order, often an id, is not even read. */
function untilDay(order: readonly OrderTerm[], day: Column): readonly OrderTerm[] {
  const at = order.findIndex(({ column }) => column.name === day.name);
  return at < 0 ? order : order.slice(0, at + 1);
}

/** The groups of a key as JSON text, in their order. Their values are never missing, so none is odd but where rows share a day. */
export function jsonGroups({ asText, keys, groupBy, hoped }: TextAggregation, grouped: string, writer: Writer): Part {
  const { identifier } = writer.dialect;
  const own = keys?.columns ?? [];
  const names = own.map(({ name }) => identifier(name));
  const order = groupBy.map(({ as }) => identifier(as)).join(', ');
  const page = `string_agg(${objectOf(asText, writer)}, ',' order by ${order}) as ${identifier(PAGE)}`;
  const odd = hoped ? `sum(${identifier(SHARED)})` : '0';
  const counts = `count(*) as ${identifier(FOUND)}, ${odd} as ${identifier(ODD)}`;
  const groups = names.length > 0 ? ` group by ${names.join(', ')}` : '';
  const cells = [...own.map(({ name, kind }): Cell => ({ as: name, kind })), ...PARTS];
  return { text: `select ${[...names, page, counts].join(', ')} from (${grouped}) page${groups}`, cells };
}

/** How many rows of a group share their day with another of it. */
export const SHARED = 'wg_shared';

const PARTS: readonly Cell[] = [
  { as: PAGE, kind: 'text' },
  { as: FOUND, kind: 'integer' },
  { as: ODD, kind: 'integer' },
];

/** The rows of each key's page and the one after it, numbered. */
function rankedRows(selection: TextSelection, writer: Writer, written: WriteRows): string {
  const { keys, limit = 0, rowLimit, total } = selection;
  const { identifier } = writer.dialect;
  const columns = [...columnsOfShape(selection.asText), ...(keys?.columns ?? [])];
  const list = selectList(writer, [...new Map(columns.map((column) => [column.name, column])).values()]);
  const partition = keys && `partition by ${keys.columns.map(({ name }) => identifier(name)).join(', ')}`;
  const order = orderBy(selection.order, writer);
  const within = [partition, order && `order by ${order}`].filter(Boolean).join(' ');
  const totals = total ? `, count(*) over (${partition ?? ''}) as ${identifier(TOTAL)}` : '';
  const rank = `row_number() over (${within}) as ${identifier(RANK)}`;
  const used = [...columns, ...selection.order.map(({ column }) => column)];
  const rows = `select ${list ? `${list}, ` : ''}${rank}${totals} from ${source(selection, writer, written, used)}`;
  if (!keys) return `${rows}${order && ` order by ${order}`} limit ${Math.min(limit, rowLimit) + 1}`;
  const most = keys.beneath || keys.tuples.length * (limit + 1) > rowLimit ? ` limit ${rowLimit + 1}` : '';
  return `select * from (${rows}) ranked where ${identifier(RANK)} <= ${limit + 1}${most}`;
}

function objectOf(shape: JsonShape, writer: Writer): string {
  const { concatenated = chained } = writer.dialect;
  const texts = shape.flatMap(([name, value], at) => [`'${at === 0 ? '{' : ','}"${name}":'`, written(value, writer)]);
  return texts.length === 0 ? "'{}'" : concatenated([...texts, "'}'"]);
}

/** A chain is nested as deep as it is long, and a store ends what is nested too deep: a long one is made of shorter ones. */
function chained(parts: readonly string[]): string {
  if (parts.length <= LONGEST_CHAIN) return parts.join(' || ');
  const chains = Array.from({ length: Math.ceil(parts.length / LONGEST_CHAIN) }, (_, at) =>
    parts.slice(at * LONGEST_CHAIN, (at + 1) * LONGEST_CHAIN),
  );
  return chains.map((chain) => `(${chain.join(' || ')})`).join(' || ');
}

const LONGEST_CHAIN = 50;

function written(value: JsonValue, writer: Writer): string {
  if ('json' in value) return `'${value.json}'`;
  if ('object' in value) return objectOf(value.object, writer);
  const { json, base64Url, identifier } = writer.dialect;
  if (!json || !base64Url) throw new Error('This dialect writes no JSON');
  if ('column' in value) return `coalesce(${json(identifier(value.column.name), value.column.kind)}, 'null')`;
  const { type, key } = value.globalId;
  const keys = key.map(({ name }) => `',' || coalesce(${json(identifier(name), 'text')}, '""')`);
  return `'"' || ${base64Url(`'["${type}"' || ${keys.join(' || ')} || ']'`)} || '"'`;
}

/** How many rows GraphQL would not answer as they are. */
function oddOf(shape: JsonShape, writer: Writer): string {
  const conditions = [...new Set(conditionsOf(shape, writer))];
  return conditions.length === 0 ? '0' : `count(*) filter (where ${conditions.join(' or ')})`;
}

const GREATEST = 2_147_483_647;

function conditionsOf(shape: JsonShape, writer: Writer): string[] {
  return shape.flatMap(([, value]) => {
    if ('object' in value) return conditionsOf(value.object, writer);
    if (!('column' in value)) return [];
    const name = writer.dialect.identifier(value.column.name);
    const whole = value.whole ? [`${name} not between ${-GREATEST} and ${GREATEST}`, `${name} <> floor(${name})`] : [];
    return [...(value.required ? [`${name} is null`] : []), ...whole];
  });
}
