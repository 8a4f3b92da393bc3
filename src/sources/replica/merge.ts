import { join } from 'node:path';
import { quoted } from '../duckdb/file-columns.js';
import type { Column, Key, Selection } from '../row-source.js';
import { spansOf } from './manifest.js';
import { type Merging, mergedSpans } from './merged-spans.js';
import { type Fetching, fetchParts } from './parts.js';
import { tableOf } from './stored.js';

/** So often keys are compared although the numbers of rows agree. */
const COMPARE_MS = 86_400_000;
/** Keys of one statement where rows are asked for one by one. */
const KEYS_AT_ONCE = 5_000;

/** The copy before with the changed rows in the place of theirs, without the rows that are gone. */
export async function merged(merging: Merging, fetching: Fetching) {
  const { copied, base, begun, files, target } = merging;
  const { work } = fetching;
  const key = quoted(copied.key.name);
  const old = tableOf(spansOf(base).map(({ file }) => join(target.folder, file)));
  await work.run(`create or replace table changed as select * from ${tableOf(files)}`);
  const isDue = begun.at - base.comparedAt >= COMPARE_MS;
  const stamp = copied.synced ? `${key}, ${quoted(copied.synced.name)}` : key;
  const known = `select ${stamp} from changed union all select ${stamp} from ${old} anti join changed using (${key})`;
  const compares = isDue || (await work.count(`select count(*) from (${known})`)) !== begun.rows;
  if (compares) await compareKeys(merging, stamp, known, fetching);
  const made = await mergedSpans(merging, old, compares, work);
  const rows = await work.count(
    `select (select count(*) from ${made.kept(old)}) + (select count(*) from ${made.stays('changed')})`,
  );
  for (const table of ['changed', 'there']) await work.run(`drop table if exists ${table}`);
  const { name: file } = target;
  const spans = made.spans.length > 1 ? { spans: made.spans } : {};
  return { rows, comparedAt: compares ? begun.at : base.comparedAt, ...(made.hasChanged && { file, ...spans }) };
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
