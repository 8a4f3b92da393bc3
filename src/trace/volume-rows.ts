import type { Reads } from '../loaders/reads.js';
import type { Column, Row, Selection } from '../sources/row-source.js';
import { MAX_EARLY_VOLUMES } from './trace-limits.js';
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
  const read = dayRead(reads, network, day);
  const keys = { columns: [nodeOf(reads)], tuples: nodes.map((each) => [each]) };
  return byNode(await reads.select(viewOf(reads, 'NodeDailyVolume'), { ...read, keys }));
}

/**
 * The day's volumes of a whole network, by the statement of its connections: where the store is far away, waiting for the
 * connections to know the nodes costs more than the rows of the others. Undefined where the store is near, and where there
 * are more than `MAX_EARLY_VOLUMES`.
 */
export async function networkVolumes(
  reads: Reads,
  network: string,
  day: string,
): Promise<ReadonlyMap<string, Row> | undefined> {
  const view = viewOf(reads, 'NodeDailyVolume');
  if (!reads.isFar(view)) return undefined;
  const read = dayRead(reads, network, day);
  const rowLimit = Math.min(read.rowLimit - 1, MAX_EARLY_VOLUMES);
  const rows = await reads.select(view, { ...read, rowLimit, beside: true });
  return rows.length > rowLimit ? undefined : byNode(rows);
}

function dayRead(reads: Reads, network: string, day: string): Selection {
  const view = viewOf(reads, 'NodeDailyVolume');
  const [idFlownet, date, synced, id, ...volumes] = columnsOf<'NodeDailyVolume'>(view, [
    'id_flownet',
    'calculation_date',
    '_fivetran_synced',
    'id_rec',
    'hcliq_volume_bbl',
    'gas_volume_mcf',
    'water_volume_bbl',
    'sand_volume_bbl',
  ]) as [Column, Column, Column, Column, ...Column[]];
  return {
    ...reads.from(view, 'Trace.volumes'),
    columns: together([nodeOf(reads)], volumes, reads.columns(view)),
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
  };
}

const nodeOf = (reads: Reads) =>
  columnsOf<'NodeDailyVolume'>(viewOf(reads, 'NodeDailyVolume'), ['node_id'])[0] as Column;

/** In a map the last of equal keys wins, and here the first row is the one that counts. */
const byNode = (rows: readonly Row[]) => new Map(rows.toReversed().map((row) => [String(row.node_id), row]));
