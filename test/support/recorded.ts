import { duckdb } from '../../src/sources/duckdb/dialect.js';
import type { Aggregation, RowSource, Selection } from '../../src/sources/row-source.js';
import { compileAggregate } from '../../src/sources/sql/compile-aggregate.js';
import { compileSelect } from '../../src/sources/sql/compile-select.js';

/** A source that writes down what it was asked; the answers are the real source's. */
export interface Recorded extends RowSource {
  readonly reads: (Selection | Aggregation)[];
  /** The SQL of what was asked since the last call. */
  readonly statements: () => string[];
}

export function recorded(source: RowSource): Recorded {
  const reads: (Selection | Aggregation)[] = [];
  return {
    reads,
    statements: () => reads.splice(0).map((read) => sqlOf(read)),
    select: (selection, signal) => {
      reads.push(selection);
      return source.select(selection, signal);
    },
    aggregate: (aggregation, signal) => {
      reads.push(aggregation);
      return source.aggregate(aggregation, signal);
    },
    close: () => source.close(),
  };
}

function sqlOf(read: Selection | Aggregation): string {
  return ('measures' in read ? compileAggregate(read, duckdb) : compileSelect(read, duckdb)).text;
}
