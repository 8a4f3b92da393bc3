import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dataOf, type Rows, valuesOf } from './answers.js';
import { BY_THE_BOOK, GATEWAY } from './documents.js';
import { type Running, startProcess } from './gateway-process.js';
import { plainReads } from './plain-reads.js';
import { get, post, timed } from './rounds.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const FROM = '2024-01-01';
const dayOf = (day: number) => `2024-01-${String(day).padStart(2, '0')}`;
/** Time for the small views to be read and held. */
const WARM_MS = 3_000;
/** Other questions before the one that is measured: a process that has answered nothing yet is slow at everything. */
const OTHERS = 6;

type Settings = Readonly<Record<string, string>>;

/** How many units are asked for, and how many days of each completion. */
export interface Asking {
  readonly units: number;
  readonly days: number;
}

/** What was answered, and when, by the clock that all processes share. */
export interface Answered {
  readonly rows: Rows;
  readonly from: number;
  readonly to: number;
}

/** A gateway that has answered about other units, and is asked about these for the first time. */
export async function coldGateway(settings: Settings, asking: Asking): Promise<Answered> {
  const gateway = await startProcess([pathOf('../dist/main.js')], settings);
  try {
    await get(gateway.url.replace('/graphql', '/health/ready'));
    await pause(WARM_MS);
    await warm(gateway, GATEWAY.hierarchy.replace('UNIT_NAME_ASC', 'UNIT_NAME_DESC'));
    return await ask(gateway, GATEWAY.hierarchy, asking.units, dayOf(asking.days));
  } finally {
    await gateway.stop();
  }
}

/** The small graph by the book, which keeps nothing from one question to the next. */
export async function startPlain(accessUrl: string, privateKey: string) {
  const env = { ACCESS_URL: accessUrl, PRIVATE_KEY: privateKey };
  const plain = await startProcess(['--import', 'tsx', pathOf('./plain-process.ts')], env);
  await warm(plain, BY_THE_BOOK.hierarchy);
  const asked = ({ units, days }: Asking) => ask(plain, BY_THE_BOOK.hierarchy, units, dayOf(days));
  return { ask: asked, stop: plain.stop };
}

/** Milliseconds that the largest statement of the hierarchy takes by the driver alone: the days of these completions. */
export async function startBare(accessUrl: string, privateKey: string): Promise<(asking: Asking) => Promise<number>> {
  const reads = await plainReads(accessUrl, privateKey);
  const all = await reads.units(100);
  const idsOf = async (units: number) => {
    const completions = await reads.completionsOf(all.slice(0, units).map(({ ID_REC }) => String(ID_REC)));
    return completions.map(({ ID_REC }) => String(ID_REC));
  };
  const some = await idsOf(10);
  for (let day = 1; day <= OTHERS; day++) await reads.daysOf(some, FROM, dayOf(day));
  return async ({ units, days }) => {
    const ids = await idsOf(units);
    return timed(() => reads.daysOf(ids, FROM, dayOf(days)));
  };
}

async function warm(server: Running, query: string): Promise<void> {
  for (let day = 1; day <= OTHERS; day++) await ask(server, query, 100, dayOf(day));
}

async function ask({ url }: Running, query: string, units: number, until: string): Promise<Answered> {
  const from = now();
  const body = await post(url, { query, variables: { first: units, from: FROM, to: until } });
  const to = now();
  return { rows: valuesOf(dataOf('deep', body)), from, to };
}

const now = () => performance.timeOrigin + performance.now();
