import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';

/** Values for arguments that a field insists on, below the root. */
const REQUIRED: Readonly<Record<string, string>> = {
  'from: Date!': '"2026-05-01"',
  'to: Date!': '"2026-06-30"',
  'day: Date!': '"2026-06-01"',
  'from: DateTime!': '"2020-01-01T00:00:00Z"',
  'until: DateTime!': '"2030-01-01T00:00:00Z"',
  'vs: VarianceBase!': 'TARGET',
  'at: DateTime!': '"2030-01-01T00:00:00Z"',
};
/** Arguments that a field is asked with though it could do without: more is shown with them. */
const MORE: Readonly<Record<string, string>> = {
  'MapView.*': 'first: 10000, unlocated: true, simplify: NONE',
  'MapView.wellLocations': 'on: "2026-06-30", attributes: [$all]',
};

/**
 * What to ask of a type's rows: everything, to the rows and lists that lead on, of which the ids and the first.
 * @param above  the types that it stands beneath: one that goes on beneath itself was asked for everything already
 */
export const everythingOf = (schema: GraphQLSchema, type: string, above: readonly string[] = []): string =>
  fieldsOf(schema, type)
    .map((field) => `${selected(schema, type, field, [...above, type])}`)
    .join(' ');

function fieldsOf(schema: GraphQLSchema, name: string): GraphQLField<unknown, unknown>[] {
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`${name} has no fields to walk`);
  return Object.values(type.getFields());
}

function selected(
  schema: GraphQLSchema,
  owner: string,
  field: GraphQLField<unknown, unknown>,
  above: readonly string[],
): string {
  const type = getNamedType(field.type);
  const args = argumentsOf(owner, field, type);
  return `${field.name}${args}${beneath(schema, type, above)}`;
}

function argumentsOf(owner: string, field: GraphQLField<unknown, unknown>, type: GraphQLNamedType): string {
  const required = field.args
    .filter(isRequiredArgument)
    .map((each) => `${each.name}: ${required_(owner, field.name, each)}`);
  const more = [MORE[`${owner}.*`], MORE[`${owner}.${field.name}`]].flatMap((text) => text ?? []);
  const all = field.args.map((each) => getNamedType(each.type)).find(isEnumOfAttributes);
  const enums = all && isEnumType(all) ? all.getValues().map(({ name }) => name) : [];
  const list = isConnection(type) ? ['first: 3'] : [];
  const given = [...required, ...more.map((text) => text.replace('$all', enums.join(', '))), ...list];
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

const isEnumOfAttributes = (type: GraphQLNamedType) => isEnumType(type) && type.name.endsWith('Attribute');

function required_(owner: string, field: string, { name, type }: GraphQLArgument): string {
  const value = REQUIRED[`${name}: ${type}`];
  if (!value) throw new Error(`the walk has no value for the argument ${owner}.${field}(${name}: ${type})`);
  return value;
}

export const isConnection = (type: GraphQLNamedType) => isObjectType(type) && 'pageInfo' in type.getFields();
const isRow = (type: GraphQLNamedType) =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

/** Rows by their id, lists by their first rows; everything else whole. */
function beneath(schema: GraphQLSchema, type: GraphQLNamedType, above: readonly string[]): string {
  if (isLeafType(type)) return '';
  if (isUnionType(type) || type.name === 'Node') return ' { __typename ... on Node { id } }';
  if (isRow(type)) return ' { id }';
  if (isConnection(type)) return ' { totalCount nodes { id } pageInfo { hasNextPage } }';
  if (above.includes(type.name)) return ' { __typename }';
  return ` { ${everythingOf(schema, type.name, above)} }`;
}
