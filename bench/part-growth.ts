import { fileURLToPath } from 'node:url';
import { writeData } from './data.js';
import { type Running, startProcess } from './gateway-process.js';
import { HIERARCHY } from './hierarchy.js';
import type { Options } from './options.js';
import { mb } from './part-hierarchy.js';
import { median, post, timed } from './rounds.js';
import { ms } from './table.js';

const PARENTS = [10, 100, 1_000, 10_000];
const CLIENTS = [1, 4, 16, 64];
const A_CLIENT = 5;
const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

interface Step {
  readonly of: number;
  readonly milliseconds: readonly number[];
  readonly residentMb: number | null;
  readonly perSecond?: number;
}

/** How time and memory grow with the parents of one request, and with the clients that ask at a time. */
export async function growth({ rounds, sizes }: Options): Promise<{ parents: Step[]; clients: Step[] }> {
  const units = Math.max(...sizes);
  console.log(`\nWriting ${units} units to Parquet ...`);
  const folder = await writeData(units);
  const limits = { MAX_FIRST: '10000', MAX_COST: '10000000000', RATE_PER_MINUTE: '0', CONCURRENT_REQUESTS: '0' };
  const env = { ...limits, MAPS: 'off', PRODVIEW_FOLDER: folder, ANSWER_CACHE_MB: '0' };
  const each = async (steps: readonly number[], step: (gateway: Running, of: number) => Promise<Step>) => {
    const found: Step[] = [];
    for (const of of steps) {
      const gateway = await startProcess([pathOf('../dist/main.js')], env); // its memory is that of this step
      found.push(await step(gateway, of).finally(() => gateway.stop()));
    }
    return found;
  };
  const parents = await each(
    PARENTS.filter((parents) => parents <= units),
    (gateway, of) => ofParents(gateway, of, rounds),
  );
  printSteps('parents', parents);
  const clients = await each(CLIENTS, (gateway, of) => ofClients(gateway, of));
  printSteps('clients', clients);
  return { parents, clients };
}

/** Units, their completions and three days of each. */
async function ofParents(gateway: Running, of: number, rounds: number): Promise<Step> {
  const body = { ...HIERARCHY, variables: { units: of, from: '2024-01-01', to: '2024-01-03' } };
  const milliseconds: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const taken = await timed(async () => {
      const answer = JSON.parse((await post(gateway.url, body)).toString());
      if (answer.errors) throw new Error(JSON.stringify(answer.errors).slice(0, 500));
    });
    if (round >= 0) milliseconds.push(taken);
  }
  return { of, milliseconds, residentMb: gateway.residentMb() };
}

/** Clients that ask for the hierarchy one request after the other, each over a connection of its own. */
async function ofClients(gateway: Running, of: number): Promise<Step> {
  await post(gateway.url, HIERARCHY);
  const milliseconds: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: of }, async () => {
      for (let request = 0; request < A_CLIENT; request++) milliseconds.push(await timed(() => ask(gateway.url)));
    }),
  );
  const perSecond = milliseconds.length / ((performance.now() - started) / 1000);
  return { of, milliseconds, perSecond, residentMb: gateway.residentMb() };
}

async function ask(url: string): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(HIERARCHY) };
  const response = await fetch(url, init);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

function printSteps(what: string, steps: readonly Step[]): void {
  console.log(`\ngrowth: ${what}${' '.repeat(12)}median      slowest     memory   requests a second`);
  for (const { of, milliseconds, residentMb, perSecond } of steps) {
    const slowest = ms(Math.max(...milliseconds));
    const rate = perSecond === undefined ? '' : perSecond.toFixed(1);
    console.log(
      `  ${String(of).padEnd(15)}${ms(median(milliseconds))} ${slowest} ${mb(residentMb).padStart(10)}   ${rate}`,
    );
  }
}
