// The embedded PostgreSQL in a thread of its own, so that a slow statement does not hold up the server. JavaScript,
// because a worker cannot begin with a TypeScript file where the sources are run as they are.
import { parentPort, workerData } from 'node:worker_threads';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';

const { packed, folder } = workerData;

const database = await PGlite.create({
  extensions: { postgis },
  ...(folder ? { dataDir: folder } : {}),
  ...(packed ? { loadDataDir: new Blob([await readFile(packed)]) } : {}),
});

/** Each is answered in the order in which they came. */
const TASKS = {
  exchange: (bytes) => database.execProtocolRaw(bytes),
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
