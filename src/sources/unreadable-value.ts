import { GatewayError, type ErrorDetails } from '../errors.js';

/**
 * A value that was sent and that the store cannot read. What a value may be is said where it comes in, with its name; this is
 * what is left for what nobody thought of there: the store answered, and would answer the same again.
 */
export class UnreadableValue extends GatewayError {
  readonly code = 'BAD_USER_INPUT';
  override readonly details: ErrorDetails;
  constructor(source: string, cause: unknown) {
    super(`${source} cannot use a value of the request: it is too large, too small, or no such value there`, { cause });
    this.details = { source };
  }
}
