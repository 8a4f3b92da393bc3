import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type GatewayError, ERROR_CODES } from '../../errors.js';

/** Errors of a whole operation on their way through graphql-ws, as the client is to see them. */
export class Refusals extends GraphQLError {
  constructor(readonly told: readonly GraphQLFormattedError[]) {
    super('refused');
  }
}

/** The errors that graphql-ws carries, whether it wrapped them or not. */
export function refusalsIn(error: GraphQLError | undefined): readonly GraphQLFormattedError[] {
  const carried = error instanceof Refusals ? error : error?.originalError;
  return carried instanceof Refusals
    ? carried.told
    : [{ message: 'Internal error', extensions: { code: 'INTERNAL', retryable: true } }];
}

/** An error of the gateway as a client sees it. */
export const formatted = ({ message, code, details }: GatewayError): GraphQLFormattedError => ({
  message,
  extensions: { code, retryable: ERROR_CODES[code].retryable, ...details },
});
