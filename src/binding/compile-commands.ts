import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
} from 'graphql';
import type { ViewBinding } from './bindings.js';
import type { CommandBinding, InputField } from './command-binding.js';
import type { Field } from './compile-field.js';
import type { SchemaReader } from './schema-reader.js';

/** The mutations with `@command`: each writes records of the type that it answers, from its one `input`. */
export function compileCommands(
  reader: SchemaReader,
  views: ReadonlyMap<string, ViewBinding>,
  mistakes: string[],
): Map<string, CommandBinding> {
  const mutation = reader.schema.getMutationType();
  const commands = new Map<string, CommandBinding>();
  for (const field of mutation ? reader.fieldsOf(mutation) : []) {
    if (!reader.directive(field.astNode, 'command')) continue;
    const report = (reason: string) => mistakes.push(`Mutation.${field.name}: ${reason}`);
    const command = compileCommand(reader, field, views, report);
    if (command) commands.set(field.name, command);
  }
  return commands;
}

function compileCommand(
  reader: SchemaReader,
  field: Field,
  views: ReadonlyMap<string, ViewBinding>,
  report: (reason: string) => void,
): CommandBinding | undefined {
  const type = getNamedType(field.type);
  const targets = isUnionType(type) ? type.getTypes().map(({ name }) => name) : [type.name];
  const strange = targets.find((name) => views.get(name)?.source !== 'OPS');
  if (strange) return void report(`writes ${strange}, which is no record of operations`);
  const [only, ...more] = field.args;
  const input = only && getNullableType(only.type);
  if (only?.name !== 'input' || more.length > 0 || !isInputObjectType(input) || !isNonNullType(only.type))
    return void report('takes one argument, input, of an input type, with !');
  return { name: field.name, target: type.name, targets, input: input.name, fields: inputFields(reader, input) };
}

const inputFields = (reader: SchemaReader, input: GraphQLInputObjectType): InputField[] =>
  Object.values(input.getFields()).map((field) => inputField(reader, field));

function inputField(reader: SchemaReader, field: GraphQLInputField): InputField {
  const within = reader.directive(field.astNode, 'within');
  const named = getNamedType(field.type);
  return {
    name: field.name,
    scalar: isEnumType(named) ? 'enum' : isInputObjectType(named) ? 'object' : named.name,
    required: isNonNullType(field.type) && field.defaultValue === undefined,
    many: isMany(field.type),
    ...(within as Pick<InputField, 'min' | 'max' | 'length'> | undefined),
    ...(isInputObjectType(named) && { fields: inputFields(reader, named) }),
  };
}

const isMany = (type: GraphQLInputType) => isListType(getNullableType(type));
