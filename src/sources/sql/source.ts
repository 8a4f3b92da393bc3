import type { Column, Condition, Grain, Scope, Selection } from '../row-source.js';
import type { Writer } from './writer.js';

type Read = Pick<Selection, 'view' | 'scope' | 'keys' | 'where' | 'grain'>;

const RANK = 'wg_fact';

/** Columns that equal those of the rows of another read. */
interface SemiJoin {
  readonly columns: Selection['columns'];
  readonly beneath: Selection;
}

/** How the rows of another read are written. */
export type WriteRows = (read: Selection) => string;

/**
 * The view with scope, keys and filter: the same words for rows and for measures.
 * @param used  the columns that are made of its rows; only they, and what the filter needs, are carried along where
 *              facts are told apart, because sorting wide rows costs more than reading them
 */
export function source(read: Read, writer: Writer, rows: WriteRows, used: readonly Column[]): string {
  const { keys, where, grain } = read;
  const own = keys ? [keysCondition(keys)] : [];
  const conditions = scopeConditions(read.scope, writer);
  const from = writer.view(read.view);
  const rank = writer.dialect.identifier(RANK);
  const write = (each: Condition | SemiJoin) =>
    'beneath' in each ? semiJoin(each, writer, rows) : writer.condition(each);
  if (!grain) return filtered(from, [...conditions, ...[...own, ...(where ? [where] : [])].map(write)]);
  const { inside, outside } = split([...own, ...partsOf(where)], grain);
  const facts = filtered(from, [...conditions, ...inside.map(write)]);
  const carried = storedNames([...used, ...outside.flatMap(columnsOf)]).map(writer.dialect.identifier);
  const place = rankOf(grain, writer, keys?.columns);
  const counted = `(select ${[...carried, `${place} as ${rank}`].join(', ')} from ${facts}) facts`;
  return filtered(counted, [`${rank} = 1`, ...outside.map(write)]);
}

const keysCondition = ({ columns, tuples, beneath }: NonNullable<Read['keys']>): Condition | SemiJoin =>
  beneath ? { columns, beneath } : { columns, keys: tuples };

/** Written where it stands: placeholders are counted in the order of the text. */
function semiJoin({ columns, beneath }: SemiJoin, writer: Writer, rows: WriteRows): string {
  const own = columns.map((column) => writer.column(column)).join(', ');
  const theirs = beneath.columns.map(({ name }) => writer.dialect.identifier(name)).join(', ');
  return `${columns.length === 1 ? own : `(${own})`} in (select ${theirs} from (${rows(beneath)}) ranked)`;
}

const partsOf = (where: Condition | undefined) => (where === undefined ? [] : 'all' in where ? where.all : [where]);

/** Nothing for a viewer who sees everything; what no row satisfies for one who sees nothing. */
function scopeConditions(scope: Scope, writer: Writer): string[] {
  if (scope.kind === 'where') return [writer.condition(scope.condition)];
  return scope.kind === 'everything' ? [] : ['1 = 0'];
}

const filtered = (from: string, conditions: readonly string[]) =>
  conditions.length === 0 ? from : `${from} where ${conditions.join(' and ')}`;

/** `ahead` are columns that the rows are likely to come ordered by. */
export function rankOf({ columns, order }: Grain, writer: Writer, ahead: readonly Column[] = []): string {
  const partition = telling(columns, ahead)
    .map((column) => writer.column(column))
    .join(', ');
  const first = order.map(
    ({ column, descending }) => `${writer.column(column)} ${descending ? 'desc' : 'asc'} nulls last`,
  );
  return `row_number() over (partition by ${partition} order by ${first.join(', ')})`;
}

/**
 * What tells most rows apart first, which is also what an index of such a view begins with: a sort then compares few
 * columns or finds its rows in order.
 */
function telling(columns: readonly Column[], ahead: readonly Column[]): Column[] {
  const place = ({ name, kind }: Column) => {
    if (ahead.some((column) => column.name === name)) return 0;
    return kind === 'date' ? 1 : 2;
  };
  return [...columns].sort((one, other) => place(one) - place(other));
}

/** Names of the stored columns that these are made of, each once. */
const storedNames = (columns: readonly Column[]): string[] => [
  ...new Set(
    columns.flatMap(({ name, sum, distance }) => {
      if (sum) return sum.flatMap((term) => term.columns);
      return distance ? [distance.from] : [name];
    }),
  ),
];

/** What holds of all rows of a fact alike may be asked before the facts are told apart; the rest only of those that count. */
function split(all: readonly (Condition | SemiJoin)[], grain: Grain) {
  const shared = new Set(grain.columns.map(({ name }) => name));
  const isShared = (condition: Condition | SemiJoin) => columnsOf(condition).every(({ name }) => shared.has(name));
  return { inside: all.filter(isShared), outside: all.filter((condition) => !isShared(condition)) };
}

export function columnsOf(condition: Condition | SemiJoin): readonly Column[] {
  if ('all' in condition) return condition.all.flatMap(columnsOf);
  if ('any' in condition) return condition.any.flatMap(columnsOf);
  if ('not' in condition) return columnsOf(condition.not);
  return 'columns' in condition ? condition.columns : [condition.column];
}
