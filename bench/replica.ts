import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileBindings } from '../src/binding/compile-bindings.js';
import { readSdl } from '../src/binding/sdl-files.js';
import { copiedViews } from '../src/binding/stored-order.js';
import { newestOf } from '../src/sources/cache/newest.js';
import { readManifest } from '../src/sources/replica/manifest.js';
import { pull } from '../src/sources/replica/pull.js';
import { SCHEMA_FOLDER } from '../test/support/sdl.js';
import { startSnowflake } from '../test/support/snowflake/start.js';
import { COMPLETIONS_A_UNIT, DAYS, writeData } from './data.js';

// How fast a pull copies from the double of an account, whose own time is in the figures: npx tsx bench/replica.ts [rows]
const VIEW = 'stg_prodview__daily_allocations';
const rows = Number(process.argv[2] ?? 200_000);
const data = await writeData(Math.round(rows / DAYS / COMPLETIONS_A_UNIT));
const copied = copiedViews(compileBindings(readSdl(SCHEMA_FOLDER)));
const { double, open } = await startSnowflake(
  data,
  new Map([...copied].map(([view, { columns }]) => [view, columns])),
  {
    chunkRows: 10_000,
  },
);
const account = await open({ timeoutMs: 600_000 });
const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-replica-'));

async function timed(what: string): Promise<void> {
  const view = copied.get(VIEW);
  if (!view) throw new Error(`${VIEW} is not bound`);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 50);
  const asked = double.statements.asked.length;
  const began = performance.now();
  await pull({
    folder,
    views: [view],
    source: account.whole,
    stream: account.stream,
    words: { told: account.lastChanges, newest: newestOf(account.whole) },
    memoryMb: 512,
    threads: 2,
    partRows: 100_000,
    onFault: (_, error) => {
      throw error;
    },
  });
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1000;
  const manifest = await readManifest(folder, VIEW);
  const megabytes = statSync(join(folder, manifest?.file ?? '')).size / 1_048_576;
  const statements = double.statements.asked.length - asked;
  console.log(
    `${what}: ${manifest?.rows} rows in ${seconds.toFixed(1)} s, ${statements} statements, file ${megabytes.toFixed(1)} MB, ` +
      `JavaScript heap with the double's at most ${Math.round(most / 1_048_576)} MB`,
  );
}

await timed('whole');
await timed('unchanged');
double.changes.bump(VIEW);
await timed('said to have changed, all rows dated within the overlap');
await account.source.close();
await double.close();
rmSync(folder, { recursive: true, force: true });
