import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type { Bindings } from '../../src/binding/bindings.js';

/** Values for the arguments that a field insists on. */
const VALUES: Readonly<Record<string, string>> = { Date: '"2026-06-01"' };

/** A selection of every field of a bound type that its own store answers: its columns, embedded objects, links and computed fields. */
export function everyField(schema: GraphQLSchema, bindings: Bindings, type: string): string {
  const all = Object.values((schema.getType(type) as GraphQLObjectType).getFields());
  const fields = all.filter((field) => staysInStore(bindings, type, field));
  return fields.map((field) => selected(field, bindings, 0)).join(' ');
}

/** Links to another store are tested where both stores are. */
function staysInStore(
  { views }: Bindings,
  type: string,
  { name, type: answered }: GraphQLField<unknown, unknown>,
): boolean {
  const field = views.get(type)?.fields.get(name);
  // What is merged with another store, and what the event store tells, are tested where those are.
  if (/Merged|^Reliability$|^Uptime$/.test(getNamedType(answered).name) || ['asOf', 'history'].includes(name))
    return false;
  const targets =
    field?.kind === 'link' ? [field.target] : field?.kind === 'polymorphic' ? [...field.targets.values()] : [];
  return targets.every((target) => views.get(target)?.source === views.get(type)?.source);
}

function selected(field: GraphQLField<unknown, unknown>, bindings: Bindings, depth: number): string {
  const required = field.args.filter(isRequiredArgument).map(argument);
  const args = required.length > 0 ? `(${required.join(', ')})` : '';
  return `${field.name}${args}${beneath(getNamedType(field.type), bindings, depth)}`;
}

function argument({ name, type }: GraphQLArgument): string {
  const value = VALUES[getNamedType(type).name];
  if (!value) throw new Error(`no value for an argument ${name} of type ${getNamedType(type).name}`);
  return `${name}: ${value}`;
}

/** Rows by their id, lists by their first rows, embedded and computed objects whole. */
function beneath(type: GraphQLNamedType, bindings: Bindings, depth: number): string {
  if (isLeafType(type)) return '';
  if (isUnionType(type)) return ' { __typename ... on Node { id } }';
  if (bindings.views.has(type.name)) return ' { id }';
  if (isObjectType(type) && 'pageInfo' in type.getFields())
    return '(first: 3) { totalCount nodes { id } pageInfo { hasNextPage } }';
  if (!isObjectType(type) || depth > 3) throw new Error(`do not know what to ask of ${type.name}`);
  const fields = Object.values(type.getFields());
  return ` { ${fields.map((field) => selected(field, bindings, depth + 1)).join(' ')} }`;
}
