import type { GraphQLFormattedError } from 'graphql';

/** An error without graphql-js's "Did you mean", which tells what else the schema has. */
export function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ Did you mean [^?]*\?/g, '') };
}
