import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/**
 * Whether an operation selects the same whatever its variables are: nothing in it, or in the fragments of its document, is
 * skipped or included.
 */
export function isUnconditional(
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, Pick<FragmentDefinitionNode, 'selectionSet'>>>,
): boolean {
  const known = unconditional.get(operation);
  if (known !== undefined) return known;
  const found = [operation, ...Object.values(fragments)].every(({ selectionSet }) => isFree(selectionSet));
  unconditional.set(operation, found);
  return found;
}

/** An operation is of one document, and so are its fragments. */
const unconditional = new WeakMap<OperationDefinitionNode, boolean>();

const isFree = (set: SelectionSetNode | undefined): boolean =>
  (set?.selections ?? []).every(
    (node) => (node.directives ?? []).length === 0 && (node.kind === Kind.FRAGMENT_SPREAD || isFree(node.selectionSet)),
  );
