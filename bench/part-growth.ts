import { fileURLToPath } from 'node:url';
import { writeData } from './data.js';
import { type Running, startProcess } from './gateway-process.js';
import { type Axis, axes, type Question } from './growth-axes.js';
import type { Options } from './options.js';
import { mb } from './part-hierarchy.js';
import { median, timed } from './rounds.js';
import { ms } from './table.js';

/** Requests of each client, where several ask at a time. */
const A_CLIENT = 4;
const ENTRY = fileURLToPath(new URL('../dist/main.js', import.meta.url));
/** Growth is measured, not refused. */
const LIMITS = {
  MAX_FIRST: '10000',
  MAX_COST: '10000000000',
  MAX_ALIASES: '10000',
  MAX_FIELDS: '100000',
  MAX_TOKENS: '100000',
  MAX_DUPLICATES: '10000',
  REQUEST_TIMEOUT_MS: '120000',
  RATE_PER_MINUTE: '0',
  CONCURRENT_REQUESTS: '0',
  ANSWER_CACHE_MB: '0',
  MAPS: 'off',
};

export interface Step {
  readonly of: number;
  readonly milliseconds: readonly number[];
  readonly residentMb: number | null;
  readonly perSecond: number;
}

export interface Grown extends Pick<Axis, 'name' | 'title'> {
  readonly steps: readonly Step[];
}

/** How time and memory grow, one thing at a time; each step asks a gateway that was started for it. */
export async function growth({ rounds, sizes }: Options): Promise<Grown[]> {
  const units = Math.max(...sizes);
  console.log(`\nWriting ${units} units to Parquet ...`);
  const folder = await writeData(units);
  const found: Grown[] = [];
  for (const axis of axes(units)) {
    const steps: Step[] = [];
    for (const of of axis.steps) steps.push(await stepOf(axis, of, (await axis.folderOf?.(of)) ?? folder, rounds));
    const grown = { name: axis.name, title: axis.title, steps };
    printSteps(grown);
    found.push(grown);
  }
  return found;
}

async function stepOf(axis: Axis, of: number, folder: string, rounds: number): Promise<Step> {
  const gateway = await startProcess([ENTRY], { ...LIMITS, PRODVIEW_FOLDER: folder });
  try {
    const question = axis.questionOf(of);
    for (let warm = 0; warm < 2; warm++) await ask(gateway, question);
    const started = performance.now();
    const milliseconds = await asked(gateway, question, axis.clientsOf?.(of) ?? 1, axis.clientsOf ? A_CLIENT : rounds);
    const perSecond = milliseconds.length / ((performance.now() - started) / 1000);
    return { of, milliseconds, perSecond, residentMb: gateway.residentMb() };
  } finally {
    await gateway.stop();
  }
}

/** The milliseconds of each request, of clients that ask one after the other over a connection of their own. */
async function asked(gateway: Running, question: Question, clients: number, requests: number): Promise<number[]> {
  const one = async () => {
    const taken: number[] = [];
    for (let request = 0; request < requests; request++) taken.push(await timed(() => ask(gateway, question)));
    return taken;
  };
  return (await Promise.all(Array.from({ length: clients }, one))).flat();
}

async function ask({ url }: Running, question: Question): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) };
  const response = await fetch(url, init);
  const text = await response.text();
  if (response.status !== 200 || text.startsWith('{"errors"')) throw new Error(text.slice(0, 500));
}

/** Time for each of what grows: where it falls or stays, nothing grows faster than its work. */
export const each = ({ of, milliseconds }: Step) =>
  `${((median(milliseconds) * 1000) / of).toFixed(of > 1e5 ? 3 : 1)} us`;

function printSteps({ name, title, steps }: Grown): void {
  console.log(`\ngrowth: ${title}`);
  console.log(`  ${name.padEnd(12)}${'median    slowest'.padStart(23)}    for each     memory   requests a second`);
  for (const step of steps) {
    const times = `${ms(median(step.milliseconds))}${ms(Math.max(...step.milliseconds))}`;
    const rest = `${each(step).padStart(12)}${mb(step.residentMb).padStart(11)}   ${step.perSecond.toFixed(1)}`;
    console.log(`  ${String(step.of).padEnd(12)}${times}${rest}`);
  }
}
