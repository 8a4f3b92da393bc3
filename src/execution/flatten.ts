import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** What an operation's fragments and variables are. */
export interface Opened {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<
    Record<
      string,
      {
        readonly selectionSet: OperationDefinitionNode['selectionSet'];
        readonly typeCondition: { readonly name: { readonly value: string } };
      }
    >
  >;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Fields by the name that they are answered under: GraphQL merges those that share one. */
export type Fields = ReadonlyMap<string, FieldNode>;

/** The fields of an object: fragments opened, what is skipped left out, fields of one name merged. */
export function fieldsOf(selections: readonly SelectionNode[], type: GraphQLObjectType, opened: Opened): Fields {
  const fields = new Map<string, FieldNode>();
  collect(selections, type, opened, fields);
  return fields;
}

function collect(
  selections: readonly SelectionNode[],
  type: GraphQLObjectType,
  opened: Opened,
  fields: Map<string, FieldNode>,
): void {
  for (const selection of selections) {
    if (!isIncluded(selection, opened)) continue;
    if (selection.kind === Kind.FIELD) merge(selection, fields);
    else {
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? opened.fragments[selection.name.value] : selection;
      if (fragment && applies(fragment.typeCondition?.name.value, type, opened.schema))
        collect(fragment.selectionSet.selections, type, opened, fields);
    }
  }
}

function merge(field: FieldNode, fields: Map<string, FieldNode>): void {
  const name = (field.alias ?? field.name).value;
  const known = fields.get(name);
  const own = field.selectionSet?.selections ?? [];
  if (!known) fields.set(name, withoutDirectives(field));
  else if (own.length > 0) fields.set(name, withSelections(known, [...(known.selectionSet?.selections ?? []), ...own]));
}

export const withSelections = (field: FieldNode, selections: readonly SelectionNode[]): FieldNode => ({
  ...field,
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});

/** They were heard: GraphQL knows no others on fields. */
function withoutDirectives(field: FieldNode): FieldNode {
  return (field.directives ?? []).length === 0 ? field : { ...field, directives: [] };
}

function applies(condition: string | undefined, type: GraphQLObjectType, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wider = schema.getType(condition);
  return isAbstractType(wider) && schema.isSubType(wider, type);
}

function isIncluded(selection: SelectionNode, { variables }: Opened): boolean {
  if ((selection.directives ?? []).length === 0) return true;
  return (
    getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false
  );
}
