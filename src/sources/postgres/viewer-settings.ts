import type { Scope } from '../row-source.js';
import type { Connection } from './postgres-source.js';
import { types } from './values.js';

const SET = 'select set_config(name, value, false) from unnest($1::text[], $2::text[]) as setting (name, value)';

/** What each connection was last told; a new one knows nothing, and shows nothing. */
const told = new WeakMap<Connection, string>();

/**
 * Tells the database whom the connection reads for, where it was last told something else: its own wall (migration 0008)
 * holds rows against that, whatever a statement says.
 */
export async function tellViewer(connection: Connection, scope: Scope): Promise<void> {
  const id = scope.kind === 'where' ? (scope.viewer?.id ?? 'nothing') : scope.kind;
  if (told.get(connection) === id) return;
  told.delete(connection);
  const settings = settingsOf(scope);
  await connection.query({ text: SET, values: [Object.keys(settings), Object.values(settings)], types });
  told.set(connection, id);
}

function settingsOf(scope: Scope): Readonly<Record<string, string>> {
  const viewer = scope.kind === 'where' ? scope.viewer : undefined;
  const list = (root: 'UNIT' | 'FACILITY' | 'ROUTE') => JSON.stringify(viewer?.keys[root] ?? []);
  return {
    'wellgraph.scope': viewer ? 'keys' : scope.kind === 'everything' ? 'everything' : 'nothing',
    'wellgraph.units': list('UNIT'),
    'wellgraph.facilities': list('FACILITY'),
    'wellgraph.routes': list('ROUTE'),
  };
}
