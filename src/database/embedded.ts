import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EmbeddedSession } from './embedded-session.js';
import { lockFolder } from './folder-lock.js';

/** A PostgreSQL with PostGIS inside this process, in a thread of its own. */
export interface Embedded {
  /** What `pg` connects over. The database has one backend: a session waits until the one before is closed. */
  readonly stream: () => EmbeddedSession;
  /** The whole database as a gzipped tar, to be opened as `packed`. */
  readonly pack: () => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

export interface EmbeddedOptions {
  /** A packed database to begin with. Without one it begins empty. */
  readonly packed?: string;
  /** Where the data is kept. Without a folder it is in memory and lost at the end. */
  readonly folder?: string;
}

interface Answer {
  readonly id: number;
  readonly answer?: Uint8Array;
  readonly error?: Error;
}

/**
 * Opens the embedded database. A folder that was used before is taken as it is; a new one begins with what is packed.
 * @throws Error  the packed file or the folder cannot be read, or another process has the folder
 */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  const kept = options.folder === undefined ? undefined : await keptIn(options.folder);
  const isNew = !kept?.isReady;
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), {
    workerData: { folder: kept?.data, packed: isNew ? options.packed : undefined, isNew },
    // Far more than PostgreSQL's own limit of its depth takes, so that it is PostgreSQL that says no.
    resourceLimits: { stackSizeMb: 64 },
  });
  const unlock = async () => kept?.unlock();
  await once(worker, 'message').catch(async (error) => {
    await unlock();
    throw error;
  });
  if (kept && isNew) await writeFile(kept.ready, '');
  return over(worker, unlock);
}

/** A folder without its mark was left in the middle of being filled: there is nothing in it that could be lost. */
async function keptIn(folder: string) {
  await mkdir(folder, { recursive: true });
  const data = join(folder, 'wellgraph-postgres');
  const unlock = await lockFolder(`${data}.lock`);
  const ready = `${data}.ready`;
  const isReady = existsSync(ready);
  if (!isReady) await rm(data, { recursive: true, force: true });
  return { data, ready, isReady, unlock };
}

function over(worker: Worker, unlock: () => Promise<void>): Embedded {
  const ask = asking(worker);
  let free = Promise.resolve();
  const stream = () => {
    const turn = free;
    const session = new EmbeddedSession((bytes) => ask('exchange', bytes), turn);
    const closed = new Promise((resolve) => session.once('close', resolve));
    free = turn.then(() => closed).then(() => {});
    return session;
  };
  const close = async () => {
    await ask('close')
      .finally(() => worker.terminate())
      .finally(unlock);
  };
  return { stream, pack: () => ask('pack'), close };
}

/** Questions to the worker and their answers; all of them fail when the worker does. */
function asking(worker: Worker) {
  const open = new Map<number, { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }>();
  let last = 0;
  let ended: Error | undefined;
  worker.on('message', ({ id, answer, error }: Answer) => {
    const waiting = open.get(id);
    open.delete(id);
    if (error) waiting?.reject(error);
    else waiting?.resolve(answer ?? new Uint8Array());
  });
  const fail = (error: Error) => {
    ended ??= error;
    for (const { reject } of open.values()) reject(error);
    open.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the embedded database has ended')));
  return (task: 'exchange' | 'pack' | 'close', bytes?: Uint8Array) =>
    new Promise<Uint8Array>((resolve, reject) => {
      if (ended) return reject(ended);
      last += 1;
      open.set(last, { resolve, reject });
      worker.postMessage({ id: last, task, bytes });
    });
}
