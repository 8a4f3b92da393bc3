import {
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import { GatewayError, SourceSchema, SourceUnavailable } from '../../errors.js';
import type { Row, RowSource } from '../row-source.js';
import { compileAggregate } from '../sql/compile-aggregate.js';
import { compileSelect } from '../sql/compile-select.js';
import type { Bound, Statement } from '../sql/dialect.js';
import type { Connections } from './connections.js';
import { rowsOf } from './convert.js';
import { duckdb } from './dialect.js';

/** Rows out of an embedded DuckDB. A statement is interrupted as soon as its signal is aborted. */
export function duckdbSource(connections: Connections): RowSource {
  const run = async (statement: Statement, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    return connections.use((connection) => execute(connection, statement, connections.source, signal));
  };
  return {
    select: (selection, signal) => run(compileSelect(selection, duckdb), signal),
    aggregate: (aggregation, signal) => run(compileAggregate(aggregation, duckdb), signal),
    close: async () => connections.close(),
  };
}

async function execute(
  connection: DuckDBConnection,
  statement: Statement,
  source: string,
  signal?: AbortSignal,
): Promise<Row[]> {
  signal?.throwIfAborted();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const result = await connection.run(statement.text, statement.values.map(bindable), statement.values.map(typeOf));
    return rowsOf(await result.fetchAllChunks(), result.columnNames());
  } catch (error) {
    signal?.throwIfAborted();
    throw masked(error, source);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

/** Which of the gateway's errors a driver's error is. */
function masked(error: unknown, source: string): GatewayError {
  if (error instanceof GatewayError) return error;
  const message = error instanceof Error ? error.message : '';
  return /^(Binder|Catalog) Error/.test(message)
    ? new SourceSchema(source, error)
    : new SourceUnavailable(source, error);
}

const isList = (value: Bound): value is readonly string[] => Array.isArray(value);

function bindable(value: Bound): DuckDBValue {
  return isList(value) ? listValue(value) : value;
}

function typeOf(value: Bound): DuckDBType {
  if (isList(value)) return LIST(VARCHAR);
  if (typeof value === 'number') return DOUBLE;
  return typeof value === 'boolean' ? BOOLEAN : VARCHAR;
}
