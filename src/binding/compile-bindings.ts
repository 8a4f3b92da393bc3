import type { DocumentNode, GraphQLObjectType } from 'graphql';
import { BindingMistakes, type Bindings, type FieldBinding, type Leaf, type ViewBinding } from './bindings.js';
import { compileOwnField } from './compile-field.js';
import { columnNamed, compileLink } from './compile-link.js';
import { compileRoots } from './compile-roots.js';
import { enumNameOf } from './names.js';
import { checkNeeds } from './needs.js';
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
  const roots = compileRoots(reader, views, mistakes);
  for (const view of views.values()) checkNeeds(view, mistakes);
  if (mistakes.length > 0) throw new BindingMistakes(mistakes);
  const embeds = [...views.values()]
    .flatMap((view) => [...view.fields.values()])
    .filter((field) => field.kind === 'embed');
  return { views, roots, embeds: new Set(embeds.map((field) => field.type)) };
}

function ownFields(
  reader: SchemaReader,
  type: GraphQLObjectType,
  view: ViewArguments,
  mistakes: string[],
): ViewBinding {
  const fields = new Map<string, FieldBinding>();
  for (const field of reader.fieldsOf(type)) {
    if (reader.directive(field.astNode, 'link')) continue;
    const report = (reason: string) => mistakes.push(`${type.name}.${field.name}: ${reason}`);
    const binding = compileOwnField(reader, field, report);
    if (binding) fields.set(field.name, binding);
  }
  const leaves = leavesOf(fields);
  const binding = { type: type.name, source: view.source, view: view.name, key: [], fields, leaves };
  return { ...binding, key: view.key.map((name) => columnNamed(binding, name)) };
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
