import {
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import { GatewayError, SourceSchema, SourceUnavailable } from '../../errors.js';
import type { Aggregation, RowSource, Selection } from '../row-source.js';
import { compileAggregate } from '../sql/compile-aggregate.js';
import { compileSelect } from '../sql/compile-select.js';
import { compileTogether } from '../sql/compile-together.js';
import { UnreadableValue } from '../unreadable-value.js';
import type { Bound, Statement } from '../sql/dialect.js';
import { hoping } from '../sql/hopes.js';
import type { Connections } from './connections.js';
import { rowsOf } from './convert.js';
import { Superseded } from './superseded.js';
import { wideRows } from './wide-rows.js';

type Read = Selection | Aggregation;

/** Rows out of an embedded DuckDB. A statement is interrupted as soon as its signal is aborted. */
export function duckdbSource(connections: Connections, superseded = new Superseded(connections)): RowSource {
  const { dialect } = superseded;
  const run = async <T>(statement: Statement, read: Reader<T>, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    return connections.use((connection) => execute(connection, statement, read, connections.source, signal));
  };
  const one = (read: Read, signal?: AbortSignal) => {
    const own = superseded.spared(read);
    return run('measures' in own ? compileAggregate(own, dialect) : compileSelect(own, dialect), rowsOf, signal);
  };
  const all = (reads: readonly Read[], signal?: AbortSignal) => {
    const own = reads.map((read) => superseded.spared(read));
    const { layouts, ...wide } = compileTogether(own, dialect);
    return run(wide, (chunks) => wideRows(chunks, layouts), signal);
  };
  return {
    writesJson: true,
    ...hoping(one, all),
    // The files of an open folder do not change.
    changeOf: async () => 'open',
    close: async () => connections.close(),
  };
}

/** Makes what was asked for out of a statement's chunks, given the names of its columns. */
type Reader<T> = (chunks: readonly DuckDBDataChunk[], names: readonly string[]) => T;

async function execute<T>(
  connection: DuckDBConnection,
  statement: Statement,
  read: Reader<T>,
  source: string,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const result = await connection.run(statement.text, statement.values.map(bindable), statement.values.map(typeOf));
    return read(await result.fetchAllChunks(), result.columnNames());
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
  if (/^(Binder|Catalog) Error/.test(message)) return new SourceSchema(source, error);
  return /^(Conversion|Out of Range) Error/.test(message)
    ? new UnreadableValue(source, error)
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
