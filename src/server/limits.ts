import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LimitExceeded } from '../errors.js';

/** How deep, wide and dear one operation may be, counted with its fragments opened. */
export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxFields: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
  readonly maxDirectives: number;
  /** Fields that stand again where they have been asked for already. */
  readonly maxDuplicates: number;
}

/** What of a document is counted, in the words of a refusal. */
export interface Measured {
  levels: number;
  fields: number;
  aliases: number;
  'root fields': number;
  directives: number;
  duplicates: number;
}

/**
 * Refuses an operation that is deeper or wider than its limits; the same for every transport. Introspection is 15 deep
 * by its nature and is measured against its own depth.
 * @returns what was measured
 * @throws LimitExceeded naming the limit and what was measured
 */
export function checkLimits(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  limits: DocumentLimits,
): Readonly<Measured> {
  const measure = new Measure(fragmentsOf(document), limits);
  const place = { depth: 1, slack: 0, asked: new Set<string>(), on: '' };
  measure.measured['root fields'] = measure.selection(operation.selectionSet, place);
  if (measure.measured['root fields'] > limits.maxRootFields)
    refuse('root fields', limits.maxRootFields, measure.measured['root fields']);
  return measure.measured;
}

/** A document's fragments by name. */
export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
}

const INTROSPECTION_DEPTH = 16; // the deepest known introspection query: 15

/** Where a selection stands. */
interface Place {
  readonly depth: number;
  /** Levels that introspection may be deeper. */
  readonly slack: number;
  /** What this object has been asked for so far, under the type that it was asked of. */
  readonly asked: Set<string>;
  readonly on: string;
}

class Measure {
  readonly measured: Measured = { levels: 0, fields: 0, aliases: 0, 'root fields': 0, directives: 0, duplicates: 0 };

  constructor(
    readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    readonly limits: DocumentLimits,
  ) {}

  /** Measures a selection and everything below; returns how many fields it has itself. */
  selection(set: SelectionSetNode, place: Place): number {
    let own = 0;
    for (const node of set.selections) {
      this.#count('directives', node.directives?.length ?? 0, this.limits.maxDirectives);
      if (node.kind === Kind.FIELD) {
        own += 1;
        this.#field(node, place);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
      if (fragment) own += this.selection(fragment.selectionSet, { ...place, on: typeOf(fragment) ?? place.on });
    }
    return own;
  }

  #field(node: FieldNode, { depth, slack, asked, on }: Place): void {
    const below = node.name.value.startsWith('__') ? Math.max(0, INTROSPECTION_DEPTH - this.limits.maxDepth) : slack;
    if (depth > this.limits.maxDepth + below) refuse('levels', this.limits.maxDepth, depth);
    if (below === 0) this.measured.levels = Math.max(this.measured.levels, depth);
    this.#count('fields', 1, this.limits.maxFields);
    this.#count('aliases', node.alias ? 1 : 0, this.limits.maxAliases);
    const answer = `${on} ${(node.alias ?? node.name).value}`;
    this.#count('duplicates', asked.has(answer) ? 1 : 0, this.limits.maxDuplicates);
    asked.add(answer);
    const place = { depth: depth + 1, slack: below, asked: new Set<string>(), on: '' };
    if (node.selectionSet) this.selection(node.selectionSet, place);
  }

  /** Refused as soon as the limit is passed, so that measuring costs no more than what is allowed. */
  #count(what: 'fields' | 'aliases' | 'directives' | 'duplicates', more: number, limit: number): void {
    this.measured[what] += more;
    if (this.measured[what] > limit) refuse(what, limit, this.measured[what]);
  }
}

const typeOf = ({ typeCondition }: FragmentDefinitionNode | InlineFragmentNode) => typeCondition?.name.value;

function refuse(what: keyof Measured, limit: number, measured: number): never {
  throw new LimitExceeded(
    `The document has ${measured} or more ${what}; at most ${limit} are allowed. ${LESS[what]}.`,
    { limit, measured, what },
  );
}

/** How to ask for less. */
const LESS: Readonly<Record<keyof Measured, string>> = {
  levels: 'Ask for what is deeper by the ids of what is above it',
  fields: 'Ask in several requests',
  aliases: 'Ask in several requests, or for a list with a filter',
  'root fields': 'Ask in several requests',
  directives: 'Leave out of the document what is skipped',
  duplicates: 'Ask for each field once',
};
