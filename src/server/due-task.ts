import type { Logger } from 'pino';
import { PERMISSIONS } from '../auth/permissions.js';
import { NO_CLAIMS, type Viewer } from '../auth/viewer.js';
import { type DoneDue, doDue } from '../commands/due.js';
import { placesOf, type Writer, writerFor } from '../commands/writer.js';
import type { Config } from '../config.js';
import type { EventStore } from '../events/event-store.js';
import { takeTurn } from '../events/turns.js';
import type { Sources } from '../loaders/reads.js';
import type { BuiltSchema } from './build-schema.js';
import { readsOfScopes } from './scope-of-request.js';

export interface DueOptions extends Pick<BuiltSchema, 'bindings' | 'commands'> {
  readonly config: Config;
  readonly sources: Sources;
  readonly events: () => Promise<EventStore>;
}

const EVERYTHING = { kind: 'everything' } as const;
/** Nobody asks for what falls due: policies do. */
const POLICY: Viewer = {
  id: 'POLICY:DUE',
  role: 'policy',
  permissions: new Set(PERMISSIONS),
  scope: 'everything',
  claims: NO_CLAIMS,
  personal: 'shown',
};
const SECOND_MS = 1_000;

/** What writes what has fallen due by a moment. Each record has a deadline of its own: they may be many. */
export function dueOf({ bindings, commands, config, sources, events }: DueOptions) {
  const places = placesOf(bindings, config.SCOPE_REFRESH_SECONDS * SECOND_MS);
  const limits = { bindings, timeoutMs: config.REQUEST_TIMEOUT_MS, maxRows: config.MAX_ROWS };
  const writer = (): Writer =>
    writerFor(
      { bindings, commands, places, store: events },
      {
        viewer: POLICY,
        requestId: 'due',
        reads: readsOfScopes(limits, sources),
        scope: EVERYTHING,
        writeScope: async () => EVERYTHING,
      },
    );
  return (now?: () => Date): Promise<DoneDue> => {
    const own = writer();
    return doDue({ ...own, reads: () => writer().reads(), ...(now && { now: async () => now() }) });
  };
}

/**
 * Writes what falls due as long as the gateway runs, every `DUE_SECONDS`: of several gateways on one database one at a time.
 * @returns  stops it, once what is being written is written; undefined where the setting says never
 */
export function writeDue(options: DueOptions & { readonly log: Logger }): (() => Promise<void>) | undefined {
  const every = options.config.DUE_SECONDS * SECOND_MS;
  if (every === 0) return undefined;
  const { log } = options;
  const due = dueOf(options);
  let going: Promise<void> | undefined;
  const go = async () => {
    if (!(await takeTurn(await options.events(), 'DUE', Math.floor(Date.now() / every)))) return;
    const done = await due();
    if (Object.values(done).some((count) => count > 0)) log.info(done, 'what had fallen due was written');
  };
  const timer = setInterval(() => {
    going ??= go()
      .catch((err: unknown) => log.warn({ err }, 'what has fallen due was not written'))
      .finally(() => {
        going = undefined;
      });
  }, every).unref();
  return async () => {
    clearInterval(timer);
    await going;
  };
}
