import type { FastifyInstance } from 'fastify';
import type { SeenSources } from './seen-sources.js';

/** What readiness tells of a source, without asking the source anything. */
export interface SourceHealth {
  readonly status: 'opening' | 'up' | 'degraded' | 'down';
  readonly emptyViews?: readonly string[];
  readonly missingColumns?: Readonly<Record<string, readonly string[]>>;
  /** Views of a replica that are not there yet. */
  readonly notCopied?: readonly string[];
  /** How old the oldest copy of a replica may be. */
  readonly dataAsOf?: string;
  /** Of how many views changes are told by the store, by their newest row, or not at all, so that time has to do. */
  readonly changes?: Readonly<Partial<Record<'told' | 'newest' | 'timer', number>>>;
}

export interface Readiness {
  draining: boolean;
  readonly sources: Record<string, SourceHealth>;
}

/**
 * `/health/live` depends on nothing; `/health/ready` is 503 while the gateway drains, and says of each store whether it
 * answered when it was asked last. Neither reads a store.
 */
export function registerHealth(app: FastifyInstance, readiness: Readiness, seen: SeenSources): void {
  app.get('/health/live', async () => ({ status: 'up' }));
  app.get('/health/ready', async (_request, reply) => {
    const { draining, sources } = readiness;
    const told = Object.entries(sources).map(([name, health]) => [name, asSeen(health, seen.isAway(name))]);
    const status = draining ? 'draining' : 'ready';
    return reply.code(draining ? 503 : 200).send({ status, sources: Object.fromEntries(told) });
  });
}

const asSeen = (health: SourceHealth, isAway: boolean): SourceHealth =>
  isAway && health.status === 'up' ? { ...health, status: 'down' } : health;
