import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  visit,
} from 'graphql';
import type { ColumnField } from '../binding/bindings.js';
import { unitArgument } from './argument.js';

/** The column behind a field of the written SDL, if it is one. */
type ColumnOf = (type: string, field: FieldDefinitionNode) => ColumnField | undefined;

/** The document, its numbers with the argument that asks for another unit. */
export function withUnitArguments(document: DocumentNode, columnOf: ColumnOf): DocumentNode {
  const withArguments = <Node extends Pick<ObjectTypeDefinitionNode, 'name' | 'fields'>>(type: Node): Node => ({
    ...type,
    fields: (type.fields ?? []).map((field) => withArgument(field, columnOf(type.name.value, field))),
  });
  return visit(document, { ObjectTypeDefinition: withArguments, ObjectTypeExtension: withArguments });
}

function withArgument(field: FieldDefinitionNode, column: ColumnField | undefined): FieldDefinitionNode {
  const argument = column && unitArgument(column, 'value');
  if (!argument) return field;
  const [type] = parse(`type T { f${argument}: Float }`, { noLocation: true }).definitions;
  const made = type?.kind === Kind.OBJECT_TYPE_DEFINITION ? type.fields?.[0]?.arguments : undefined;
  return { ...field, arguments: [...(field.arguments ?? []), ...(made ?? [])] };
}
