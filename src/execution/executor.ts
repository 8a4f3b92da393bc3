import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Bindings } from '../binding/bindings.js';
import type { ReadContext } from '../binding/resolvers.js';
import { NeedsRows } from '../loaders/loaders.js';
import { onceAPlace } from './once-a-place.js';
import { textDocuments } from './text-documents.js';

export interface Asked<Context> {
  readonly document: DocumentNode;
  /** Undefined where the document has none of the name asked for: that is then the answer. */
  readonly operation: OperationDefinitionNode | undefined;
  readonly operationName?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: Context;
}

const MOST_FAULTS = { maxCoercionErrors: 5 };

/**
 * Executes operations. Lists of plain values are written as JSON by the stores that can; an operation in which a row is
 * not as GraphQL would answer it is executed row by row, so that its errors are GraphQL's own.
 */
export function executorOf(schema: GraphQLSchema, bindings: Bindings, textLists = true) {
  const textDocument = textDocuments(schema, bindings);
  const plainly = ({ document, operationName, variables, context }: Asked<unknown>) =>
    execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName,
      options: MOST_FAULTS,
    });
  return async (asked: Asked<ReadContext>): Promise<ExecutionResult> => {
    const document = textLists ? textDocument(asked) : undefined;
    if (!document) return withFaults(await plainly(asked), asked.context);
    const result = await plainly({ ...asked, document });
    if (!result.errors?.some(({ originalError }) => originalError instanceof NeedsRows))
      return withFaults(result, asked.context);
    asked.context.faults.splice(0); // it is all asked once more
    return withFaults(await plainly(asked), asked.context);
  };
}

function withFaults(result: ExecutionResult, { faults }: ReadContext): ExecutionResult {
  const told = [...onceAPlace(result.errors ?? []), ...faults.splice(0)];
  return told.length > 0 ? { ...result, errors: told } : result;
}
