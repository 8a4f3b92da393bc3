import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
} from 'graphql';
import { unitEnums } from '../../units/argument.js';
import { withUnitArguments } from '../../units/written-arguments.js';
import type { Bindings, ColumnField, LinkField, RootList } from '../bindings.js';
import type { ListLimits } from '../list-limits.js';
import { recordTypes } from '../records.js';
import { uomOf } from '../uom.js';
import { commandField, commandTypes, withCommandInputs } from './command-types.js';
import { withDefinitions, withDirectives } from './definitions.js';
import { listArguments, listTypes } from './list-types.js';
import { measureTypes } from './measures.js';
import { sharedTypes } from './shared-types.js';
import { embedWhereInput, whereInput } from './where-input.js';

const SERVED_DIRECTIVES = new Set(['deprecated', 'specifiedBy', 'oneOf']);
const BINDING_ONLY = new Set(['Source', 'Uom', 'EmbeddedColumn', 'Term', 'ScopeRoot', 'PersonalData']);

/** The schema that clients see: the hand-written SDL without its bindings, with everything that is derived from them. */
export function servedDocument(document: DocumentNode, bindings: Bindings, limits: ListLimits): DocumentNode {
  const written = withDefinitions(withCommandInputs(writtenDocument(document), bindings), (node) =>
    isObjectNode(node) ? servedType(node, bindings, limits) : undefined,
  );
  const embeds = embedFields(bindings);
  const measured = withUnitArguments(written, (type, field) => {
    const bound = bindings.views.get(type)?.fields ?? embeds.get(type);
    const own = bound?.get(field.name.value);
    return own?.kind === 'column' ? own : bound ? undefined : measuredByHand(field);
  });
  const derived = parse(derivedTypes(bindings, limits));
  return { kind: Kind.DOCUMENT, definitions: [...measured.definitions, ...derived.definitions] };
}

/** A number of an object that a hand-written resolver fills, measured as its name says. */
function measuredByHand({ name, type }: FieldDefinitionNode): ColumnField | undefined {
  const uom = type.kind === Kind.NAMED_TYPE && type.name.value === 'Float' ? uomOf(name.value) : undefined;
  return uom ? { kind: 'column', column: { name: name.value, kind: 'float' }, scalar: 'Float', uom } : undefined;
}

/** The hand-written SDL without its bindings and with nothing derived: what row types and resolvers are typed by. */
export function writtenDocument(document: DocumentNode): DocumentNode {
  return withDefinitions(document, (node) => {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) return null;
    const isChoice = node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;
    if (isChoice && BINDING_ONLY.has(node.name.value)) return null;
    return withDirectives(node, (name) => SERVED_DIRECTIVES.has(name));
  });
}

function derivedTypes(bindings: Bindings, limits: ListLimits): string {
  const embeds = embedFields(bindings);
  const columns = [...bindings.views.values()].flatMap(({ leaves }) => leaves.map(({ field }) => field));
  const parts = [sharedTypes(), unitEnums(columns), commandTypes(bindings), recordTypes(bindings.views.values())];
  for (const [type, fields] of embeds) parts.push(embedWhereInput(type, fields), measureTypes(type, fields, embeds));
  for (const view of bindings.views.values()) {
    parts.push(whereInput(view), measureTypes(view.type, view.fields, embeds), listTypes(view, embeds, limits));
  }
  return parts.join('\n');
}

/** The fields of each embedded type that at least one view has. */
function embedFields(bindings: Bindings): Map<string, Map<string, ColumnField>> {
  const embeds = new Map<string, Map<string, ColumnField>>();
  for (const view of bindings.views.values()) {
    for (const field of view.fields.values()) {
      if (field.kind !== 'embed') continue;
      const known = embeds.get(field.type) ?? new Map<string, ColumnField>();
      for (const [name, inner] of field.fields) if (inner && !known.has(name)) known.set(name, inner);
      embeds.set(field.type, known);
    }
  }
  return embeds;
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const isObjectNode = (node: DefinitionNode): node is ObjectNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;

function servedType(node: ObjectNode, bindings: Bindings, limits: ListLimits): ObjectNode | undefined {
  const view = bindings.views.get(node.name.value);
  const isQuery = node.name.value === 'Query';
  const fields = (node.fields ?? []).map((field) => {
    const name = field.name.value;
    const binding = view?.fields.get(name) ?? bindings.roots.get(`${node.name.value}.${name}`);
    const list =
      binding && (binding.kind === 'list' || (binding.kind === 'link' && binding.many)) ? binding : undefined;
    if (binding?.kind === 'column' && binding.column.kind === 'geometry') return shapeField(field);
    if (node.name.value === MAP) return layerField(field, bindings);
    const command = node.name.value === 'Mutation' ? bindings.commands.get(name) : undefined;
    if (command) return commandField(field, command);
    return list ? listField(field, list, bindings, limits) : field;
  });
  if (!view && !isQuery) return { ...node, fields };
  const extra = isQuery ? queryFields() : node.kind === Kind.OBJECT_TYPE_DEFINITION ? nodeFields() : [];
  const interfaces = view && node.kind === Kind.OBJECT_TYPE_DEFINITION ? [namedType('Node')] : [];
  return { ...node, interfaces: [...(node.interfaces ?? []), ...interfaces], fields: [...extra, ...fields] };
}

function listField(field: FieldDefinitionNode, list: LinkField | RootList, { views }: Bindings, limits: ListLimits) {
  const made = fieldsOf(`f(${listArguments(list, views.get(list.target), limits)}): ${list.target}Connection`)[0];
  return {
    ...field,
    arguments: [...(field.arguments ?? []), ...(made?.arguments ?? [])],
    type: made?.type ?? field.type,
  };
}

/** The type whose fields are layers of a map: each is narrowed as the list of its name is. */
const MAP = 'MapView';

function layerField(field: FieldDefinitionNode, { roots }: Bindings): FieldDefinitionNode {
  const list = roots.get(`Query.${field.name.value}`);
  if (list?.kind !== 'list') throw new Error(`${MAP}.${field.name.value} is the name of no list`);
  const [made] = fieldsOf(`f("Which rows; all when left out." where: ${list.target}Where): Int`);
  return { ...field, arguments: [...(made?.arguments ?? []), ...(field.arguments ?? [])] };
}

/** A shape may be asked for with fewer corners. */
function shapeField(field: FieldDefinitionNode): FieldDefinitionNode {
  const [made] = fieldsOf(
    'f("How far the line may be off, in metres: corners that matter less are left out." simplify: Float): Int',
  );
  return { ...field, arguments: made?.arguments ?? [] };
}

const nodeFields = () => fieldsOf(`"The record's global id: opaque, the same for ever." id: ID!`);
const queryFields = () =>
  fieldsOf(`"Any record by its global id; null where it does not exist." node("A global id." id: ID!): Node`);

function fieldsOf(sdl: string): readonly FieldDefinitionNode[] {
  const [type] = parse(`type T { ${sdl} }`, { noLocation: true }).definitions;
  return (type as ObjectTypeDefinitionNode).fields ?? [];
}

const namedType = (name: string) => ({ kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } }) as const;
