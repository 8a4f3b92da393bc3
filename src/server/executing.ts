import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import { executorOf } from '../execution/executor.js';
import type { Context } from './context.js';

type Gateway = ApolloServerOptionsWithGateway<Context>['gateway'];

/** The way that Apollo Server leaves open for an executor of one's own: nothing is federated here. */
export function executing(schema: GraphQLSchema, bindings: Bindings, textLists: boolean): Gateway {
  const execute = executorOf(schema, bindings, textLists);
  return {
    load: async () => ({
      executor: async ({ document, operation, request, context }) =>
        execute({
          document,
          operation,
          operationName: request.operationName,
          variables: request.variables,
          context: context as unknown as Context,
        }) as never,
    }),
    onSchemaLoadOrUpdate: (loaded) => {
      loaded({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
}
