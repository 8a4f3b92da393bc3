import { parseGlobalId } from '../binding/global-id.js';
import type { Reads } from '../loaders/reads.js';
import type { Column, Key, Row } from '../sources/row-source.js';
import { nodeColumns } from './node-rows.js';
import { columnsOf, viewOf } from './views.js';

/** Where a trace begins: nodes of one network. */
export interface Start {
  readonly network: string;
  readonly rows: readonly Row[];
}

/**
 * The node with this global id, or all nodes of the unit with it. Null where there is none of either.
 * @throws BadUserInput where the text is no global id
 */
export async function startOf(reads: Reads, from: string): Promise<Start | null> {
  const { view, key } = parseGlobalId(from, reads.asked.bindings, 'from');
  if (view.type === 'UnitNode') return startOfNode(reads, key);
  return view.type === 'Unit' ? startOfUnit(reads, key) : null;
}

async function startOfNode(reads: Reads, key: Key): Promise<Start | null> {
  const [node] = await nodesBy(reads, 'id_rec', key);
  return node ? { network: networkOf(node), rows: [node] } : null;
}

/** A unit is in one network with its nodes. Where that leaves the network open, the unit's own row has it. */
async function startOfUnit(reads: Reads, key: Key): Promise<Start | null> {
  const nodes = await nodesBy(reads, 'id_rec_parent', key);
  const networks = [...new Set(nodes.map(networkOf))];
  const network = networks.length === 1 ? networks[0] : await networkOfUnit(reads, key);
  return network === undefined ? null : { network, rows: nodes.filter((node) => networkOf(node) === network) };
}

async function networkOfUnit(reads: Reads, key: Key): Promise<string | undefined> {
  const view = viewOf(reads, 'Unit');
  const [unit] = await reads.select(view, {
    ...reads.from(view, 'Trace.unit'),
    columns: columnsOf<'Unit'>(view, ['id_rec', 'id_flownet']),
    keys: { columns: view.key, tuples: [key] },
    order: [],
  });
  return unit && networkOf(unit);
}

function nodesBy(reads: Reads, column: 'id_rec' | 'id_rec_parent', key: Key): Promise<Row[]> {
  const view = viewOf(reads, 'UnitNode');
  return reads.select(view, {
    ...reads.from(view, 'Trace.start'),
    columns: nodeColumns(reads),
    keys: { columns: columnsOf<'UnitNode'>(view, [column]), tuples: [key] },
    order: columnsOf<'UnitNode'>(view, ['id_flownet', 'id_rec']).map(ascending),
  });
}

const ascending = (column: Column) => ({ column, descending: false });
const networkOf = (row: Row) => String(row.id_flownet);
