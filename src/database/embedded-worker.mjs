// The embedded PostgreSQL in a thread of its own, so that a slow statement does not hold up the server. JavaScript,
// because a worker cannot begin with a TypeScript file where the sources are run as they are.

import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { postgis } from '@electric-sql/pglite-postgis';

const { packed, folder, isNew } = workerData;

// For one backend: few buffers, and no log kept beyond what a restart needs. A database that is there already has its own.
const SETTINGS = ['shared_buffers=16MB', 'max_connections=5', 'jit=off', 'wal_recycle=off', 'min_wal_size=32MB'];

const database = await PGlite.create({
  extensions: { btree_gist, postgis },
  ...(folder ? { dataDir: folder } : {}),
  ...(packed ? { loadDataDir: new Blob([await readFile(packed)]) } : isNew ? { postgresqlconf: SETTINGS } : {}),
});

/**
 * Sends messages to the backend. Two faults of PGlite are made good here, by what it keeps to itself, so its version is
 * pinned and tests hold both: each error leaves its part of the stack occupied, and after a thousand of them every
 * statement fails; and a trap of the machine (its own stack or memory exhausted) is passed over, so that a statement
 * seems to have found nothing. After a trap nothing in the backend can be trusted: the thread ends.
 */
const { mod } = database;
const stack = mod.___stack_pointer;
const top = stack.value;
const step = mod._PostgresMainLoopOnce;
mod._PostgresMainLoopOnce = () => {
  try {
    return step();
  } catch (error) {
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) process.exit(1);
    throw error;
  }
};

async function exchange(bytes) {
  const answer = await database.execProtocolRaw(bytes);
  stack.value = top;
  return answer;
}

/** Each is answered in the order in which they came. */
const TASKS = {
  exchange,
  pack: async () => new Uint8Array(await (await database.dumpDataDir('gzip')).arrayBuffer()),
  close: () => database.close(),
};

let last = Promise.resolve();
parentPort.on('message', ({ id, task, bytes }) => {
  last = last.then(async () => {
    try {
      parentPort.postMessage({ id, answer: await TASKS[task](bytes) });
    } catch (error) {
      parentPort.postMessage({ id, error });
    }
  });
});
parentPort.postMessage({ id: 0 });
