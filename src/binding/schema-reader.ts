import {
  buildASTSchema,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getDirectiveValues,
  isObjectType,
} from 'graphql';
import type { ScopeRoot } from './bindings.js';

/** Reads the binding directives of the hand-written SDL. */
export class SchemaReader {
  readonly schema: GraphQLSchema;

  /** @throws GraphQLError where the SDL is not valid by GraphQL's own rules */
  constructor(readonly document: DocumentNode) {
    this.schema = buildASTSchema(document);
  }

  /** A directive's arguments where it stands on this node, with their defaults. */
  directive(node: { readonly directives?: readonly DirectiveNode[] } | null | undefined, name: string) {
    const definition = this.schema.getDirective(name);
    return definition && node ? getDirectiveValues(definition, node) : undefined;
  }

  objectType(name: string): GraphQLObjectType | undefined {
    const type = this.schema.getType(name);
    return isObjectType(type) ? type : undefined;
  }

  /** The types bound to a view, with the directive's arguments. */
  boundTypes(): { type: GraphQLObjectType; view: ViewArguments }[] {
    return Object.values(this.schema.getTypeMap()).flatMap((type) => {
      const view = isObjectType(type) ? this.directive(type.astNode, 'view') : undefined;
      return isObjectType(type) && view ? [{ type, view: view as unknown as ViewArguments }] : [];
    });
  }

  fieldsOf(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
    return Object.values(type.getFields());
  }
}

export interface ViewArguments {
  readonly source: 'PRODVIEW' | 'GIS' | 'OPS';
  readonly name: string;
  readonly key: readonly string[];
  readonly table?: string;
  readonly grain?: readonly string[];
  readonly latest: string;
  readonly scopeOf?: ScopeRoot | 'ADMIN';
  readonly scope?: readonly string[];
  readonly acrossNetworks: boolean;
  readonly permission?: string;
}
