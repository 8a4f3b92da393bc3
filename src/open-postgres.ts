import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { AuditStore } from './audit/audit-entry.js';
import type { Config } from './config.js';
import { auditLog } from './database/audit-log.js';
import { openStores, type Stores } from './database/open-stores.js';
import { SourceUnavailable } from './errors.js';
import { EventStore } from './events/event-store.js';
import type { Sources } from './loaders/reads.js';
import type { Readiness } from './server/health.js';
import { lazySource } from './sources/postgres/lazy-source.js';

/** What the gateway has of its PostgreSQL. */
export interface Postgres {
  readonly sources: Sources;
  /** Where operations are written, once it is open. @throws SourceUnavailable where it cannot be opened */
  readonly events: () => Promise<EventStore>;
  readonly audit: AuditStore;
  readonly close: () => Promise<void>;
}

/** PostgreSQL takes seconds to open where it is embedded: nothing but what it is asked itself waits for it. */
export function openPostgres(config: Config, readiness: Readiness, log: Logger): Postgres {
  const opening = opened(config, readiness, log);
  const store = opening.then(({ database }) => new EventStore(database));
  store.catch(() => {}); // each write tells of it
  const sourceOf = (name: 'GIS' | 'OPS', key: 'gis' | 'ops') =>
    lazySource(
      opening.then((stores) => stores[key]),
      name,
    );
  return {
    sources: { GIS: sourceOf('GIS', 'gis'), OPS: sourceOf('OPS', 'ops') },
    events: () =>
      store.catch((error: unknown) => {
        throw new SourceUnavailable('OPS', error);
      }),
    audit: { append: async (entries) => auditLog((await opening).database.pool).append(entries) },
    close: async () => opening.then((stores) => stores.close()).catch(() => {}),
  };
}

function opened(config: Config, { sources }: Readiness, log: Logger): Promise<Stores> {
  const say = (status: 'opening' | 'up' | 'down') => {
    sources.GIS = { status };
    sources.OPS = { status };
  };
  say('opening');
  const opening = openStores({
    url: config.POSTGRES_URL,
    packed: fileURLToPath(new URL('./database/sample.tar.gz', import.meta.url)),
    folder: config.DATA_DIR,
    connections: config.POSTGRES_CONNECTIONS,
    waiting: config.POSTGRES_WAITING,
    statementTimeoutMs: config.REQUEST_TIMEOUT_MS,
  });
  opening.then(
    () => say('up'),
    (err: unknown) => {
      say('down');
      log.error({ err }, 'PostgreSQL, which has the map and the records of operations, cannot be opened');
    },
  );
  return opening;
}
