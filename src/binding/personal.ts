import { ColumnMissing, Forbidden } from '../errors.js';
import { rowWith } from '../sources/failing-row.js';
import type { Aggregation, Column, Condition, Row, Selection, Value } from '../sources/row-source.js';
import type { ViewBinding } from './bindings.js';

/** What a viewer sees of personal data: the value, a word that stands for the person, or null. */
export interface Sight {
  readonly personal: 'shown' | 'pseudonym' | 'hidden';
  /** The same word for the same person, and no way back from it. */
  readonly pseudonymOf: (name: string) => string;
}

/** For reads whose rows never reach a client, as those that decide over scopes. */
export const UNMASKED: Sight = { personal: 'shown', pseudonymOf: (name) => name };

/** What did something by itself, as it stands where people's names do: nobody. */
const POLICY = /^POLICY:\S+$/;

/** A value as the viewer may see it. Whatever brings values to a client past `Reads` has to ask this. */
export function shown(value: Value, { column }: { readonly column: Pick<Column, 'personal'> }, sight: Sight): Value {
  if (!column.personal || sight.personal === 'shown' || value === null || value === undefined) return value;
  if (column.personal === 'NAME' && POLICY.test(String(value))) return value;
  return column.personal === 'NAME' && sight.personal === 'pseudonym' ? pseudonym(String(value), sight) : null;
}

const pseudonym = (name: string, { pseudonymOf }: Sight) => (name.trim() === '' ? null : pseudonymOf(name));

/** Whether a column's values reach the viewer as they are. */
export const seesWhole = ({ personal }: Pick<Column, 'personal'>, sight: Sight) =>
  !personal || sight.personal === 'shown';

/** Rows as the viewer may see them. The source's own rows are left as they are: others may hold them too. */
export function shownRows(rows: Row[], columns: readonly Column[], sight: Sight): Row[] {
  if (sight.personal === 'shown') return rows;
  const personal = columns.filter((column) => column.personal);
  if (personal.length === 0) return rows;
  return rows.map((row) => {
    const there = personal.filter(({ name }) => Object.hasOwn(row, name));
    const values = there.map((column) => [column.name, shown(row[column.name] ?? null, { column }, sight)]);
    return rowWith(row, Object.fromEntries(values) as Row);
  });
}

/**
 * What is asked of personal data beside its values, by a viewer who may not see it: a filter, an order or a group would
 * tell them value by value.
 * @throws Forbidden naming the argument
 */
export function refuseOracle(target: ViewBinding, read: Selection | Aggregation, { personal }: Sight): void {
  if (personal === 'shown') return;
  const refuse = (columns: readonly Column[], argumentOf: (path: string) => string) => {
    const found = columns.find((column) => column.personal);
    if (found) throw new Forbidden(...refusal(argumentOf(pathOf(target, found))));
  };
  const columnsIn = (parts: readonly { readonly column?: Column }[]) => parts.flatMap(({ column }) => column ?? []);
  refuse('order' in read ? columnsIn(read.order) : [], () => 'orderBy');
  refuse(read.where ? columnsOf(read.where) : [], (path) => `where.${path}`);
  refuse('groupBy' in read ? columnsIn(read.groupBy) : [], () => 'by');
  refuse('measures' in read ? columnsIn(read.measures) : [], (path) => path);
  refuse(read.keys?.columns ?? [], (path) => path);
}

const refusal = (argument: string): [message: string, argument: string] => [
  `${argument}: stands on personal data, which this role does not see`,
  argument,
];

/** The same error with the path of what it is about, as clients write it. */
export function missingNamed(error: unknown, target: ViewBinding): unknown {
  if (!(error instanceof ColumnMissing)) return error;
  const path = pathOf(target, { name: error.column, kind: 'text' });
  const argument = { '': path, where: `where.${path}` }[error.argument] ?? error.argument;
  return new ColumnMissing(error.source, argument, error.column);
}

const pathOf = ({ leaves }: ViewBinding, { name }: Column) =>
  leaves.find(({ field }) => field.column.name === name)?.path.join('.') ?? name;

function columnsOf(condition: Condition): readonly Column[] {
  if ('all' in condition) return condition.all.flatMap(columnsOf);
  if ('any' in condition) return condition.any.flatMap(columnsOf);
  if ('not' in condition) return columnsOf(condition.not);
  if ('of' in condition) return [...condition.columns, ...columnsOf(condition.of.where)];
  return 'columns' in condition ? condition.columns : [condition.column];
}
