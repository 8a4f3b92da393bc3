import {
  type FieldNode,
  type GraphQLObjectType,
  getNamedType,
  type InlineFragmentNode,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { ViewBinding } from '../binding/bindings.js';
import type { JsonShape } from '../sources/json-shape.js';
import { type Fields, fieldsOf, withSelections } from './flatten.js';
import { type Seen, shapeOf } from './shape.js';
import { textSeries } from './text-series.js';

/** What a connection answers its rows under where the store writes them: no document can name it. */
export const NODES_AS_TEXT = 'nodes as text';

export interface TextLists extends Seen {
  /** The type whose rows a connection type lists, where its store writes JSON. */
  readonly listed: ReadonlyMap<string, ViewBinding>;
  /** Where the shapes of the lists that are rewritten go, by their place in the new operation. */
  readonly shapes: Map<object, JsonShape>;
}

/**
 * The operation with its fragments opened, in which lists of plain values ask for their rows as text. The rest asks for
 * what it asked for before.
 */
export function withTextLists(operation: OperationDefinitionNode, lists: TextLists): OperationDefinitionNode {
  const query = lists.schema.getQueryType();
  if (!query) return operation;
  const fields = fieldsOf(operation.selectionSet.selections, query, lists);
  const selections = rewritten(fields, query, lists);
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

export const rewritten = (fields: Fields, type: GraphQLObjectType, lists: TextLists): FieldNode[] =>
  [...fields.values()].map((field) => rewrittenField(field, type, lists));

function rewrittenField(field: FieldNode, type: GraphQLObjectType, lists: TextLists): FieldNode {
  const own = field.selectionSet?.selections;
  const declared = own && type.getFields()[field.name.value]?.type;
  const answered = declared && getNamedType(declared);
  if (!own || !answered) return field;
  if (!isObjectType(answered)) return withSelections(field, onTypes(own, lists));
  const inner = fieldsOf(own, answered, lists);
  const view = lists.listed.get(answered.name);
  const text = view ? asText(field, inner, view, lists) : textSeries(field, inner, answered, lists);
  return text ?? withSelections(field, rewritten(inner, answered, lists));
}

/** What is selected on an abstract type, a fragment a type; as it is where a fragment holds for several types. */
function onTypes(selections: readonly SelectionNode[], lists: TextLists): readonly SelectionNode[] {
  const types = new Map<GraphQLObjectType, SelectionNode[]>();
  const fields: SelectionNode[] = [];
  for (const selection of selections) {
    const type = lists.schema.getType(conditionOf(selection, lists) ?? '');
    if (selection.kind === Kind.FIELD && !selection.selectionSet) fields.push(selection);
    else if (isObjectType(type)) types.set(type, [...(types.get(type) ?? []), selection]);
    else return selections;
  }
  const fragments = [...types].map(
    ([type, own]): InlineFragmentNode => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: nameOf(type.name) },
      selectionSet: { kind: Kind.SELECTION_SET, selections: rewritten(fieldsOf(own, type, lists), type, lists) },
    }),
  );
  return [...fields, ...fragments];
}

function conditionOf(selection: SelectionNode, { fragments }: TextLists): string | undefined {
  if (selection.kind === Kind.FIELD) return undefined;
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
  return fragment?.typeCondition?.name.value;
}

/** Undefined where the rows have to be read one by one. */
function asText(field: FieldNode, inner: Fields, view: ViewBinding, lists: TextLists): FieldNode | undefined {
  const nodes = [...inner].filter(([, { name }]) => name.value === 'nodes');
  const [[name, node] = []] = nodes;
  if (nodes.length !== 1 || !name || !node || !isToldOfPages(inner, lists)) return undefined;
  const shape = shapeOf(node, view, lists);
  if (!shape) return undefined;
  const { selectionSet: _, ...leaf } = node;
  const text: FieldNode = { ...leaf, alias: nameOf(name), name: nameOf(NODES_AS_TEXT) };
  const others = [...inner.values()].map((each) => (each === node ? text : each));
  const list = withSelections(field, others);
  lists.shapes.set(list, shape);
  return list;
}

/** Whether what stands beside the rows can be told of a page whose rows are text: no cursor, for one, is in it. */
function isToldOfPages(inner: Fields, lists: TextLists): boolean {
  return [...inner.values()].every(({ name, selectionSet }) => {
    if (name.value === 'edges') return false;
    if (name.value !== 'pageInfo') return true;
    const type = lists.schema.getType('PageInfo');
    const asked = isObjectType(type) ? fieldsOf(selectionSet?.selections ?? [], type, lists) : new Map();
    return [...asked.values()].every((field: FieldNode) => !field.name.value.endsWith('Cursor'));
  });
}

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;
