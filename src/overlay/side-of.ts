import { viewNamed } from '../binding/named.js';
import { inOrder } from '../loaders/in-order.js';
import type { Reads } from '../loaders/reads.js';
import type { Column, Key, Row } from '../sources/row-source.js';
import type { Asked, Overlay, Side } from './declaration.js';

interface Wanted {
  readonly tuples: readonly Key[];
  readonly days: Pick<Asked, 'from' | 'to'>;
  readonly reads: Reads;
}

/** What one store has of many parents, in their order: one statement. */
export async function sideOf({ label }: Overlay, side: Side, { tuples, days, reads }: Wanted): Promise<Row[][]> {
  const view = viewNamed(reads.asked.bindings, side.type);
  const all = new Map(view.leaves.map(({ field }) => [field.column.name, field.column]));
  const column = (name: string): Column => {
    const found = all.get(name);
    if (!found) throw new Error(`${side.type} has no column ${name}`);
    return found;
  };
  const by = side.parent.map(column);
  const columns = new Map([...reads.columns(view), ...side.columns.map(column)].map((each) => [each.name, each]));
  const newest = side.newest ? [{ column: column(side.newest), descending: true }] : [];
  const rows = await reads.select(view, {
    ...reads.from(view, label),
    columns: [...columns.values()],
    keys: { columns: by, tuples },
    ...(view.grain && { grain: view.grain }),
    where: { all: side.where(column, days) },
    order: [...newest, ...view.key.map((each) => ({ column: each, descending: false }))],
  });
  return inOrder(tuples, by, rows);
}
