import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { LimitExceeded } from '../errors.js';
import { lengthOf, type Lengths, lengthsBelow, withoutOwn } from './cost-lengths.js';
import { fragmentsOf } from './limits.js';

type Values = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As they were sent. */
  readonly variables: Values;
}

/** How much an answer may bring, and how many rows any one place of it can have, as no statement brings more. */
export interface CostLimits {
  readonly maxCost: number;
  readonly maxRows: number;
}

/**
 * Refuses an operation whose answer could be larger than the limit, before anything is read.
 * @throws LimitExceeded naming the limit and what was measured
 */
export function checkCost(asked: Operation, { maxCost, maxRows }: CostLimits): void {
  const measured = costOf(asked, maxRows);
  if (measured <= maxCost) return;
  throw new LimitExceeded(`The document may bring ${measured} values; at most ${maxCost} are allowed. ${LESS}`, {
    limit: maxCost,
    measured,
    what: 'cost',
  });
}

const LESS = 'Ask for fewer rows a page (`first`) of its lists and of the lists inside them, or for fewer fields.';

/**
 * Most values that an operation can bring: each field is one, and what stands in a list counts as often as the list may
 * have rows, which is its length times the rows of the list around it, and never more than one statement brings. Variables that do not fit cost nothing: they are refused when they are used.
 */
export function costOf({ schema, document, operation, variables }: Operation, maxRows: number): number {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  const root = schema.getRootType(operation.operation);
  if (!coerced || !root) return 0;
  const costs = new Costs(schema, fragmentsOf(document), coerced, maxRows);
  return costs.selection(operation.selectionSet, { type: root, rows: 1, lengths: {} });
}

/** Where a selection stands: on what, how many rows of that there may be, and what was said of the lists in it. */
interface Place {
  readonly type: GraphQLCompositeType;
  readonly rows: number;
  readonly lengths: Lengths;
}

class Costs {
  constructor(
    readonly schema: GraphQLSchema,
    readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    readonly variables: Values,
    readonly maxRows: number,
  ) {}

  selection({ selections }: SelectionSetNode, place: Place): number {
    let cost = 0;
    for (const node of selections) if (this.#isAsked(node)) cost += this.#one(node, place);
    return cost;
  }

  #one(node: SelectionNode, place: Place): number {
    if (node.kind === Kind.FIELD) return this.#field(node, place);
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
    if (!fragment) return 0;
    const on = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
    return this.selection(fragment.selectionSet, isCompositeType(on) ? { ...place, type: on } : place);
  }

  #field(node: FieldNode, { type: parent, rows, lengths }: Place): number {
    const name = node.name.value;
    const field = isUnionType(parent) ? undefined : parent.getFields()[name];
    const type = field && getNamedType(field.type);
    // Introspection reads nothing of a store, and has a depth of its own.
    if (!node.selectionSet || name.startsWith('__') || !field || !isCompositeType(type)) return rows;
    const said = lengthsBelow(lengths, this.#argumentsOf(field, node));
    if (!isListType(getNullableType(field.type)))
      return rows + this.selection(node.selectionSet, { type, rows, lengths: said });
    const inside = Math.min(rows * lengthOf(name, said), Math.max(rows, this.maxRows));
    return rows + this.selection(node.selectionSet, { type, rows: inside, lengths: withoutOwn(name, said) });
  }

  /** Arguments that do not fit are refused when the field is run. */
  #argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Values {
    try {
      return getArgumentValues(field, node, this.variables);
    } catch {
      return {};
    }
  }

  #isAsked(node: SelectionNode): boolean {
    if ((node.directives ?? []).length === 0) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.if === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.if !== false;
  }
}
