import { type FieldNode, type GraphQLObjectType, isNonNullType, isObjectType } from 'graphql';
import type { ColumnField, EmbedField, ViewBinding } from '../binding/bindings.js';
import { type Sight, seesWhole } from '../binding/personal.js';
import type { JsonShape, JsonValue } from '../sources/json-shape.js';
import { fieldsOf, type Opened } from './flatten.js';

/** Scalars whose values stores write as GraphQL answers them. */
const PLAIN = new Set(['ID', 'String', 'Int', 'Float', 'Boolean', 'Date', 'LocalDateTime', 'DateTime']);

/** An operation and what its viewer sees of people. */
export interface Seen extends Opened {
  readonly sight: Sight;
}

/** What a store writes of each row that these fields select; undefined where a value is more than the row's own. */
export function shapeOf(node: FieldNode, view: ViewBinding, opened: Seen): JsonShape | undefined {
  return shapeIn(node, view.type, opened, (field, type) => {
    const { value: name } = field.name;
    if (name === 'id' && !view.fields.has('id')) return { globalId: { type: view.type, key: view.key } };
    const binding = view.fields.get(name);
    if (binding?.kind === 'column') return columnOf(field, binding, type, opened);
    return binding?.kind === 'embed' ? embeddedOf(field, binding, opened) : undefined;
  });
}

type ValueOf = (field: FieldNode, type: GraphQLObjectType) => JsonValue | undefined;

/** What is written of each of these fields; undefined where one of them cannot be. */
export function shapeIn(node: FieldNode, typeName: string, opened: Opened, read: ValueOf): JsonShape | undefined {
  const type = opened.schema.getType(typeName);
  if (!isObjectType(type)) return undefined;
  const shape: [string, JsonValue][] = [];
  for (const [name, field] of fieldsOf(node.selectionSet?.selections ?? [], type, opened)) {
    const value = field.name.value === '__typename' ? { json: `"${type.name}"` } : read(field, type);
    if (!value) return undefined;
    shape.push([name, value]);
  }
  return shape;
}

function embeddedOf(node: FieldNode, embed: EmbedField, opened: Seen): JsonValue | undefined {
  const object = shapeIn(node, embed.type, opened, (field, type) => {
    const column = embed.fields.get(field.name.value);
    return column === null ? { json: 'null' } : column && columnOf(field, column, type, opened);
  });
  return object && { object };
}

/** An argument asks for another value than the column's: another unit, fewer corners. */
function columnOf(
  field: FieldNode,
  { column, scalar }: ColumnField,
  type: GraphQLObjectType,
  opened: Seen,
): JsonValue | undefined {
  if ((field.arguments ?? []).length > 0 || !PLAIN.has(scalar) || column.kind === 'geometry') return undefined;
  if (!seesWhole(column, opened.sight)) return undefined;
  const declared = type.getFields()[field.name.value]?.type;
  return { column, required: isNonNullType(declared), whole: scalar === 'Int' };
}
