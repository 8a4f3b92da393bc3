import { GatewayError, SourceSchema, SourceTimeout, SourceUnavailable } from '../../errors.js';
import { UnreadableValue } from '../unreadable-value.js';

/** No such column, table, function or schema, no grant to read it, or columns of one wide statement that do not go together. */
const SCHEMA = new Set(['42703', '42P01', '42883', '3F000', '42501', '42804']);
/** Cut off by statement_timeout, or waited too long for a lock. */
const TIMEOUT = new Set(['57014', '55P03']);

/** A number, date, time, zone, interval or text that is out of its range or of another form. */
const VALUE = new Set(['22003', '22007', '22008', '22009', '22015', '22021', '22P02', '22P05']);

/** Which of the gateway's errors a driver's error is. */
export function masked(error: unknown, source: string, timeoutMs: number): GatewayError {
  if (error instanceof GatewayError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (SCHEMA.has(code)) return new SourceSchema(source, error);
  if (TIMEOUT.has(code) || isReadTimeout(error)) return new SourceTimeout(source, timeoutMs);
  return VALUE.has(code) ? new UnreadableValue(source, error) : new SourceUnavailable(source, error);
}

/** `pg` gave up waiting for an answer; it gives this no code. The connection is of no more use. */
export const isReadTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout';
