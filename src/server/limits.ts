import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LimitExceeded } from '../errors.js';

/** How deep and wide one operation may be, counted with its fragments opened. */
export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxFields: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
  readonly maxDirectives: number;
}

interface Measured {
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
}

/**
 * Refuses an operation that is deeper or wider than its limits; the same for every transport. Introspection is 15 deep
 * by its nature and is measured against its own depth.
 * @throws LimitExceeded naming the limit and what was measured
 */
export function checkLimits(document: DocumentNode, operation: OperationDefinitionNode, limits: DocumentLimits): void {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const measured: Measured = { depth: 0, fields: 0, aliases: 0, directives: 0 };
  const measure = new Measure(fragments, limits, measured);
  const roots = measure.selection(operation.selectionSet, 1, 0);
  if (roots > limits.maxRootFields) refuse('root fields', limits.maxRootFields, roots);
}

const INTROSPECTION_DEPTH = 16; // the deepest known introspection query: 15

class Measure {
  constructor(
    readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    readonly limits: DocumentLimits,
    readonly measured: Measured,
  ) {}

  /** Measures a selection and everything below; returns how many fields it has itself. */
  selection(set: SelectionSetNode, depth: number, slack: number): number {
    let own = 0;
    for (const node of set.selections) {
      this.#count('directives', node.directives?.length ?? 0, this.limits.maxDirectives);
      if (node.kind === Kind.FIELD) {
        own += 1;
        this.#field(node, depth, slack);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
      if (fragment) own += this.selection(fragment.selectionSet, depth, slack);
    }
    return own;
  }

  #field(node: FieldNode, depth: number, slack: number): void {
    const below = node.name.value.startsWith('__') ? Math.max(0, INTROSPECTION_DEPTH - this.limits.maxDepth) : slack;
    if (depth > this.limits.maxDepth + below) refuse('levels', this.limits.maxDepth, depth);
    this.#count('fields', 1, this.limits.maxFields);
    this.#count('aliases', node.alias ? 1 : 0, this.limits.maxAliases);
    if (node.selectionSet) this.selection(node.selectionSet, depth + 1, below);
  }

  /** Refused as soon as the limit is passed, so that measuring costs no more than what is allowed. */
  #count(what: 'fields' | 'aliases' | 'directives', more: number, limit: number): void {
    this.measured[what] += more;
    if (this.measured[what] > limit) refuse(what, limit, this.measured[what]);
  }
}

function refuse(what: string, limit: number, measured: number): never {
  throw new LimitExceeded(
    `The document has ${measured} or more ${what}; at most ${limit} are allowed. Ask in several requests.`,
    {
      limit,
      measured,
      what,
    },
  );
}
