import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { type IsPersonal, personalFieldsOf } from '../audit/personal-fields.js';
import type { Bindings } from '../binding/bindings.js';
import type { Context } from './context.js';

/** An operation that was answered. */
export interface Answered {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Which personal fields an answer shows in clear: what its document selects decides, once an answer. */
export class Auditing {
  constructor(
    readonly bindings: Bindings,
    /** Which fields hold personal data; none are noted where nothing says. */
    readonly isPersonal: IsPersonal = () => false,
  ) {}

  /** Ends a request's audit once its answer is made, for every transport. */
  plugin(): ApolloServerPlugin<Context> {
    return {
      requestDidStart: async () => ({
        willSendResponse: async ({ contextValue, document, operation, schema, request, response }) => {
          const isAnswered = response.body.kind === 'single' && response.body.singleResult.data;
          if (!isAnswered || !document || !operation) return;
          this.end(contextValue, { schema, document, operation, variables: request.variables ?? {} });
        },
      }),
    };
  }

  end({ viewer, audit }: Context, answered: Answered): void {
    if (viewer.personal === 'shown') for (const [type, path] of this.#shown(answered)) audit.personal(type, path);
    audit.end(answered.operation.name?.value);
  }

  #shown({ schema, document, operation, variables }: Answered) {
    const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    const fragments = Object.fromEntries(
      document.definitions
        .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
    const asked = { operation, fragments, variableValues: coerced, schema };
    return personalFieldsOf(asked, this.isPersonal, (type) => this.bindings.views.has(type));
  }
}
