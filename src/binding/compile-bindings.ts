import type { DocumentNode, GraphQLObjectType } from 'graphql';
import { BindingMistakes, type Bindings, type FieldBinding, type Leaf, type ViewBinding } from './bindings.js';
import { personalMistakes } from './check-personal.js';
import { compileCommands } from './compile-commands.js';
import { compileOwnField, type Field } from './compile-field.js';
import { columnNamed, compileLink } from './compile-link.js';
import { compileRoots } from './compile-roots.js';
import { compileScopes } from './compile-scope.js';
import { compileSum } from './compile-sum.js';
import { columnOf, enumNameOf } from './names.js';
import { checkNeeds } from './needs.js';
import { isRecord, RECORD_FIELDS } from './records.js';
import { SchemaReader, type ViewArguments } from './schema-reader.js';

/**
 * What every field of the hand-written SDL is bound to.
 * @throws BindingMistakes listing each `Type.field` that is bound wrongly, and why
 */
export function compileBindings(document: DocumentNode): Bindings {
  const reader = new SchemaReader(document);
  const mistakes: string[] = [];
  const views = new Map<string, ViewBinding>();
  for (const { type, view } of reader.boundTypes()) views.set(type.name, ownFields(reader, type, view, mistakes));
  for (const [name, view] of views) views.set(name, withLinks(reader, view, views, mistakes));
  compileScopes(reader, views, mistakes);
  const { roots, namespaces } = compileRoots(reader, views, mistakes);
  const commands = compileCommands(reader, views, mistakes);
  for (const view of views.values()) checkNeeds(view, mistakes);
  mistakes.push(...personalMistakes(views, roots));
  if (mistakes.length > 0) throw new BindingMistakes(mistakes);
  const embeds = [...views.values()]
    .flatMap((view) => [...view.fields.values()])
    .filter((field) => field.kind === 'embed');
  return { views, roots, namespaces, commands, embeds: new Set(embeds.map((field) => field.type)) };
}

function ownFields(
  reader: SchemaReader,
  type: GraphQLObjectType,
  view: ViewArguments,
  mistakes: string[],
): ViewBinding {
  const fields = new Map<string, FieldBinding>();
  const own = reader.fieldsOf(type).filter((field) => !reader.directive(field.astNode, 'link'));
  const isSum = (field: Field) => reader.directive(field.astNode, 'sum') !== undefined;
  // What is stored comes first: a sum stands on it.
  for (const field of [...own.filter((each) => !isSum(each)), ...own.filter(isSum)]) {
    const report = (reason: string) => mistakes.push(`${type.name}.${field.name}: ${reason}`);
    const binding = isSum(field)
      ? compileSum(reader, field, columnOf(field.name), fields, report)
      : compileOwnField(reader, field, report);
    if (binding) fields.set(field.name, binding);
  }
  const leaves = leavesOf(fields);
  const closed = { root: 'ADMIN' } as const;
  const bare = { type: type.name, source: view.source, view: view.name, key: [], scope: closed, fields, leaves };
  const binding = { ...bare, key: view.key.map((name) => columnNamed(bare, name)) };
  const table = view.table && { table: view.table.toLowerCase() };
  const permission = view.permission && { permission: view.permission };
  if (isRecord(binding)) for (const [name, field] of RECORD_FIELDS) fields.set(name, field);
  return { ...binding, ...table, ...permission, ...grainOf(binding, view) };
}

/** Of rows of one fact the one synced last counts; where two were synced at the same moment, the lesser key. */
function grainOf(view: ViewBinding, { grain, latest }: ViewArguments): Pick<ViewBinding, 'grain'> {
  if (!grain) return {};
  const newest = { column: columnNamed(view, latest), descending: true };
  const order = [newest, ...view.key.map((column) => ({ column, descending: false }))];
  return { grain: { columns: grain.map((name) => columnNamed(view, name)), order } };
}

function withLinks(reader: SchemaReader, view: ViewBinding, views: Map<string, ViewBinding>, mistakes: string[]) {
  const fields = new Map(view.fields);
  const type = reader.objectType(view.type);
  for (const field of type ? reader.fieldsOf(type) : []) {
    const report = (reason: string) => mistakes.push(`${view.type}.${field.name}: ${reason}`);
    const link = compileLink(reader, view, field, views, report);
    if (link) fields.set(field.name, link);
  }
  return { ...view, fields };
}

function leavesOf(fields: ReadonlyMap<string, FieldBinding>): Leaf[] {
  const leaves: Leaf[] = [];
  for (const [name, field] of fields) {
    if (field.kind === 'column') leaves.push({ path: [name], enumName: enumNameOf([name]), field });
    if (field.kind !== 'embed') continue;
    for (const [inner, column] of field.fields) {
      if (column) leaves.push({ path: [name, inner], enumName: enumNameOf([name, inner]), field: column });
    }
  }
  return leaves;
}
