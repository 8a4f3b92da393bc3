import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLDirective,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Reads selections with their fragments opened and what is skipped left out. */
export class OpenSelections {
  constructor(
    readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  asks(set: SelectionSetNode | undefined, name: RegExp): boolean {
    return this.fields(set, '').some(({ field }) => name.test(field.name.value));
  }

  /** The fields of a selection, fragments opened, skipped ones left out; `on` is the type each is selected on. */
  fields(set: SelectionSetNode | undefined, on: string): { field: FieldNode; on: string }[] {
    return (set?.selections ?? []).flatMap((selection) => {
      if (!this.#included(selection)) return [];
      if (selection.kind === Kind.FIELD) return [{ field: selection, on }];
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments[selection.name.value] : selection;
      return fragment ? this.fields(fragment.selectionSet, fragment.typeCondition?.name.value ?? on) : [];
    });
  }

  #included(selection: SelectionNode): boolean {
    if ((selection.directives ?? []).length === 0) return true;
    const value = (directive: GraphQLDirective) => getDirectiveValues(directive, selection, this.variables)?.if;
    return value(GraphQLSkipDirective) !== true && value(GraphQLIncludeDirective) !== false;
  }
}
