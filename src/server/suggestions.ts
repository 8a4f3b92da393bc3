import type { GraphQLFormattedError } from 'graphql';

/** An error without graphql-js's "Did you mean", which tells what else the schema has. */
export function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ Did you mean [^?]*\?/g, '') };
}

const LONGEST = 400;

/** An error that does not say back whole what was sent: graphql-js repeats the values that it refuses, however large. */
export function shortened(error: GraphQLFormattedError): GraphQLFormattedError {
  const { message } = error;
  if (message.length <= LONGEST) return error;
  return { ...error, message: `${message.slice(0, LONGEST / 2)} … ${message.slice(-LONGEST / 2)}` };
}
