import type { Key } from './row-source.js';

/**
 * Of what the condition is made, for a database that holds its rows against it once more: ids with their networks. Equal
 * keys have an equal `id`. Without it such a database shows nothing.
 */
export interface ScopedViewer {
  readonly id: string;
  readonly keys: Readonly<Record<'UNIT' | 'FACILITY' | 'ROUTE' | 'NETWORK', readonly Key[]>>;
}
