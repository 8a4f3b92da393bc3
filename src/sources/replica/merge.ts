import { join } from 'node:path';
import { quoted } from '../duckdb/file-columns.js';
import type { Column, Key, Selection } from '../row-source.js';
import type { Manifest } from './manifest.js';
import { type Fetching, fetchParts } from './parts.js';
import type { Copied } from './copied.js';
import type { Begun } from './pull-view.js';
import { literal, type Work } from './work.js';

export interface Target {
  readonly folder: string;
  readonly name: string;
  readonly order: readonly string[];
}

/** What a copy is made of: the one before, the rows that have changed since, and where the keys are put. */
export interface Merging {
  readonly copied: Copied;
  readonly base: Manifest;
  readonly begun: Begun;
  readonly files: readonly string[];
  readonly target: Target;
  readonly parts: string;
}

/** So often keys are compared although the numbers of rows agree. */
const COMPARE_MS = 86_400_000;
/** Keys of one statement where rows are asked for one by one. */
const KEYS_AT_ONCE = 5_000;

const tableOf = (files: readonly string[]) => `read_parquet([${files.map(literal).join(', ')}])`;

/**
 * How rows lie in a file, as SQL. Months come first: days of many owners are asked for far more often than years of one, and
 * so they lie together; the years of one take a few row groups of each month.
 */
export function storedOrder({ order, columns }: Pick<Copied, 'order' | 'columns'>): string[] {
  const dated = columns.find(
    ({ name, kind }) => order.slice(1).includes(name) && (kind === 'date' || kind === 'local'),
  );
  const month = dated ? [`date_trunc('month', ${quoted(dated.name)}) nulls last`] : [];
  return [...month, ...order.map((column) => `${quoted(column)} nulls last`)];
}

/** All rows in the order of look-ups. */
export async function wholeOf(files: readonly string[], target: Target, begun: Begun, work: Work) {
  await written(`select * from ${tableOf(files)}`, target, work);
  return { file: target.name, rows: await work.count(`select count(*) from ${tableOf(files)}`), comparedAt: begun.at };
}

async function written(query: string, { folder, name, order }: Target, work: Work): Promise<void> {
  await work.write(`${query} order by ${order}`, join(folder, name));
}

/** The copy before with the changed rows in the place of theirs, without the rows that are gone. */
export async function merged(merging: Merging, fetching: Fetching) {
  const { copied, base, begun, files, target } = merging;
  const { work } = fetching;
  const key = quoted(copied.key.name);
  const old = tableOf([join(target.folder, base.file)]);
  await work.run(`create or replace table changed as select * from ${tableOf(files)}`);
  const isDue = begun.at - base.comparedAt >= COMPARE_MS;
  const stamp = copied.synced ? `${key}, ${quoted(copied.synced.name)}` : key;
  const known = `select ${stamp} from changed union all select ${stamp} from ${old} anti join changed using (${key})`;
  const compares = isDue || (await work.count(`select count(*) from (${known})`)) !== begun.rows;
  if (compares) await compareKeys(merging, stamp, known, fetching);
  const stays = (table: string) => (compares ? `${table} semi join there using (${key})` : table);
  const kept = `select * from ${stays(`(from ${old} anti join changed using (${key}))`)}`;
  const rows = `${kept} union all by name select * from ${stays('changed')}`;
  const result = {
    rows: await work.count(`select count(*) from (${rows})`),
    comparedAt: compares ? begun.at : base.comparedAt,
  };
  const hasChanged =
    (await work.count(
      `select count(*) from (select * from changed except (select * from ${old} semi join changed using (${key})))`,
    )) > 0 || result.rows !== base.rows;
  if (hasChanged) await written(`select * from (${rows})`, target, work);
  for (const table of ['changed', 'there']) await work.run(`drop table if exists ${table}`);
  return { ...result, ...(hasChanged && { file: target.name }) };
}

/** Finds the keys that are there, and fetches rows that are not known, or are known as of another time. */
async function compareKeys(
  { copied, parts }: Merging,
  stamp: string,
  known: string,
  fetching: Fetching,
): Promise<void> {
  const { work } = fetching;
  const key = quoted(copied.key.name);
  const { view } = copied;
  const keysOnly = {
    view,
    key: copied.key,
    columns: copied.synced ? [copied.key, copied.synced] : [copied.key],
    folder: join(parts, 'keys'),
  };
  const files = await fetchParts(keysOnly, { ...fetching, onRows: () => {} });
  await work.run(`create or replace table there as select ${stamp} from ${tableOf(files)}`);
  await work.run(`create or replace table missing as select ${key} from (from there except (${known}))`);
  await work.run(`delete from changed where ${key} in (from missing)`);
  for (let at = 0; ; at += KEYS_AT_ONCE) {
    const page = `select ${key} from missing order by 1 limit ${KEYS_AT_ONCE} offset ${at}`;
    const keys = (await work.rows(page)).map(([id]): Key => [String(id)]);
    if (keys.length === 0) break;
    const path = join(parts, 'missing.parquet');
    await fetched(path, byKeys(view, copied, keys), fetching);
    await work.run(`insert into changed by name select * from ${tableOf([path])}`);
  }
  await work.run('drop table missing');
}

/** What one statement brings, as a file. */
async function fetched(path: string, selection: Selection, { work, stream, signal }: Fetching): Promise<void> {
  const incoming = await work.incoming(selection.columns);
  try {
    await stream(selection, { row: (cells) => incoming.put(cells), sent: (rows) => incoming.putSent(rows) }, signal);
    await incoming.cut(path);
    await incoming.written();
  } finally {
    await incoming.close();
  }
}

const byKeys = (
  view: string,
  { columns, key }: { columns: readonly Column[]; key: Column },
  tuples: readonly Key[],
) => ({
  label: `pull ${view}`,
  view,
  scope: { kind: 'everything' } as const,
  columns,
  keys: { columns: [key], tuples },
  order: [],
  rowLimit: tuples.length,
});
