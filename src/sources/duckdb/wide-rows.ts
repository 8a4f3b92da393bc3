import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { Row } from '../row-source.js';
import { type Layout, PART, PLACE } from '../sql/compile-together.js';
import { inPlace } from '../sql/in-place.js';
import { addRows } from './convert.js';

/** The rows of a wide statement by part. Columns that no part of a chunk uses are not read out of it. */
export function wideRows(chunks: readonly DuckDBDataChunk[], layouts: readonly Layout[]): Row[][] {
  const found = layouts.map(({ names, positions }) => ({
    names,
    positions,
    rows: [] as Row[],
    places: [] as unknown[],
  }));
  for (const chunk of chunks) {
    const columns: (readonly unknown[])[] = [];
    const column = (position: number) => {
      columns[position] ??= chunk.getColumnValues(position);
      return columns[position];
    };
    const [parts, places] = [column(PART), column(PLACE)];
    for (const [from, to] of runsOf(parts)) {
      const part = found[Number(parts[from])];
      if (!part) continue;
      addRows(part.rows, part.names, part.positions.map(column), from, to);
      for (let index = from; index < to; index++) part.places.push(places[index]);
    }
  }
  return found.map(({ rows, places }) => inPlace(rows, places));
}

/** Where equal values stand next to each other: from each first one to behind its last. */
function* runsOf(values: readonly unknown[]): Generator<[from: number, to: number]> {
  let from = 0;
  for (let at = 1; at <= values.length; at++) {
    if (at < values.length && values[at] === values[from]) continue;
    yield [from, at];
    from = at;
  }
}
