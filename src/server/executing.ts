import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import { executorOf } from '../execution/executor.js';
import type { Context } from './context.js';

type Gateway = ApolloServerOptionsWithGateway<Context>['gateway'];

/**
 * What nobody asks for once an operation is executed. Apollo Server's form of a request for such an executor outlives the
 * request until the heap is swept as a whole, and all that was read would with it.
 */
const SPENT: Readonly<Partial<Record<keyof Context, undefined>>> = {
  read: undefined,
  need: undefined,
  loaders: undefined,
  renew: undefined,
  writer: undefined,
  plans: undefined,
  shapes: undefined,
  faults: undefined,
};

/** The way that Apollo Server leaves open for an executor of one's own: nothing is federated here. */
export function executing(schema: GraphQLSchema, bindings: Bindings, textLists: boolean): Gateway {
  const execute = executorOf(schema, bindings, textLists);
  return {
    load: async () => ({
      executor: async ({ document, operation, request, context }) => {
        const { operationName, variables } = request;
        const own = context as unknown as Context;
        const result = await execute({ document, operation, operationName, variables, context: own });
        Object.assign(context, SPENT);
        return result as never;
      },
    }),
    onSchemaLoadOrUpdate: (loaded) => {
      loaded({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
}
