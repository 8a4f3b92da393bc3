import { isOutdated } from '../sources/postgres/named.js';
import type { ConstraintClass } from './write.js';

/** Names of PostgreSQL's classes of constraints, by SQLSTATE. */
const CONSTRAINTS: Readonly<Record<string, ConstraintClass>> = {
  '23505': 'unique',
  '23P01': 'exclusion',
  '23514': 'check',
  '23503': 'reference',
  '23502': 'missing',
  '22003': 'range',
};

/** Serialization, deadlock, a lock waited for too long: the same statements may succeed now. */
const CONTENDED = new Set(['40001', '40P01', '55P03']);
/** The server ended the connection or does not take one yet. Class 08 is the connection itself. */
const LOST = /^(08...|57P0[123]|53300|25P03)$/;
const SOCKET = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
/** What `pg` says without a code when the server is gone or takes no connection. */
const UNCODED =
  /Connection terminated|Client was closed|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired/;

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Whether the connection cannot be used any more; whether a COMMIT got through is not known then. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  if (LOST.test(code) || SOCKET.has(code) || isOutdated(error)) return true;
  return error instanceof Error && code === '' && (UNCODED.test(error.message) || isReadTimeout(error));
}

const isReadTimeout = (error: Error) => error.message === 'Query read timeout';

/** Whether the same request, sent again with the same key, may succeed. */
export const isTransient = (error: unknown): boolean => isLost(error) || CONTENDED.has(codeOf(error));

/** A policy that refuses a row has the code of a right that is missing, which is a fault: the server's routine tells. */
const isOutOfScope = (error: unknown) =>
  codeOf(error) === '42501' && (error as { readonly routine?: string }).routine === 'ExecWithCheckOptions';

export interface Refusal {
  readonly is: 'refused';
  readonly constraint: string;
  readonly class: ConstraintClass;
  readonly column?: string;
}

/** The constraint that a driver's error speaks of, where it speaks of one. */
export function refusalOf(error: unknown): Refusal | undefined {
  const kind = isOutOfScope(error) ? 'scope' : CONSTRAINTS[codeOf(error)];
  if (!kind) return undefined;
  const { constraint, column } = error as { readonly constraint?: string; readonly column?: string };
  return { is: 'refused', constraint: constraint ?? '', class: kind, ...(column && { column }) };
}
