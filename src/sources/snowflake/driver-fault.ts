import { GatewayError, SourceSchema, SourceTimeout, SourceUnavailable } from '../../errors.js';

/** Which kind of trouble a driver's error tells of. */
export type DriverFault = 'session' | 'network' | 'schema' | 'stopped' | 'refused' | 'other';

const FAULTS: Readonly<Record<string, DriverFault>> = {
  // The session is lost, or the driver has given its connection up.
  390104: 'session',
  390111: 'session',
  390112: 'session',
  390114: 'session',
  401004: 'session',
  405503: 'session',
  407001: 'session',
  407002: 'session',
  // No such column, no grant to read, or values are not what a filter compares them with.
  '003001': 'schema',
  '000904': 'schema',
  100035: 'schema',
  100038: 'schema',
  100040: 'schema',
  // Stopped by its time limit, or by somebody else.
  '000604': 'stopped',
  '000630': 'stopped',
  // Who asks, or what they ask with, is refused.
  390100: 'refused',
  390101: 'refused',
  390144: 'refused',
  390186: 'refused',
  390189: 'refused',
  390201: 'refused',
  390302: 'refused',
  390303: 'refused',
  390318: 'refused',
  390422: 'refused',
};

/** What the server says of a statement that it cannot compile: an object is not there, or not what it should be. */
const NOT_COMPILED = /^00[12]\d{3}$/;

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The driver's codes of HTTP and of downloads, and those of sockets. */
const NETWORK = /^(40[12]\d{3}|E[A-Z]+)$/;

export function faultOf(error: unknown): DriverFault {
  const code = codeOf(error);
  // An answer that is not the server's, such as a proxy's page, is an operation that failed without a code.
  const isForeign = error instanceof Error && error.name === 'OperationFailedError' && /^(|undefined)$/.test(code);
  if (NOT_COMPILED.test(code)) return 'schema';
  return FAULTS[code] ?? (NETWORK.test(code) || isForeign ? 'network' : 'other');
}

/** Which of the gateway's errors a driver's error is. */
export function masked(error: unknown, source: string, timeoutMs: number): GatewayError {
  if (error instanceof GatewayError) return error;
  const fault = faultOf(error);
  if (fault === 'schema') return new SourceSchema(source, error);
  return fault === 'stopped' ? new SourceTimeout(source, timeoutMs) : new SourceUnavailable(source, error);
}
