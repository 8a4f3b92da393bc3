import { getNamedType, isListType, isNonNullType } from 'graphql';
import type { RootList, RootLookup, ViewBinding } from './bindings.js';
import type { Field, Report } from './compile-field.js';
import { columnNamed, orderColumn, type Views } from './compile-link.js';
import type { SchemaReader } from './schema-reader.js';

/** The root fields that list or find rows; those without either directive are hand-written. */
export function compileRoots(
  reader: SchemaReader,
  views: Views,
  mistakes: string[],
): Map<string, RootList | RootLookup> {
  const roots = new Map<string, RootList | RootLookup>();
  const query = reader.schema.getQueryType();
  for (const field of query ? reader.fieldsOf(query) : []) {
    const report = (reason: string) => mistakes.push(`Query.${field.name}: ${reason}`);
    const root = compileRoot(reader, field, views, report);
    if (root) roots.set(field.name, root);
  }
  return roots;
}

function compileRoot(reader: SchemaReader, field: Field, views: Views, report: Report) {
  const list = reader.directive(field.astNode, 'list') as { order?: string } | undefined;
  const lookup = reader.directive(field.astNode, 'lookup') as { by?: string[]; prefer?: string } | undefined;
  if (!list && !lookup) return undefined;
  const target = views.get(getNamedType(field.type).name);
  if (!target) return void report(`reads ${getNamedType(field.type).name}, which is bound to no view`);
  if (isNonNullType(field.type)) report('reads a store, so it has to be nullable');
  const label = `Query.${field.name}`;
  if (lookup) return compileLookup(field, target, lookup, label, report);
  if (!isListType(field.type)) report('is a @list of a type that is no list');
  const order = list?.order === undefined ? undefined : orderColumn(target, list.order, report);
  return { kind: 'list', label, target: target.type, ...(order && { order }) } satisfies RootList;
}

function compileLookup(
  field: Field,
  target: ViewBinding,
  { by, prefer }: { by?: string[]; prefer?: string },
  label: string,
  report: Report,
): RootLookup {
  if (by && by.length !== field.args.length)
    report(`looks up by ${by.length} column(s) with ${field.args.length} argument(s)`);
  if (!by && field.args[0]?.name !== 'id') report('looks up by the global id, so its argument has to be id');
  const pairs = by?.map((name, index) => ({
    argument: field.args[index]?.name ?? name,
    column: columnNamed(target, name),
  }));
  const decides = prefer === undefined ? {} : { prefer: columnNamed(target, prefer) };
  return { kind: 'lookup', label, target: target.type, ...(pairs && { by: pairs }), ...decides };
}
