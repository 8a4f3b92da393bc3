import { mkdir, rm } from 'node:fs/promises';
import { ERROR_CODES, GatewayError } from '../../errors.js';
import type { Column, Condition, Selection } from '../row-source.js';
import type { Taking } from '../sent-rows.js';
import { readJson } from './json-file.js';
import { fileOf, type Progress, stateOf, Taken } from './taken.js';
import type { Work } from './work.js';

export type Stream = (selection: Selection, taking: Taking, signal?: AbortSignal) => Promise<void>;

/** Rows of a view that are to be fetched, and where they are put. */
export interface Wanted {
  readonly view: string;
  readonly columns: readonly Column[];
  readonly key: Column;
  readonly where?: Condition;
  /** How rows lie in a part, as SQL; as they came where it does not matter. */
  readonly order?: readonly string[];
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

const ATTEMPTS = 3;

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
  const taken = new Taken(wanted, from, incoming, fetching);
  try {
    await stream(selectionOf(wanted, from.after, partRows), taken, signal);
    await taken.end();
  } finally {
    await incoming.close();
  }
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
