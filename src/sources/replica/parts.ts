import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_CODES, GatewayError } from '../../errors.js';
import type { Column, Condition, Row, Selection } from '../row-source.js';
import { readJson, writeJson } from './json-file.js';
import type { Work } from './work.js';

export type Stream = (selection: Selection, take: (row: Row) => void, signal?: AbortSignal) => Promise<void>;

/** Rows of a view that are to be fetched, and where they are put. */
export interface Wanted {
  readonly view: string;
  readonly columns: readonly Column[];
  readonly key: Column;
  readonly where?: Condition;
  /** The parts' own folder. */
  readonly folder: string;
}

export interface Fetching {
  readonly work: Work;
  readonly stream: Stream;
  readonly partRows: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of the rows that are there so far. */
  readonly onRows: (rows: number) => void;
}

/** What is there: written after each part, so that a run that was killed goes on behind it. */
interface Progress {
  readonly parts: number;
  readonly rows: number;
  /** The last key that is there. */
  readonly after: string | null;
  readonly done: boolean;
}

const ATTEMPTS = 3;
const partPath = (folder: string, part: number) => join(folder, `${String(part).padStart(5, '0')}.parquet`);

/**
 * Fetches rows in the order of their keys, a part at a time, and returns the files.
 * @throws Error where a row has no key
 */
export async function fetchParts(wanted: Wanted, fetching: Fetching): Promise<string[]> {
  await mkdir(wanted.folder, { recursive: true, mode: 0o700 });
  const state = join(wanted.folder, 'progress.json');
  let progress = (await readJson<Progress>(state)) ?? { parts: 0, rows: 0, after: null, done: false };
  while (!progress.done) {
    progress = await nextPart(wanted, progress, fetching);
    await writeJson(state, progress);
    fetching.onRows(progress.rows);
  }
  return Array.from({ length: progress.parts }, (_, part) => partPath(wanted.folder, part));
}

export const forgetParts = (folder: string) => rm(folder, { recursive: true, force: true });

async function nextPart(wanted: Wanted, progress: Progress, fetching: Fetching): Promise<Progress> {
  const path = partPath(wanted.folder, progress.parts);
  for (let attempt = 1; ; attempt++) {
    try {
      const { rows, last } = await onePart(wanted, progress.after, path, fetching);
      const done = rows < fetching.partRows;
      return { parts: progress.parts + 1, rows: progress.rows + rows, after: last ?? progress.after, done };
    } catch (error) {
      fetching.signal?.throwIfAborted();
      const isOnTheWay = error instanceof GatewayError && ERROR_CODES[error.code].retryable;
      if (attempt === ATTEMPTS || !isOnTheWay) throw error;
    }
  }
}

async function onePart(wanted: Wanted, after: string | null, path: string, fetching: Fetching) {
  const { work, stream, partRows, signal } = fetching;
  const { view, key, columns } = wanted;
  let rows = 0;
  let keyless = 0;
  let last: string | null = null;
  await work.gather(path, columns, (put) =>
    stream(
      selectionOf(wanted, after, partRows),
      (row) => {
        const id = row[key.name];
        put(row);
        rows += 1;
        if (id === null || id === undefined) keyless += 1;
        else last = String(id);
      },
      signal,
    ),
  );
  if (keyless > 0) throw new Error(`${view} has rows without ${key.name}, which is their key`);
  return { rows, last: last as string | null };
}

function selectionOf({ view, columns, key, where }: Wanted, after: string | null, partRows: number): Selection {
  // Behind the last key, and not beyond it: rows without a key have to be found, for they cannot be copied.
  const behind = after === null ? [] : [{ not: { column: key, is: 'lte', value: after } } as const];
  return {
    label: `pull ${view}`,
    view,
    scope: { kind: 'everything' },
    columns,
    where: { all: [...(where ? [where] : []), ...behind] },
    order: [{ column: key, descending: false }],
    limit: partRows,
    rowLimit: partRows,
  };
}
