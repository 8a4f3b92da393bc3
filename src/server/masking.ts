import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERROR_CODES, type ErrorCode, GatewayError } from '../errors.js';
import { refusedArgument, variableOf } from './error-arguments.js';
import { limitMeant } from './library-limits.js';
import { MalformedValue } from './scalars.js';
import { ClientLeft } from './waiting.js';

/** Codes of Apollo's that are another name for one of ours. */
const RENAMED: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
};
/** A word of the persisted-query protocol, not an error of the request: clients look for just this code. */
const PROTOCOL = new Set(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED']);

/** How graphql-js says that it stopped listing what is wrong with the variables; it gives this no code. */
const ABORTED = /^Too many errors processing variables/;

/** What a client may see of an error: its own words only where they were written for clients. */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = limitMeant(formatted.message) ?? causeOf(error);
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  if (cause instanceof GatewayError) {
    return { message: cause.message, ...place, extensions: { ...coded(cause.code), ...cause.details } };
  }
  const refused = cause instanceof GraphQLError ? refusedArgument(cause) : undefined;
  if (refused)
    return { message: formatted.message, ...place, extensions: { ...coded('BAD_USER_INPUT'), argument: refused } };
  const code = formatted.extensions?.code;
  if (typeof code === 'string' && PROTOCOL.has(code)) return { message: formatted.message, extensions: { code } };
  if (ABORTED.test(formatted.message))
    return { message: formatted.message, ...place, extensions: coded('BAD_USER_INPUT') };
  const known = typeof code === 'string' ? (RENAMED[code] ?? code) : '';
  // A code that a library put on an error of its own does not make its words fit for clients.
  if (isFault(error) || !isPublic(known)) return { message: 'Internal error', ...place, extensions: coded('INTERNAL') };
  const argument = formatted.extensions?.argument ?? variableOf(formatted.message);
  const extensions = { ...coded(known), ...(typeof argument === 'string' && { argument }) };
  return { message: formatted.message, ...place, extensions };
}

/** Whether an error is a fault of the gateway or of a store, to be logged whole, rather than of the request. */
export function isFault(error: unknown): boolean {
  const cause = causeOf(error);
  if (cause instanceof GatewayError) return cause.cause !== undefined;
  return !NO_FAULTS.some((kind) => cause instanceof kind);
}

const NO_FAULTS = [GraphQLError, MalformedValue, ClientLeft];

/** The error a resolver threw, out of the wrapping that GraphQL puts around it. */
export function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

const isPublic = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code) && code !== 'INTERNAL';
const coded = (code: ErrorCode) => ({ code, retryable: ERROR_CODES[code].retryable });
