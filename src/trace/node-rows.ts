import type { Reads } from '../loaders/reads.js';
import type { Column, Row } from '../sources/row-source.js';
import { columnsOf, together, viewOf } from './views.js';

/** What a trace reads of a node itself, and whatever else the document asks of `UnitNode`: one statement serves both. */
export function nodeColumns(reads: Reads): Column[] {
  const view = viewOf(reads, 'UnitNode');
  const own = columnsOf<'UnitNode'>(view, ['id_rec', 'id_rec_parent', 'id_flownet', 'node_name', 'node_type']);
  return together(own, reads.columns(view));
}

/** The rows of these nodes of a network by their id, in one statement. */
export async function nodeRows(
  reads: Reads,
  network: string,
  nodes: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  if (nodes.length === 0) return new Map();
  const view = viewOf(reads, 'UnitNode');
  const rows = await reads.select(view, {
    ...reads.from(view, 'Trace.nodes'),
    columns: nodeColumns(reads),
    keys: {
      columns: columnsOf<'UnitNode'>(view, ['id_rec', 'id_flownet']),
      tuples: nodes.map((node) => [node, network]),
    },
    order: [],
  });
  return new Map(rows.map((row) => [String(row.id_rec), row]));
}
