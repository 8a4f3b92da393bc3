import { boundColumns } from '../../src/binding/bound-columns.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { openFolder } from '../../src/sources/duckdb/open-folder.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { type Rows, writeFolder } from './folder.js';
import { SCHEMA_FOLDER } from './sdl.js';

export type Views = Readonly<Record<string, Rows>>;

/** A store whose rows a test puts in the place of those before, as a loader would. */
export interface ChangingFolder {
  readonly source: RowSource;
  readonly put: (views: Views) => Promise<void>;
}

export async function changingFolder(views: Views): Promise<ChangingFolder> {
  const columns = boundColumns(buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS).bindings, 'PRODVIEW');
  const limits = { memoryMb: 512, threads: 2, connections: 2, waiting: 100 };
  const open = async (rows: Views) =>
    (await openFolder({ folder: writeFolder(rows), views: columns, ...limits })).source;
  let current = await open(views);
  const source: RowSource = {
    select: (read, signal) => current.select(read, signal),
    aggregate: (read, signal) => current.aggregate(read, signal),
    readAll: (reads, signal) => current.readAll?.(reads, signal) ?? Promise.reject(new Error('reads one by one')),
    close: () => current.close(),
  };
  const put = async (rows: Views) => {
    const before = current;
    current = await open(rows);
    await before.close();
  };
  return { source, put };
}
