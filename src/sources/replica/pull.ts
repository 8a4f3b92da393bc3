import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from '../../database/folder-lock.js';
import type { InstanceLimits } from '../duckdb/instance.js';
import type { Missing } from '../lacks.js';
import { lastWords, type Words } from './last-words.js';
import { readManifest, spansOf, writeManifest } from './manifest.js';
import type { Stream } from './parts.js';
import type { Copied } from './copied.js';
import { type Pulled, type Pulling, pullView, type Told } from './pull-view.js';
import { Work } from './work.js';

export interface PullOptions extends InstanceLimits {
  readonly folder: string;
  readonly views: readonly Copied[];
  readonly source: Pulling['source'];
  readonly stream: Stream;
  readonly words: Words;
  /** By view: bound columns that it does not have. */
  readonly missing?: () => Promise<Missing>;
  readonly partRows?: number;
  readonly spanRows?: number;
  /** How long a file stays after another took its place: longer than any request may take that reads it. */
  readonly keepMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRows?: Pulling['onRows'];
  readonly onView?: (pulled: Pulled) => void;
  readonly onFault?: (view: string, error: unknown) => void;
}

/** Each statement reads its view whole on the server, so parts are large; what is in memory is far less. */
const PART_ROWS = 1_000_000;
/** What changes is mostly of the last months: small files are quickly written anew, large ones quickly read. */
const SPAN_ROWS = 500_000;
const KEEP_MS = 900_000;

/**
 * Copies views into a folder, or brings their copies up to date, one after the other. A view that cannot be copied costs
 * only itself. One process at a time may fill a folder.
 * @returns       the views that could not be copied
 * @throws Error  another process fills this folder
 */
export async function pull(options: PullOptions): Promise<string[]> {
  const { folder, views, words } = options;
  await mkdir(join(folder, '.pull'), { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(join(folder, '.pull', 'lock')).catch((error: unknown) => {
    throw new Error(`REPLICA_FOLDER: ${(error as Error).message}`, { cause: error });
  });
  try {
    const at = Date.now(); // what changes while the source answers belongs to the next time
    const said = await lastWords(
      views.map(({ view }) => view),
      words,
    );
    const work = await Work.open(join(folder, '.pull', 'work'), options);
    const missing = (await options.missing?.()) ?? {};
    const told = (view: string) => ({ word: said.get(view) ?? null, at, missing: missing[view] ?? [] });
    return await pullEach(options, work, told).finally(() => work.close());
  } finally {
    await unlock();
  }
}

async function pullEach(options: PullOptions, work: Work, told: (view: string) => Told) {
  const { partRows = PART_ROWS, spanRows = SPAN_ROWS, keepMs = KEEP_MS, onRows = () => {} } = options;
  const failed: string[] = [];
  for (const copied of options.views) {
    options.signal?.throwIfAborted();
    try {
      const pulling = { ...options, work, partRows, spanRows, onRows };
      const pulled = await pullView(copied, told(copied.view), pulling);
      options.onView?.(pulled);
      await tidy(options.folder, copied.view, keepMs);
    } catch (error) {
      options.signal?.throwIfAborted();
      failed.push(copied.view);
      options.onFault?.(copied.view, error);
    }
  }
  return failed;
}

/** Deletes files of the view that no statement can be reading any more, and those that a run left half-way. */
async function tidy(folder: string, view: string, keepMs: number): Promise<void> {
  const manifest = await readManifest(folder, view);
  if (!manifest) return;
  const replaced = manifest.replaced.filter(({ at }) => Date.now() - at < keepMs);
  if (replaced.length < manifest.replaced.length) await writeManifest(folder, { ...manifest, replaced });
  const kept = new Set([...spansOf(manifest), ...replaced].map(({ file }) => file));
  const files = (await readdir(folder)).filter((name) => name.startsWith(`${view}.`) && name.includes('.parquet'));
  await Promise.all(files.filter((name) => !kept.has(name)).map((name) => rm(join(folder, name), { force: true })));
}
