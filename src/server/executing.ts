import { type ApolloServerOptionsWithGateway, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import { setAside } from '../commands/unfit-items.js';
import { executorOf } from '../execution/executor.js';
import type { Context } from './context.js';

/**
 * What nobody asks for once an operation is executed. graphql-js remembers by its own form of a request what it collected,
 * which may outlive the request until the heap is swept as a whole, and all that was read would with it.
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

interface Executing {
  /** Answers what went well. */
  readonly plugin: ApolloServerPlugin<Context>;
  /** Hands Apollo Server what did not, which it has its own way to tell. */
  readonly gateway: ApolloServerOptionsWithGateway<Context>['gateway'];
}

/**
 * Our executor in Apollo Server's pipeline. The way for executors that it has itself, a gateway, makes a form of each
 * request that outlives it until the heap is swept as a whole, and all that was answered with it; so it is left to the
 * answers that have errors, which are few and small.
 */
export function executing(schema: GraphQLSchema, bindings: Bindings): Executing {
  const execute = executorOf(schema, bindings);
  const failed = new WeakMap<object, Promise<ExecutionResult>>();
  const plugin: ApolloServerPlugin<Context> = {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, operation, request, contextValue }) => {
        const { operationName } = request;
        const variables = setAside(schema, operation, request.variables, contextValue.unfit);
        const executed = execute({ document, operation, operationName, variables, context: contextValue });
        const result = await executed.catch(() => undefined);
        Object.assign(contextValue, SPENT);
        if (result && !result.errors)
          return {
            http: { headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { data: result.data ?? null } },
          };
        failed.set(contextValue, executed);
        return null;
      },
    }),
  };
  return { plugin, gateway: gatewayOf(schema, failed) };
}

/** Nothing is federated here. */
function gatewayOf(schema: GraphQLSchema, executed: WeakMap<object, Promise<ExecutionResult>>): Executing['gateway'] {
  return {
    load: async () => ({ executor: async ({ context }) => executed.get(context) as never }),
    onSchemaLoadOrUpdate: (loaded) => {
      loaded({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
}
