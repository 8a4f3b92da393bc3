import { getNamedType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { RootList, RootLookup, ViewBinding } from './bindings.js';
import type { Field, Report } from './compile-field.js';
import { columnNamed, orderColumn, type Views } from './compile-link.js';
import type { SchemaReader } from './schema-reader.js';

interface Roots {
  readonly roots: Map<string, RootList | RootLookup>;
  readonly namespaces: Map<string, string>;
}

/** The fields that list or find rows, of Query and of the namespaces beneath it; those without either directive are hand-written. */
export function compileRoots(reader: SchemaReader, views: Views, mistakes: string[]): Roots {
  const roots = new Map<string, RootList | RootLookup>();
  for (const type of Object.values(reader.schema.getTypeMap())) {
    if (!isObjectType(type) || views.has(type.name)) continue;
    for (const field of reader.fieldsOf(type)) {
      const label = `${type.name}.${field.name}`;
      const root = compileRoot(reader, field, views, label, (reason) => mistakes.push(`${label}: ${reason}`));
      if (root) roots.set(label, root);
    }
  }
  return { roots, namespaces: namespacesOf(reader, roots) };
}

function namespacesOf(reader: SchemaReader, roots: Roots['roots']): Roots['namespaces'] {
  const query = reader.schema.getQueryType();
  const holders = new Set([...roots.keys()].map((label) => label.slice(0, label.indexOf('.'))));
  const fields = query ? reader.fieldsOf(query) : [];
  const leading = fields.map((field) => [`Query.${field.name}`, getNamedType(field.type).name] as const);
  return new Map(leading.filter(([, type]) => holders.has(type)));
}

function compileRoot(reader: SchemaReader, field: Field, views: Views, label: string, report: Report) {
  const list = reader.directive(field.astNode, 'list') as { order?: string; since?: string } | undefined;
  const lookup = reader.directive(field.astNode, 'lookup') as { by?: string[]; prefer?: string } | undefined;
  if (!list && !lookup) return undefined;
  const target = views.get(getNamedType(field.type).name);
  if (!target) return void report(`reads ${getNamedType(field.type).name}, which is bound to no view`);
  if (isNonNullType(field.type)) report('reads a store, so it has to be nullable');
  if (lookup) return compileLookup(field, target, lookup, label, report);
  if (!isListType(field.type)) report('is a @list of a type that is no list');
  const dated = (name: string | undefined) => (name === undefined ? undefined : orderColumn(target, name, report));
  const [order, since] = [dated(list?.order), dated(list?.since)];
  return {
    kind: 'list',
    label,
    target: target.type,
    ...(order && { order }),
    ...(since && { since }),
  } satisfies RootList;
}

function compileLookup(
  field: Field,
  target: ViewBinding,
  { by, prefer }: { by?: string[]; prefer?: string },
  label: string,
  report: Report,
): RootLookup {
  if (isListType(field.type)) report('finds one row, so its type is no list');
  if (by && by.length !== field.args.length)
    report(`looks up by ${by.length} column(s) with ${field.args.length} argument(s)`);
  if (!by && (field.args.length !== 1 || field.args[0]?.name !== 'id'))
    report('looks up by the global id, so its argument has to be id');
  const pairs = by?.map((name, index) => ({
    argument: field.args[index]?.name ?? name,
    column: columnNamed(target, name),
  }));
  const decides = prefer === undefined ? {} : { prefer: columnNamed(target, prefer) };
  return { kind: 'lookup', label, target: target.type, ...(pairs && { by: pairs }), ...decides };
}
