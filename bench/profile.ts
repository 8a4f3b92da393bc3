import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tileAround, tilePath } from '../test/support/map-requests.js';
import { type Contestants, GATEWAY } from './contestants.js';
import { startDatabase } from './database.js';
import { startProcess } from './gateway-process.js';
import { type CpuProfile, sharesIn } from './profile-shares.js';
import { asksOf, idsOf } from './questions.js';
import { get, median, timed } from './rounds.js';

// Where a request's time goes, in the gateway over PostgreSQL and behind it, by V8's own profile of the gateway:
//   npx tsx bench/profile.ts [requests]
const [requests = '300'] = process.argv.slice(2);
const QUESTIONS = ['small', 'list', 'hierarchy', 'viewport', 'series'] as const;
const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-profile-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const database = await startDatabase(1_000);
const env = { ...GATEWAY, PRODVIEW_POSTGRES_URL: database.prodviewUrl, POSTGRES_URL: database.url };
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const gateway = await startProcess(['--cpu-prof', '--cpu-prof-dir', folder, main], env);
const contestants = { running: { gateway }, apiKey: {} } as unknown as Contestants;
const ids = await idsOf(contestants);
const asks = new Map<string, () => Promise<unknown>>();
for (const question of QUESTIONS) {
  const send = asksOf(question, contestants, ids).get('gateway')?.send;
  if (send) asks.set(question, send);
}
const tile = gateway.url.replace('/graphql', tilePath('wellLocations', tileAround(-102.5, 32, 10)));
asks.set('tile', () => get(tile));

/** Microseconds of the clock that the profile is written by too. */
const now = () => Number(process.hrtime.bigint() / 1_000n);
const windows: { readonly name: string; readonly from: number; readonly to: number; readonly median: number }[] = [];
for (const [name, ask] of asks) {
  for (let each = 0; each < Number(requests); each++) await ask();
  const [from, times]: [number, number[]] = [now(), []];
  for (let each = 0; each < Number(requests); each++) times.push(await timed(ask));
  windows.push({ name, from, to: now(), median: median(times) });
}
await gateway.stop();
database.close();

// The main thread's; a worker has a file of its own.
const file = readdirSync(folder).find((name) => /\.0\.\d+\.cpuprofile$/.test(name)) ?? '';
const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
for (const { name, from, to, median: each } of windows) {
  console.log(`\n${name}: ${each.toFixed(2)} ms at the median, milliseconds of each request`);
  for (const [what, microseconds] of sharesIn(profile, from, to))
    console.log(`  ${what.padEnd(44)}${(microseconds / 1_000 / Number(requests)).toFixed(3).padStart(8)}`);
}
