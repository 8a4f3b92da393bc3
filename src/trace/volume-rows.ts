import type { Reads } from '../loaders/reads.js';
import type { Column, Row } from '../sources/row-source.js';
import { columnsOf, together, viewOf } from './views.js';

/**
 * The day's volumes of these nodes of a network by the node's id, in one statement; a node without a record is missing.
 * A re-run of the allocation may leave two records of a day: the one synced last counts.
 */
export async function volumeRows(
  reads: Reads,
  network: string,
  day: string,
  nodes: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const view = viewOf(reads, 'NodeDailyVolume');
  const [node, idFlownet, date, synced, id, ...volumes] = columnsOf<'NodeDailyVolume'>(view, [
    'node_id',
    'id_flownet',
    'calculation_date',
    '_fivetran_synced',
    'id_rec',
    'hcliq_volume_bbl',
    'gas_volume_mcf',
    'water_volume_bbl',
    'sand_volume_bbl',
  ]) as [Column, Column, Column, Column, Column, ...Column[]];
  const rows = await reads.select(view, {
    ...reads.from(view, 'Trace.volumes'),
    columns: together([node], volumes, reads.columns(view)),
    keys: { columns: [node], tuples: nodes.map((each) => [each]) },
    where: {
      all: [
        { column: idFlownet, is: 'eq', value: network },
        { column: date, is: 'eq', value: day },
      ],
    },
    order: [
      { column: synced, descending: true },
      { column: id, descending: false },
    ],
  });
  // In a map the last of equal keys wins, and here the first row is the one that counts.
  return new Map(rows.reverse().map((row) => [String(row.node_id), row]));
}
