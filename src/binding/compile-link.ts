import { getNamedType, isListType, isNonNullType, isUnionType } from 'graphql';
import type { Column } from '../sources/row-source.js';
import type { LinkField, PolymorphicField, ViewBinding } from './bindings.js';
import type { Field, Report } from './compile-field.js';
import { isDated } from './kinds.js';
import type { SchemaReader } from './schema-reader.js';

interface LinkArguments {
  readonly from: readonly string[];
  readonly to?: readonly string[];
  readonly order?: string;
  readonly table?: string;
}

/** The relation a field declares, its ends checked against each other. */
export function compileLink(reader: SchemaReader, owner: ViewBinding, field: Field, views: Views, report: Report) {
  const link = reader.directive(field.astNode, 'link') as LinkArguments | undefined;
  if (!link) return undefined;
  if (link.table !== undefined) return compilePolymorphic(owner, field, link, views, report);
  const target = views.get(getNamedType(field.type).name);
  if (!target) return void report(`links to ${getNamedType(field.type).name}, which is bound to no view`);
  if (isNonNullType(field.type)) report('reads a store, so it has to be nullable');
  const to = link.to ? link.to.map((name) => columnNamed(target, name)) : target.key;
  const from = link.from.map((name) => columnNamed(owner, name));
  checkEnds(from, to, report);
  const order = link.order === undefined ? undefined : orderColumn(target, link.order, report);
  const many = isListType(field.type);
  const label = `${owner.type}.${field.name}`;
  return { kind: 'link', label, target: target.type, many, from, to, ...(order && { order }) } satisfies LinkField;
}

export type Views = ReadonlyMap<string, ViewBinding>;

/** A column of a view by name. One that no field shows is taken as text, as ids are; the catalog check sees the rest. */
export function columnNamed(view: ViewBinding, name: string): Column {
  const bound = view.leaves.find((leaf) => leaf.field.column.name === name)?.field.column;
  return bound ?? { name, kind: 'text' };
}

/** The column that dates a list; it has to be a date or a time. */
export function orderColumn(target: ViewBinding, name: string, report: Report): Column {
  const column = columnNamed(target, name);
  if (!isDated(column)) report(`orders by ${name}, which ${target.type} shows as no date`);
  return column;
}

function checkEnds(from: readonly Column[], to: readonly Column[], report: Report): void {
  if (from.length === 0) report('joins no column');
  if (from.length !== to.length) report(`joins ${from.length} column(s) to ${to.length}`);
  for (const [index, column] of from.entries()) {
    const other = to[index];
    if (other && other.kind !== column.kind)
      report(`joins ${column.name} (${column.kind}) to ${other.name} (${other.kind})`);
  }
}

function compilePolymorphic(owner: ViewBinding, field: Field, link: LinkArguments, views: Views, report: Report) {
  const union = getNamedType(field.type);
  const [from] = link.from;
  if (!isUnionType(union) || isListType(field.type)) return void report('names a table, so its type has to be a union');
  if (!from || link.from.length > 1) return void report('names a table, so it joins one column, the id');
  if (isNonNullType(field.type)) report('reads a store, so it has to be nullable');
  const targets = new Map<string, string>();
  for (const { name } of union.getTypes()) {
    const table = views.get(name)?.table;
    if (!table) report(`may be a ${name}, whose @view names no table`);
    else if (targets.has(table)) report(`may be a ${name} or a ${targets.get(table)}, both of table ${table}`);
    else targets.set(table, name);
  }
  return {
    kind: 'polymorphic',
    label: `${owner.type}.${field.name}`,
    union: union.name,
    from: columnNamed(owner, from),
    table: columnNamed(owner, link.table ?? ''),
    targets,
  } satisfies PolymorphicField;
}
