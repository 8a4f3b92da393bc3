import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, RowSource } from '../row-source.js';
import { Connections } from './connections.js';
import { duckdbSource } from './duckdb-source.js';
import {
  columnsOfFile,
  columnValue,
  type FileColumn,
  fits,
  misfit,
  quoted,
  SQL_TYPES,
  tableOf,
  unreadable,
} from './file-columns.js';
import { openInstance } from './instance.js';
import { findViewFiles, type ViewFile } from './view-files.js';

export interface FolderOptions {
  readonly folder: string;
  /** The columns that the schema is bound to, by view. */
  readonly views: ReadonlyMap<string, readonly Column[]>;
  readonly memoryMb: number;
  readonly threads: number;
  readonly connections: number;
  readonly waiting: number;
}

/** An embedded store and what its folder lacks. */
export interface Folder {
  readonly source: RowSource;
  /** Views without a file: they exist and are empty. */
  readonly emptyViews: readonly string[];
  /** Columns that a view's file lacks, by view: they read as null. */
  readonly missingColumns: ReadonlyMap<string, readonly string[]>;
}

/**
 * A folder with one Parquet or CSV file a view, as a source of rows.
 * @throws Error listing every file that does not fit, with row and column where a value is at fault
 */
export async function openFolder(options: FolderOptions): Promise<Folder> {
  const files = await findViewFiles(options.folder);
  const instance = await openInstance(options);
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  const missingColumns = new Map<string, string[]>();
  const faults: string[] = [];
  for (const [view, columns] of options.views) {
    const missing = await createView(connection, view, columns, files.get(view)).catch((error: Error) =>
      faults.push(error.message),
    );
    if (Array.isArray(missing) && missing.length > 0) missingColumns.set(view, missing);
  }
  connection.closeSync();
  if (faults.length > 0)
    throw new Error(`The folder does not fit the schema:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  const source = duckdbSource(new Connections(instance, 'PRODVIEW', options));
  return { source, emptyViews: [...options.views.keys()].filter((view) => !files.has(view)), missingColumns };
}

/** Makes the view and returns the names of the columns that its file lacks. */
async function createView(
  connection: DuckDBConnection,
  view: string,
  columns: readonly Column[],
  file: ViewFile | undefined,
) {
  const found = file ? await columnsOfFile(connection, file) : new Map<string, FileColumn>();
  if (file) await checkValues(connection, file, columns, found);
  const list = columns
    .map((column) => `${columnValue(column, found.get(column.name))} as ${quoted(column.name)}`)
    .join(', ');
  const from = file ? tableOf(file, found.values()) : '(select 1) nothing where false';
  // A CSV is parsed once; Parquet is read where it lies, only the columns and row groups that a statement needs.
  const kind = file?.format === 'csv' ? 'table' : 'view';
  await connection.run(`create ${kind} ${quoted(view)} as select ${list} from ${from}`).catch((error) => {
    throw new Error(`${file?.name ?? view}: ${file ? unreadable(file, error) : 'cannot be made'}`);
  });
  return file ? columns.filter(({ name }) => !found.has(name)).map(({ name }) => name) : [];
}

/** @throws Error naming each column whose type or text does not fit, with the first row at fault */
async function checkValues(
  connection: DuckDBConnection,
  file: ViewFile,
  columns: readonly Column[],
  found: ReadonlyMap<string, FileColumn>,
): Promise<void> {
  const pairs = columns.flatMap((column) => {
    const held = found.get(column.name);
    return held ? [{ column, held }] : [];
  });
  const wrong = pairs.filter(({ column, held }) => !fits(column, held));
  const faults = wrong.map(({ column, held }) => `column ${column.name} holds ${held.type}, no ${column.kind}`);
  const texts = pairs.filter(({ column, held }) => held.type === 'VARCHAR' && column.kind !== 'text');
  faults.push(...(texts.length > 0 ? await misfits(connection, file, tableOf(file, found.values()), texts) : []));
  if (faults.length > 0) throw new Error(faults.map((fault) => `${file.name}: ${fault}`).join('\n  '));
}

async function misfits(
  connection: DuckDBConnection,
  file: ViewFile,
  table: string,
  texts: readonly { column: Column; held: FileColumn }[],
) {
  const first = texts.map(
    ({ column, held }, index) => `min(case when ${misfit(column, held)} then wg_row end) as row_${index}`,
  );
  const numbered = `select *, row_number() over () as wg_row from ${table}`;
  const result = await connection.runAndReadAll(`select ${first.join(', ')} from (${numbered})`).catch((error) => {
    throw new Error(`${file.name}: ${unreadable(file, error)}`);
  });
  const [row] = result.getRowObjects();
  return texts.flatMap(({ column }, index) => {
    const at = row?.[`row_${index}`];
    return at === null || at === undefined ? [] : [`row ${at}, column ${column.name}: is no ${SQL_TYPES[column.kind]}`];
  });
}
