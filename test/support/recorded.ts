import { postgres } from '../../src/sources/postgres/dialect.js';
import { duckdb } from '../../src/sources/duckdb/dialect.js';
import type { Aggregation, RowSource, Selection } from '../../src/sources/row-source.js';
import { compileAggregate } from '../../src/sources/sql/compile-aggregate.js';
import { compileSelect } from '../../src/sources/sql/compile-select.js';
import { compileTile } from '../../src/sources/sql/compile-tile.js';
import { compileTogether } from '../../src/sources/sql/compile-together.js';
import type { TileRead } from '../../src/sources/tile-read.js';

/** A source that writes down what it was asked; the answers are the real source's. */
export interface Recorded extends RowSource {
  /** Every read, those that shared a statement too. */
  readonly reads: (Selection | Aggregation | TileRead)[];
  /** The SQL of what was asked since the last call. */
  readonly statements: () => string[];
}

export function recorded(source: RowSource): Recorded {
  const reads: (Selection | Aggregation | TileRead)[] = [];
  const texts: string[] = [];
  const { readAll, readEach, tile, ahead } = source;
  return {
    reads,
    statements: () => {
      reads.splice(0);
      return texts.splice(0);
    },
    select: (selection, signal) => {
      reads.push(selection);
      texts.push(compileSelect(selection, duckdb).text);
      return source.select(selection, signal);
    },
    aggregate: (aggregation, signal) => {
      reads.push(aggregation);
      texts.push(compileAggregate(aggregation, duckdb).text);
      return source.aggregate(aggregation, signal);
    },
    ...(readAll && {
      readAll: (all, signal) => {
        reads.push(...all);
        texts.push(compileTogether(all, duckdb).text);
        return readAll(all, signal);
      },
    }),
    ...(readEach && {
      readEach: (all, signal, tell) => {
        reads.push(...all);
        texts.push(compileTogether(all, duckdb).text);
        return readEach(all, signal, tell);
      },
    }),
    ...(tile && {
      tile: async (read, signal) => {
        const made = await tile(read, signal);
        if (made === null) return null;
        reads.push(read);
        texts.push(compileTile(read, postgres).text);
        return made;
      },
    }),
    ...(ahead && { ahead }),
    ...(source.writesJson && { writesJson: true }),
    close: () => source.close(),
  };
}
