import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readManifest, spansOf } from '../src/sources/replica/manifest.js';
import type { Spent } from './replica-account.js';
import { VIEW } from './replica-data.js';
import type { Pulled } from './replica-pull.js';

// How fast a pull copies daily allocations, with the account's double in another process:
//   npx tsx bench/replica.ts [rows] [all|used] [rows of a part]
const [rows = '200000', which = 'all', partRows = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-replica-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, args: string[], env = {}) =>
  fork(fileURLToPath(new URL(name, import.meta.url)), args, {
    env: { ...process.env, ...env },
    execArgv: process.execArgv.filter((word) => !word.includes('prof')),
    stdio: 'inherit',
  });

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message');
  return message as T;
}

const account = program('./replica-account.ts', [which, rows]);
const { url, privateKey } = await heard<{ url: string; privateKey: string }>(account);
const asked = async (ask: string): Promise<Spent> => {
  account.send(ask);
  return heard<Spent>(account);
};

/** A pull until its end, or until so many rows are there, when it is killed on the spot. */
async function pulling(killedAt = Infinity): Promise<Pulled | undefined> {
  const child = program('./replica-pull.ts', [which, folder, url, partRows], { SNOWFLAKE_PRIVATE_KEY: privateKey });
  let pulled: Pulled | undefined;
  child.on('message', (message: { soFar?: number; pulled?: Pulled }) => {
    if ((message.soFar ?? 0) >= killedAt) child.kill('SIGKILL');
    pulled ??= message.pulled;
  });
  const [code] = await once(child, 'close');
  if (code !== 0 && killedAt === Infinity) throw new Error(`the pull ended with ${code}`);
  return pulled;
}

const filesNow = async () => spansOf((await readManifest(folder, VIEW)) ?? { file: '' }).map(({ file }) => file);
const sizeOf = (file: string) => statSync(join(folder, file)).size / 1_048_576;

async function timed(what: string): Promise<void> {
  const before = await asked('spent');
  const known = new Set(await filesNow());
  const pulled = await pulling();
  if (!pulled) throw new Error('the pull said nothing');
  const after = await asked('spent');
  const files = await filesNow();
  const written = files.filter((file) => !known.has(file));
  const megabytes = (some: readonly string[]) => some.reduce((sum, file) => sum + sizeOf(file), 0).toFixed(1);
  console.log(
    `${what}: ${pulled.how}, ${pulled.rows} rows, ${pulled.seconds.toFixed(1)} s (${Math.round(pulled.rows / pulled.seconds)} rows/s), ` +
      `CPU ${pulled.cpuSeconds.toFixed(1)} s and the account's ${(after.cpuSeconds - before.cpuSeconds).toFixed(1)} s, ` +
      `${after.statements - before.statements} statements, at most ${pulled.peakMb} MB, ` +
      `${written.length} of ${files.length} files written, ${megabytes(written)} of ${megabytes(files)} MB, ` +
      `load ${loadavg()[0]?.toFixed(1)}`,
  );
}

await timed('whole');
await timed('unchanged');
for (const change of ['changed anywhere', 'changed lately'] as const) {
  await asked(change);
  await timed(`one row in a hundred ${change}`);
}
account.disconnect();
