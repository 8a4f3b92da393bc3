import type { SourceName } from '../binding/bindings.js';
import type { EventStore } from '../events/event-store.js';
import { reached } from '../events/reached.js';
import type { Sources } from '../loaders/reads.js';
import { after } from '../sources/after.js';
import { type Cost, type Hearing, noCost, requestSource } from '../sources/request-source.js';
import { together } from '../sources/together.js';
import { type Watch, watched } from '../sources/watched.js';
import type { Deadline } from './waiting.js';

interface Options {
  readonly sources: Sources;
  readonly timeoutMs: number;
  readonly wideStatements: boolean;
  readonly events?: (() => Promise<EventStore>) | undefined;
  readonly hearing?: Hearing | undefined;
}

interface Until {
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
}

interface Asked {
  readonly requestId: string;
  /** The event that the reads have to see. */
  readonly readToken?: string | undefined;
}

/**
 * The sources as one request has them: what it asks is counted and ends with its deadline. With a read token its reads of
 * operations wait until the database has come as far as the token says.
 */
export function requestSources(
  options: Options,
  { signal, deadline }: Until,
  { requestId, readToken }: Asked,
  watch: Watch,
) {
  const { sources, timeoutMs, wideStatements, events, hearing } = options;
  const costs = new Map<SourceName, Cost>();
  const own = Object.entries(sources).map(([name, source]) => {
    const cost = noCost();
    costs.set(name as SourceName, cost);
    const counted = requestSource(source, { name, cost, deadline, limitMs: timeoutMs, requestId, hearing });
    const own = watched(wideStatements ? together(counted) : counted, name, watch);
    if (name !== 'OPS' || readToken === undefined || !events) return [name, own];
    return [name, after(own, async () => reached(await events(), readToken, signal))];
  });
  return { costs, sources: Object.fromEntries(own) as Sources };
}
