import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Aggregation, RowSource } from '../row-source.js';
import { type Copied, changedSince, withoutMissing } from './copied.js';
import { readJson, writeJson } from './json-file.js';
import { columnsWord, type Manifest, readManifest, type Span, spansOf, writeManifest } from './manifest.js';
import { merged } from './merge.js';
import { fetchParts, type Stream } from './parts.js';
import { storedOrder } from './stored.js';
import type { Work } from './work.js';
import { wholeOf } from './written-spans.js';

export interface Pulling {
  readonly folder: string;
  readonly source: Pick<RowSource, 'aggregate'>;
  readonly stream: Stream;
  readonly work: Work;
  /** Rows of one statement, and of one part that is kept when a run is killed. */
  readonly partRows: number;
  /** Rows of a file of a copy, beyond which months are given files of their own; of wide rows fewer are. */
  readonly spanRows: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRows: (view: string, rows: number) => void;
}

export interface Pulled {
  readonly view: string;
  readonly rows: number;
  readonly how: 'unchanged' | 'whole' | 'changes';
  /** Bound columns that the source's view does not have, where there are such. */
  readonly missing?: readonly string[];
}

/** What was known of the source when a run began; a run that goes on after a kill keeps it. */
export interface Begun {
  /** The copy that is added to; none where the view is copied whole. */
  readonly base: string | null;
  readonly columns: string;
  readonly at: number;
  readonly word: string | null;
  readonly watermark: string | null;
  readonly rows: number;
}

/** Rows are put in order in memory, a file's at a time: of many columns a file has fewer of them. */
const SPAN_CELLS = 15_000_000;

/** What was begun longer ago is not gone on with. */
const STALE_MS = 86_400_000;

/** What a run knows of a view: what the source said of its last change at `at`, and which bound columns it lacks. */
export interface Told {
  readonly word: string | null;
  readonly at: number;
  readonly missing: readonly string[];
}

/** Brings the copy of one view up to date. */
export async function pullView(all: Copied, { word, at, missing }: Told, pulling: Pulling): Promise<Pulled> {
  const { folder } = pulling;
  const copied = withoutMissing(all, missing);
  const without = missing.length > 0 ? { missing } : {};
  const columns = columnsWord(copied.columns);
  const found = await readManifest(folder, copied.view);
  const base = found?.columns === columns ? found : undefined;
  if (base && word !== null && base.word === word) {
    await writeManifest(folder, { ...base, asOf: at, missing });
    return { view: copied.view, rows: base.rows, how: 'unchanged', ...without };
  }
  const parts = join(folder, '.pull', copied.view);
  const begun = await beginOrGoOn(copied, { base: base?.file ?? null, columns, at, word }, parts, pulling);
  const made = await copyOf(copied, base, begun, parts, pulling);
  const manifest = { ...manifestOf(copied.view, { ...begun, ...made }, found), missing };
  await writeManifest(folder, manifest);
  await rm(parts, { recursive: true, force: true });
  return { view: copied.view, rows: manifest.rows, how: base ? 'changes' : 'whole', ...without };
}

async function beginOrGoOn(
  copied: Copied,
  now: Pick<Begun, 'base' | 'columns' | 'at' | 'word'>,
  parts: string,
  pulling: Pulling,
): Promise<Begun> {
  const state = join(parts, 'begun.json');
  const begun = await readJson<Begun>(state);
  const isOfThis = begun?.base === now.base && begun.columns === now.columns && now.at - begun.at < STALE_MS;
  if (begun && isOfThis) return begun;
  await rm(parts, { recursive: true, force: true });
  await mkdir(parts, { recursive: true, mode: 0o700 });
  const fresh = { ...now, ...(await measured(copied, pulling.source)) };
  await writeJson(state, fresh);
  return fresh;
}

async function measured({ view, synced }: Copied, source: Pulling['source']) {
  const count = { as: 'rows_of', of: 'count' } as const;
  const measures: Aggregation['measures'] = synced ? [count, { as: 'newest', of: 'max', column: synced }] : [count];
  const scope = { kind: 'everything' } as const;
  const [row] = await source.aggregate({ label: `pull ${view}`, view, scope, rowLimit: 1, groupBy: [], measures });
  return { rows: Number(row?.rows_of ?? 0), watermark: typeof row?.newest === 'string' ? row.newest : null };
}

interface Made {
  /** None where the copy already was what the source has. */
  readonly file?: string;
  readonly spans?: readonly Span[];
  readonly rows: number;
  readonly comparedAt: number;
}

async function copyOf(
  copied: Copied,
  base: Manifest | undefined,
  begun: Begun,
  parts: string,
  pulling: Pulling,
): Promise<Made> {
  const { view, key, columns } = copied;
  const where = base && changedSince(copied, base.watermark);
  const fetching = { ...pulling, onRows: (rows: number) => pulling.onRows(view, rows) };
  const order = storedOrder(copied);
  const wanted = { view, key, columns, order, folder: join(parts, 'rows'), ...(where && { where }) };
  const files = await fetchParts(wanted, fetching);
  const { folder, work } = pulling;
  const spanRows = Math.min(pulling.spanRows, Math.floor(SPAN_CELLS / columns.length));
  const target = { name: `${view}.${begun.at}.parquet`, folder, order, spanRows };
  if (!base) return wholeOf(copied, files, target, begun, work);
  return merged({ copied, base, begun, files, target, parts }, fetching);
}

function manifestOf(view: string, made: Begun & Made, found: Manifest | undefined): Manifest {
  const { columns, word, watermark, at, rows, comparedAt } = made;
  const { file = '', spans } = made.file ? made : (found ?? {});
  const stays = new Set(spansOf({ file, ...(spans && { spans }) }).map((span) => span.file));
  const gone = found ? spansOf(found).filter((span) => !stays.has(span.file)) : [];
  const replaced = [...(found?.replaced ?? []), ...gone.map((span) => ({ file: span.file, at: Date.now() }))];
  return { view, columns, word, watermark, rows, comparedAt, asOf: at, file, ...(spans && { spans }), replaced };
}
