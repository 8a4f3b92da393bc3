import type { ConstDirectiveNode, DefinitionNode, DocumentNode } from 'graphql';

/** What becomes of a definition: undefined leaves it as it is, null leaves it out. */
type Change = (definition: DefinitionNode) => DefinitionNode | null | undefined;

/** The document with other definitions. graphql's `visit` would also walk through all that stands in each. */
export const withDefinitions = (document: DocumentNode, change: Change): DocumentNode => ({
  ...document,
  definitions: document.definitions.flatMap((definition) => {
    const changed = change(definition);
    return changed === undefined ? definition : (changed ?? []);
  }),
});

/** Whatever in a schema may have directives, or have in it what may. */
interface Directed {
  readonly directives?: readonly ConstDirectiveNode[];
  readonly fields?: readonly object[];
  readonly arguments?: readonly object[];
  readonly values?: readonly object[];
}

/** The definition with those of its directives, and of all that stands in it, that may stay. */
export function withDirectives<Node extends object>(node: Node, stays: (name: string) => boolean): Node {
  const { directives, fields, arguments: taken, values }: Directed = node;
  const inner = (nodes: readonly object[]) => nodes.map((each) => withDirectives(each, stays));
  return {
    ...node,
    ...(directives && { directives: directives.filter(({ name }) => stays(name.value)) }),
    ...(fields && { fields: inner(fields) }),
    ...(taken && { arguments: inner(taken) }),
    ...(values && { values: inner(values) }),
  };
}
