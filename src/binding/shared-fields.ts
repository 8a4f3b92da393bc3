import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  visit,
} from 'graphql';

type Inputs = ReadonlyMap<string, InputObjectTypeDefinitionNode>;

/**
 * Writes out what `@with` shares: an input has the fields of those that it names before its own, a field has them as
 * arguments. What is written beside it under the same name takes a shared one's place. Templates are gone afterwards.
 * @throws GraphQLError at the place of a name that there is none of
 */
export function withSharedFields(document: DocumentNode): DocumentNode {
  const inputs: Inputs = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  return visit(document, {
    InputObjectTypeDefinition: (node) => {
      if (directives(node, 'template').length > 0) return null;
      return isSharing(node) ? { ...bare(node), fields: fieldsOf(node, inputs) } : undefined;
    },
    FieldDefinition: (node) =>
      isSharing(node) ? { ...bare(node), arguments: gathered(node, node.arguments ?? [], inputs) } : undefined,
  });
}

const fieldsOf = (input: InputObjectTypeDefinitionNode, inputs: Inputs, seen: readonly string[] = []) =>
  gathered(input, input.fields ?? [], inputs, [...seen, input.name.value]);

function gathered(
  node: Sharing,
  own: readonly InputValueDefinitionNode[],
  inputs: Inputs,
  seen: readonly string[] = [],
): InputValueDefinitionNode[] {
  const shared = directives(node, 'with').flatMap((directive) => sharedBy(directive, inputs, seen));
  const names = new Set(own.map(({ name }) => name.value));
  return [...shared.filter(({ name }) => !names.has(name.value)), ...own];
}

function sharedBy(directive: DirectiveNode, inputs: Inputs, seen: readonly string[]): InputValueDefinitionNode[] {
  const [name = ''] = texts(directive, 'fieldsOf');
  const input = inputs.get(name);
  if (!input || seen.includes(name))
    throw new GraphQLError(input ? `${name} shares its own fields` : `@with: no input ${name}`, { nodes: directive });
  const fields = fieldsOf(input, inputs, seen);
  const without = texts(directive, 'without');
  const unknown = without.find((each) => fields.every((field) => field.name.value !== each));
  if (unknown) throw new GraphQLError(`@with: ${name} has no field ${unknown}`, { nodes: directive });
  return fields.filter((field) => !without.includes(field.name.value));
}

type Sharing = ASTNode & { readonly directives?: readonly DirectiveNode[] | undefined };

const directives = (node: Sharing, name: string) => (node.directives ?? []).filter((each) => each.name.value === name);
const isSharing = (node: Sharing) => directives(node, 'with').length > 0;

const bare = <T extends Sharing>(node: T): T => ({
  ...node,
  directives: (node.directives ?? []).filter(({ name }) => name.value !== 'with'),
});

function texts({ arguments: given }: DirectiveNode, name: string): string[] {
  const value = given?.find((each) => each.name.value === name)?.value;
  const values = value?.kind === Kind.LIST ? value.values : value ? [value] : [];
  return values.flatMap((each) => (each.kind === Kind.STRING ? [each.value] : []));
}
