import { type DocumentNode, type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import type { ColumnField } from '../binding/bindings.js';
import { withDefinitions } from '../binding/derive/definitions.js';
import { unitArgument } from './argument.js';

/** The column behind a field of the written SDL, if it is one. */
type ColumnOf = (type: string, field: FieldDefinitionNode) => ColumnField | undefined;
type Arguments = NonNullable<FieldDefinitionNode['arguments']>;

/** The document, its numbers with the argument that asks for another unit. */
export function withUnitArguments(document: DocumentNode, columnOf: ColumnOf): DocumentNode {
  // Thousands of fields have one of a few dozen arguments.
  const parsed = new Map<string, Arguments>();
  const withArgument = (field: FieldDefinitionNode, column: ColumnField | undefined): FieldDefinitionNode => {
    const text = column && unitArgument(column, 'value');
    if (!text) return field;
    const made = parsed.get(text) ?? argumentsOf(text);
    parsed.set(text, made);
    return { ...field, arguments: [...(field.arguments ?? []), ...made] };
  };
  return withDefinitions(document, (node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) return undefined;
    const fields = node.fields?.map((field) => withArgument(field, columnOf(node.name.value, field)));
    return { ...node, fields: fields ?? [] };
  });
}

function argumentsOf(text: string): Arguments {
  const [type] = parse(`type T { f${text}: Float }`, { noLocation: true }).definitions;
  return (type as ObjectTypeDefinitionNode).fields?.[0]?.arguments ?? [];
}
