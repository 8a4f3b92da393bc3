import type { Scope } from '../row-source.js';
import type { ScopedViewer } from '../scoped-viewer.js';
import type { Connection } from './postgres-source.js';
import { holdUntilAllIsSaid } from './packets.js';
import { types } from './values.js';

const SET = 'select set_config(name, value, false) from unnest($1::text[], $2::text[]) as setting (name, value)';

/** Whose rows a statement may meet. */
export type Within = 'everything' | 'nothing' | ScopedViewer;

/** How the store's statements know that their connection was told of these records before they came. */
export const toldTo = (within: Within, store: 'on' | '' = 'on') =>
  `${store}:${typeof within === 'string' ? within : within.id}`;

/** What each connection was last told; a new one knows nothing, and shows nothing. */
const told = new WeakMap<object, string>();

/**
 * Tells the database whom the connection reads for, where it was last told something else: its own wall (migrations 0008
 * and 0021) holds rows against that, whatever a statement says. Undefined where it knows already.
 */
export function tellViewer(connection: Connection, scope: Scope): Promise<void> | undefined {
  return tell(connection, scope.kind === 'where' ? (scope.viewer ?? 'nothing') : scope.kind, '');
}

/**
 * Tells it that the event store uses the connection now, for records of this scope. Not within a transaction: what was
 * said there is unsaid where it is rolled back.
 */
export const tellStore = async (connection: Pick<Connection, 'query'>, within: Within): Promise<void> =>
  tell(connection, within, 'on');

function tell(connection: Pick<Connection, 'query'>, within: Within, store: 'on' | ''): Promise<void> | undefined {
  const id = toldTo(within, store);
  return told.get(connection) === id ? undefined : tellAnew(connection, id, within, store);
}

async function tellAnew(connection: Pick<Connection, 'query'>, id: string, within: Within, store: 'on' | '') {
  told.delete(connection);
  holdUntilAllIsSaid(connection);
  const settings = { ...settingsOf(within), 'wellgraph.store': store, 'wellgraph.told': id };
  await connection.query({
    name: 'wellgraph_tell',
    text: SET,
    values: [Object.keys(settings), Object.values(settings)],
    types,
  });
  told.set(connection, id);
}

function settingsOf(within: Within): Readonly<Record<string, string>> {
  const viewer = typeof within === 'string' ? undefined : within;
  const list = (root: 'UNIT' | 'FACILITY' | 'ROUTE') => JSON.stringify(viewer?.keys[root] ?? []);
  return {
    'wellgraph.scope': typeof within === 'string' ? within : 'keys',
    'wellgraph.units': list('UNIT'),
    'wellgraph.facilities': list('FACILITY'),
    'wellgraph.routes': list('ROUTE'),
  };
}
