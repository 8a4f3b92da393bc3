/** Every code a client may see, and whether the same request may succeed when it is sent again. */
export const ERROR_CODES = {
  BAD_USER_INPUT: { retryable: false, means: 'An argument or variable has a value that cannot be used.' },
  GRAPHQL_PARSE_FAILED: { retryable: false, means: 'The document is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { retryable: false, means: 'The document asks for what the schema does not have.' },
  UNAUTHENTICATED: { retryable: false, means: 'No valid identity came with the request.' },
  FORBIDDEN: { retryable: false, means: 'The identity may not do this.' },
  LIMIT_EXCEEDED: { retryable: false, means: 'The request is larger than a stated limit; the message names it.' },
  RATE_LIMITED: { retryable: true, means: 'Too many requests; wait as long as Retry-After says.' },
  CONFLICT: { retryable: false, means: 'As the `outcome` of a write: the record has changed since it was read.' },
  IDEMPOTENCY_KEY_REUSED: { retryable: false, means: 'As a `userError`: the clientRequestId came with another body.' },
  SOURCE_UNAVAILABLE: { retryable: true, means: 'A store does not answer; other fields still do.' },
  SOURCE_TIMEOUT: { retryable: true, means: 'A store did not answer in time.' },
  SOURCE_SCHEMA: { retryable: false, means: 'A store lacks a column or view that the schema is bound to.' },
  OVERLOADED: { retryable: true, means: 'Too much is waiting already.' },
  INTERNAL: { retryable: true, means: 'A fault of the gateway; the log has it under the request id.' },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error tells the client beside its message. */
export interface ErrorDetails {
  readonly argument?: string;
  readonly source?: string;
  readonly [detail: string]: unknown;
}

/** An error whose message is written for the client. Anything else leaves the gateway as "Internal error". */
export abstract class GatewayError extends Error {
  abstract readonly code: ErrorCode;
  readonly details: ErrorDetails = {};
}

/** An argument that cannot be used; `argument` is its path, such as `where.allocated.oilBbl`. */
export class BadUserInput extends GatewayError {
  readonly code = 'BAD_USER_INPUT';
  override readonly details: ErrorDetails;
  constructor(argument: string, message: string) {
    super(`${argument}: ${message}`);
    this.details = { argument };
  }
}

/** What an address names is not there, or not for this viewer: one message for both. Over plain HTTP it is 404. */
export class NotThere extends BadUserInput {}

/** A stated limit was passed. The message names the limit, what was measured and how to ask for less. */
export class LimitExceeded extends GatewayError {
  readonly code = 'LIMIT_EXCEEDED';
  override readonly details: ErrorDetails;
  constructor(message: string, details: ErrorDetails = {}) {
    super(message);
    this.details = details;
  }
}

/** No identity, or one that does not hold. One message for every reason; the reason is for the log only. */
export class Unauthenticated extends GatewayError {
  readonly code = 'UNAUTHENTICATED';
  constructor(readonly reason: string) {
    super('No valid identity came with the request');
  }
}

/** The identity is known, and may not do this. */
export class Forbidden extends GatewayError {
  readonly code = 'FORBIDDEN';
  override readonly details: ErrorDetails;
  constructor(message: string, argument?: string) {
    super(message);
    this.details = argument === undefined ? {} : { argument };
  }
}

/** An identity asks more often, or more at a time, than it may. */
export class RateLimited extends GatewayError {
  readonly code = 'RATE_LIMITED';
  override readonly details: ErrorDetails;
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(`${message}; try again in ${retryAfterSeconds} s`);
    this.details = { retryAfterSeconds };
  }
}

/** More work waits for a store than it is allowed to. */
export class Overloaded extends GatewayError {
  readonly code = 'OVERLOADED';
  override readonly details: ErrorDetails;
  constructor(source: string) {
    super(`${source} has too many statements waiting; try again in a second`);
    this.details = { source };
  }
}

/** A subscriber that takes events more slowly than they come. */
export class FellBehind extends GatewayError {
  readonly code = 'OVERLOADED';
  override readonly details: ErrorDetails;
  constructor(limit: number) {
    super(`More than ${limit} events were left unread; subscribe again after the last one that came`);
    this.details = { limit, what: 'events' };
  }
}

/** A store that does not answer. The driver's own error is the cause, for the log only. */
export class SourceUnavailable extends GatewayError {
  readonly code = 'SOURCE_UNAVAILABLE';
  override readonly details: ErrorDetails;
  constructor(source: string, cause: unknown) {
    super(`${source} does not answer`, { cause });
    this.details = { source };
  }
}

/** A store that did not answer before the deadline. */
export class SourceTimeout extends GatewayError {
  readonly code = 'SOURCE_TIMEOUT';
  override readonly details: ErrorDetails;
  constructor(source: string, milliseconds: number) {
    super(`${source} did not answer within ${milliseconds} ms`);
    this.details = { source };
  }
}

/** The schema is bound to a view or column that the store does not have. */
export class SourceSchema extends GatewayError {
  readonly code = 'SOURCE_SCHEMA';
  override readonly details: ErrorDetails;
  constructor(source: string, cause?: unknown) {
    super(`${source} lacks a column or view that this field is bound to`, cause === undefined ? {} : { cause });
    this.details = { source };
  }
}

/** An argument, or a measure, stands on a column that the store does not have. */
export class ColumnMissing extends SourceSchema {
  override readonly details: ErrorDetails;
  constructor(
    readonly source: string,
    readonly argument: string,
    readonly column: string,
  ) {
    super(source);
    this.message = `${argument || column}: ${source} lacks the column that it stands on`;
    this.details = { source, ...(argument && { argument }) };
  }
}
