import type { Row, Value } from '../row-source.js';
import { type Layout, PART, PLACE } from '../sql/compile-together.js';
import { inPlace } from '../sql/in-place.js';

/** A row of a wide statement, cell by cell. */
export type WideRow = readonly Value[];

/** The rows of a wide statement by part. */
export function wideRows(cells: readonly WideRow[], layouts: readonly Layout[]): Row[][] {
  const found = layouts.map((layout) => ({ layout, rows: [] as Row[], places: [] as Value[] }));
  for (const row of cells) {
    const part = found[Number(row[PART])];
    if (!part) continue;
    part.rows.push(rowOf(row, part.layout));
    part.places.push(row[PLACE] ?? null);
  }
  return found.map(({ rows, places }) => inPlace(rows, places));
}

function rowOf(cells: WideRow, { names, positions }: Layout): Row {
  const row: Record<string, Value> = {};
  for (const [at, name] of names.entries()) row[name] = cells[positions[at] ?? PART] ?? null;
  return row;
}
