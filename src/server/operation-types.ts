import { GraphQLError, type ValidationRule } from 'graphql';

/** Refuses an operation of a kind that the schema has none of; without it, running the operation would be the fault. */
export const knownOperations: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`The schema has no ${node.operation}`, { nodes: node }));
  },
});
