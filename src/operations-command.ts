import { fileURLToPath } from 'node:url';
import { compileBindings } from './binding/compile-bindings.js';
import { readSdl } from './binding/sdl-files.js';
import { openStores } from './database/open-stores.js';
import { EventStore } from './events/event-store.js';
import { eventCount, type Mismatch, strangers, verify } from './events/verify.js';

export interface OperationsSettings {
  readonly POSTGRES_URL?: string | undefined;
  readonly DATA_DIR?: string | undefined;
}

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
/** Rebuilding years of records takes longer than any request may. */
const TIMEOUT_MS = 600_000;

/**
 * Rebuilds every record of operations from its events and holds it against its table.
 * @returns       what was compared, to be printed
 * @throws Error  something differs; the message lists it
 */
export async function verifyOperations(settings: OperationsSettings): Promise<string> {
  const views = [...compileBindings(readSdl(pathOf('../schema'))).views.values()];
  const entities = views
    .filter(({ source, key }) => source === 'OPS' && key[0]?.name === 'row_id')
    .map(({ view }) => view);
  const stores = await openStores({
    url: settings.POSTGRES_URL,
    packed: pathOf('./database/sample.tar.gz'),
    folder: settings.DATA_DIR,
    connections: 1,
    waiting: 10,
    statementTimeoutMs: TIMEOUT_MS,
  });
  try {
    const store = new EventStore(stores.database);
    const faults = [...(await verify(store, entities)).map(lineOf), ...(await strangers(store, entities)).map(strange)];
    if (faults.length > 0) throw new Error(`Records and their events differ:\n${faults.join('\n')}`);
    return `${entities.length} tables are what their ${await eventCount(store)} events lead to.\n`;
  } finally {
    await stores.close();
  }
}

const lineOf = ({ entity, rowId, fault, columns }: Mismatch) =>
  `  ${entity} ${rowId}: ${[fault, ...columns].join(' ')}`;
const strange = (entity: string) => `  ${entity}: has events and no table of the schema`;
