import { type ApolloServerPlugin, type GraphQLRequestContextResponseForOperation, HeaderMap } from '@apollo/server';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
} from 'graphql';
import type { Logger } from 'pino';
import { BadUserInput } from '../../errors.js';
import type { Answered, Auditing } from '../audit-plugin.js';
import type { Context } from '../context.js';
import { causeOf, isFault, maskError } from '../masking.js';
import { asRefusal } from '../refusal.js';
import type { Answer, Stream } from './answers.js';

/** Where a transport that carries more than one answer finds them. */
export interface Carrier {
  /** Makes the context of one event: what was read for an earlier one is not what holds now. */
  readonly contextOfEvent: () => Promise<Context>;
  events?: Stream;
}

type Operation = GraphQLRequestContextResponseForOperation<Context>;

/** Subscriptions as part of Apollo's pipeline, so that nothing holds for them that is not the same for queries. */
export class Subscriptions {
  constructor(
    readonly schema: GraphQLSchema,
    readonly auditing: Auditing,
    readonly log: Pick<Logger, 'error'>,
  ) {}

  plugin(): ApolloServerPlugin<Context> {
    return {
      requestDidStart: async () => ({
        didResolveOperation: async ({ operation, request, contextValue }) => {
          if (operation?.operation !== 'subscription') return;
          if (!contextValue.carrier)
            asRefusal(() => {
              throw new BadUserInput('query', 'a subscription is answered over WebSocket or SSE');
            });
          const { errors } = getVariableValues(
            this.schema,
            operation.variableDefinitions ?? [],
            request.variables ?? {},
          );
          if (errors?.[0]) throw new GraphQLError(errors[0].message, { extensions: { code: 'BAD_USER_INPUT' } });
        },
        responseForOperation: (asked) => this.#open(asked),
      }),
    };
  }

  async #open(asked: Operation) {
    const { carrier } = asked.contextValue;
    if (asked.operation?.operation !== 'subscription' || !carrier) return null;
    const args: ExecutionArgs = {
      schema: this.schema,
      document: asked.document,
      operationName: asked.request.operationName ?? null,
      variableValues: asked.request.variables ?? {},
      contextValue: asked.contextValue,
    };
    const source = await createSourceEventStream(args);
    const isOpen = Symbol.asyncIterator in source;
    const { document, operation } = asked;
    const answered = { schema: this.schema, document, operation, variables: asked.request.variables ?? {} };
    if (isOpen) carrier.events = this.#answers(source[Symbol.asyncIterator](), args, answered, carrier);
    const singleResult = isOpen ? { data: null } : this.#masked(source, asked.contextValue);
    return {
      http: { headers: new HeaderMap() },
      body: { kind: 'single' as const, singleResult },
    };
  }

  /** Not a generator function: that could not be left while it waits for the next event. */
  #answers(source: AsyncIterator<unknown>, args: ExecutionArgs, answered: Answered, { contextOfEvent }: Carrier) {
    let isOver = false;
    const refused = (error: unknown) => {
      isOver = true;
      const told = new GraphQLError('', { originalError: error as Error });
      return { done: true, value: this.#masked({ errors: [told] }, args.contextValue as Context) };
    };
    const answers: Stream = {
      next: async () => {
        if (isOver) return { done: true, value: undefined };
        const event = await source.next().catch(refused);
        // A source that fails says why as its last answer.
        if (isOver) return { done: false, value: event.value as Answer };
        if (event.done) return { done: true, value: undefined };
        const contextValue = await contextOfEvent();
        const result = await execute({ ...args, rootValue: event.value, contextValue });
        this.auditing.end(contextValue, answered);
        return { done: false, value: this.#masked(result, contextValue) };
      },
      return: async () => {
        await source.return?.();
        return { done: true, value: undefined };
      },
      throw: async (error) => {
        await source.return?.();
        throw error;
      },
      [Symbol.asyncIterator]: () => answers,
    };
    return answers;
  }

  #masked({ data, errors }: ExecutionResult, { requestId }: Context): Answer {
    for (const error of errors ?? [])
      if (isFault(error)) this.log.error({ requestId, path: error.path, err: causeOf(error) }, 'fault');
    const told = errors?.map((error) => {
      const masked = maskError(error.toJSON(), error);
      return { ...masked, extensions: { ...masked.extensions, requestId } };
    });
    return { ...(told && { errors: told }), ...(data !== undefined && { data }) };
  }
}
