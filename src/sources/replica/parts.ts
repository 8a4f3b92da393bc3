import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_CODES, GatewayError } from '../../errors.js';
import type { Column, Condition, Selection, Value } from '../row-source.js';
import { readJson, writeJson } from './json-file.js';
import type { Work } from './work.js';

/** Hands over rows one by one, their cells in the order of the selection's columns; waits for what `take` returns. */
export type Stream = (
  selection: Selection,
  take: (cells: readonly Value[]) => void | Promise<void>,
  signal?: AbortSignal,
) => Promise<void>;

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

/** What is there: written after each file, so that a run that was killed goes on behind it. */
interface Progress {
  readonly files: number;
  readonly rows: number;
  /** The last key that is there. */
  readonly after: string | null;
  readonly done: boolean;
}

const ATTEMPTS = 3;
/** Rows of a file: as many as a row group has, so that little is lost in a kill and little is held in memory. */
const FILE_ROWS = 61_440;
const fileOf = (folder: string, at: number) => join(folder, `${String(at).padStart(5, '0')}.parquet`);
const stateOf = (folder: string) => join(folder, 'progress.json');

/**
 * Fetches rows in the order of their keys, a statement for each part, and returns the files.
 * @throws Error where a row has no key
 */
export async function fetchParts(wanted: Wanted, fetching: Fetching): Promise<string[]> {
  await mkdir(wanted.folder, { recursive: true, mode: 0o700 });
  const read = () => readJson<Progress>(stateOf(wanted.folder));
  let progress = (await read()) ?? { files: 0, rows: 0, after: null, done: false };
  let failures = 0;
  while (!progress.done) {
    const before = progress.files;
    await onePart(wanted, progress, fetching).catch((error: unknown) => {
      fetching.signal?.throwIfAborted();
      failures += 1;
      const isOnTheWay = error instanceof GatewayError && ERROR_CODES[error.code].retryable;
      if (failures === ATTEMPTS || !isOnTheWay) throw error;
    });
    progress = (await read()) ?? progress;
    if (progress.files > before) failures = 0;
  }
  return Array.from({ length: progress.files }, (_, at) => fileOf(wanted.folder, at));
}

export const forgetParts = (folder: string) => rm(folder, { recursive: true, force: true });

/** Fetches what one statement brings, behind the rows that are there. */
async function onePart(wanted: Wanted, from: Progress, fetching: Fetching): Promise<void> {
  const { work, stream, partRows, signal } = fetching;
  const incoming = await work.incoming(wanted.columns);
  const key = wanted.columns.findIndex(({ name }) => name === wanted.key.name);
  let now = from;
  let inFile = 0;
  let keyless = 0;
  const cut = (done: boolean) => {
    inFile = 0;
    now = { ...now, files: now.files + 1, done };
    return incoming.cut(fileOf(wanted.folder, now.files - 1), saving(wanted, now, fetching));
  };
  const take = (cells: readonly Value[]) => {
    const id = cells[key] ?? null;
    if (id === null) {
      keyless += 1;
      return undefined;
    }
    incoming.put(cells);
    inFile += 1;
    now = { ...now, rows: now.rows + 1, after: String(id) };
    return inFile === FILE_ROWS ? cut(false) : undefined;
  };
  try {
    await stream(selectionOf(wanted, from.after, partRows), take, signal);
    if (keyless > 0) throw new Error(`${wanted.view} has rows without ${wanted.key.name}, which is their key`);
    await cut(now.rows - from.rows < partRows);
    await incoming.written();
  } finally {
    await incoming.close();
  }
}

const saving = (wanted: Wanted, progress: Progress, fetching: Fetching) => async () => {
  await writeJson(stateOf(wanted.folder), progress);
  fetching.onRows(progress.rows);
};

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
