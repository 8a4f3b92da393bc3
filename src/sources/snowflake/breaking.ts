import {
  type CircuitState as State,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  type IBreaker,
  isBrokenCircuitError,
  SamplingBreaker,
} from 'cockatiel';
import { GatewayError, SourceUnavailable } from '../../errors.js';
import type { RowSource } from '../row-source.js';
import { around } from '../around.js';

export interface BreakerSettings {
  /** How long an open breaker refuses, before one read is let through to see. */
  readonly retryAfterMs: number;
  readonly onChange?: (isOpen: boolean) => void;
}

export interface Broken extends RowSource {
  readonly isOpen: () => boolean;
}

/** Refuses at once while the store is out of order: after five failures in a row, or where half of ten seconds' fail. */
export function breaking(source: RowSource, name: string, { retryAfterMs, onChange }: BreakerSettings): Broken {
  const isProbing = () => policy.state === CircuitState.HalfOpen;
  // A probe whose client left has shown nothing: the breaker stays open.
  const isOutage = (error: Error) => isOut(error) || (isProbing() && !(error instanceof GatewayError));
  const policy = circuitBreaker(handleWhen(isOutage), { halfOpenAfter: retryAfterMs, breaker: eitherOf() });
  policy.onBreak(() => onChange?.(true));
  policy.onReset(() => onChange?.(false));
  const guarded = around(source, async (read) => {
    if (isProbing()) throw new SourceUnavailable(name, new Error('one read is finding out whether it answers again'));
    return policy.execute(read).catch((error: unknown) => {
      throw isBrokenCircuitError(error) ? new SourceUnavailable(name, error) : error;
    });
  });
  return { ...guarded, isOpen: () => policy.state !== CircuitState.Closed };
}

/** A request's own deadline passing is the store's silence; a client that leaves says nothing of the store. */
function isOut(error: Error): boolean {
  if (error instanceof GatewayError) return error.code === 'SOURCE_UNAVAILABLE' || error.code === 'SOURCE_TIMEOUT';
  return error.name === 'TimeoutError';
}

function eitherOf(): IBreaker {
  const breakers = [
    new ConsecutiveBreaker(5),
    new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 1 }),
  ];
  return {
    state: undefined,
    success: (state: State) => void breakers.map((each) => each.success(state)),
    failure: (state: State) => breakers.map((each) => each.failure(state)).some(Boolean),
  };
}
