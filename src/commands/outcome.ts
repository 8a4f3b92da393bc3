import type { UserErrorCode, WriteOutcome, WriteWarningCode } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';

export interface UserError {
  readonly path: readonly string[];
  readonly code: UserErrorCode;
  readonly message: string;
}

export interface Warning {
  readonly path: readonly string[];
  readonly code: WriteWarningCode;
  readonly message: string;
}

/** The record that a request is about. */
export interface RecordRef {
  /** Its type in the schema. */
  readonly type: string;
  readonly rowId: string;
}

/** What became of one write. */
export interface Result {
  readonly outcome: WriteOutcome;
  readonly record?: RecordRef;
  readonly current?: RecordRef;
  readonly duplicates?: readonly RecordRef[];
  readonly userErrors: readonly UserError[];
  readonly warnings: readonly Warning[];
  /** Of the last event that was written. */
  readonly sequence?: string;
}

/** Ends a command from wherever it is known that nothing can be written. */
export class Refused extends Error {
  constructor(readonly result: Result) {
    super(result.userErrors.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  }
}

export const userError = (path: string, code: UserErrorCode, message: string): UserError => ({
  path: path === '' ? [] : path.split('.'),
  code,
  message,
});

export const warning = (path: string, code: WriteWarningCode, message: string): Warning => ({
  path: path === '' ? [] : path.split('.'),
  code,
  message,
});

export const invalid = (...userErrors: readonly UserError[]): Result => ({
  outcome: 'INVALID',
  userErrors,
  warnings: [],
});

export const conflict = (current: RecordRef | undefined, ...userErrors: readonly UserError[]): Result => ({
  outcome: 'CONFLICT',
  ...(current && { current }),
  userErrors,
  warnings: [],
});

/** Something that may be the same is there: the client says `force` where it is not. */
export const suspected = (duplicates: readonly RecordRef[]): Result => ({
  outcome: 'DUPLICATE_SUSPECTED',
  duplicates,
  userErrors: [],
  warnings: [],
});

export const refOf = (type: string, { row_id }: Row): RecordRef => ({ type, rowId: String(row_id) });
