import { GraphQLError } from 'graphql';
import { type ErrorCode, GatewayError } from '../errors.js';

/** The HTTP status of a request that was refused whole. An error of one field leaves the status alone. */
export const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  BAD_USER_INPUT: 400,
  LIMIT_EXCEEDED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  SOURCE_UNAVAILABLE: 503,
  SOURCE_TIMEOUT: 504,
  OVERLOADED: 503,
};

/** Runs a check of a whole operation; what it throws leaves with the HTTP status of its code. */
export function asRefusal(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const http = { status: STATUS[error.code] ?? 500 };
    throw new GraphQLError(error.message, { originalError: error, extensions: { http } });
  }
}
