import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** What a database may take of the machine. */
export interface InstanceLimits {
  readonly memoryMb: number;
  readonly threads: number;
}

/** A database in memory, or in a file, that fetches no extensions and puts what does not fit into a folder of its own. */
export function openInstance({ memoryMb, threads }: InstanceLimits, path = ':memory:', more: object = {}) {
  return DuckDBInstance.create(path, {
    memory_limit: `${memoryMb}MB`,
    threads: String(threads),
    // Made only where it is needed: where several share one, they take each other's files away.
    temp_directory: join(tmpdir(), `wellgraph-duckdb-${randomUUID()}`),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...more,
  });
}
