import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingsOf } from '../test/support/snowflake/settings.js';
import { keyPair } from '../test/support/snowflake/start.js';
import type { Moment } from '../test/support/snowflake/statements.js';
import { checkSame } from './answers.js';
import { longestChain } from './chain.js';
import { writeData } from './data.js';
import { type Answered, coldGateway, startBare, startPlain } from './deep-contestants.js';
import { startProcess } from './gateway-process.js';
import type { Options } from './options.js';
import { median } from './rounds.js';
import type { Measured } from './table.js';

const LATENCY_MS = 200;
/** What is asked for; what is said of goals is said of the first. The others have as many rows as one another. */
const SIZES = [
  { units: 100, days: 30, title: '100 units, 6,000 days' },
  { units: 10, days: 30, title: '10 units, 600 days' },
  { units: 100, days: 3, title: '100 units, 600 days' },
] as const;
type Size = (typeof SIZES)[number];

/** As it is shipped; with nothing held in memory; and that level by level, as a DataLoader for each list does it. */
const GATEWAYS = {
  gateway: {},
  'nothing held': { RESIDENT_VIEWS: 'none' },
  'level by level': { RESIDENT_VIEWS: 'none', READ_AHEAD: 'off' },
} as const;
const PLAIN = 'plain DataLoader';
const NAMES = [...Object.keys(GATEWAYS), PLAIN];

interface Asked extends Answered {
  readonly name: string;
  readonly size: Size;
}

interface Alone {
  readonly size: Size;
  readonly took: number;
}

/**
 * The hierarchy of a warehouse that takes 200 ms a statement, asked once of a gateway that has answered questions about
 * other units and not one about these: of its answers nothing is kept. Beside it a small graph by the book, and one
 * statement by the driver alone: less than that no answer from this account can take.
 */
export async function deep({ rounds }: Options): Promise<Measured[]> {
  const folder = await writeData(1_000);
  const { publicKey, privateKey } = keyPair();
  const log = join(folder, 'statements.json');
  const env = { FOLDER: folder, LATENCY_MS: String(LATENCY_MS), PUBLIC_KEY: publicKey, LOG_FILE: log };
  const warehouse = await startProcess(['--import', 'tsx', pathOf('./warehouse-process.ts')], env);
  const accessUrl = warehouse.url.replace('/graphql', '');
  const plain = await startPlain(accessUrl, privateKey);
  const bare = await startBare(accessUrl, privateKey);
  const settings = { ...settingsOf(accessUrl, privateKey), MAPS: 'off', RATE_PER_MINUTE: '0' };
  const asked: Asked[] = [];
  const alone: Alone[] = [];
  try {
    for (const size of Array.from({ length: rounds }, () => SIZES).flat()) {
      for (const [name, own] of Object.entries(GATEWAYS))
        asked.push({ name, size, ...(await coldGateway({ ...settings, ...own }, size)) });
      asked.push({ name: PLAIN, size, ...(await plain.ask(size)) });
      checkSame(`deep, ${size.title}`, new Map(asked.slice(-NAMES.length).map(({ name, rows }) => [name, rows])));
      alone.push({ size, took: await bare(size) });
    }
  } finally {
    await Promise.all([plain.stop(), warehouse.stop()]);
  }
  printChains(asked, JSON.parse(readFileSync(log, 'utf8')) as Moment[]);
  return SIZES.map((size) => measuredOf(size, asked, alone));
}

function measuredOf(size: Size, asked: readonly Asked[], alone: readonly Alone[]): Measured {
  const timesOf = (name: string) =>
    asked.filter((each) => each.name === name && each.size === size).map(({ from, to }) => to - from);
  const driver = alone.filter((each) => each.size === size).map(({ took }) => took);
  const times = {
    ...Object.fromEntries(NAMES.map((name) => [name, timesOf(name)])),
    'driver alone': driver,
    'round trip': driver.map(() => LATENCY_MS),
  };
  const title = `deep: the hierarchy of ${size.title}, cold, of a warehouse of ${LATENCY_MS} ms a statement`;
  return { part: size === SIZES[0] ? 'deep' : `deep ${size.title}`, title, times };
}

/** How many statements waited for one another, and how an answer of as many rows grows with its parents. */
function printChains(asked: readonly Asked[], moments: readonly Moment[]): void {
  const [, few, many] = SIZES;
  for (const name of NAMES) {
    const of = (size: Size) => asked.filter((each) => each.name === name && each.size === size);
    const counts = SIZES.map((size) => {
      const chains = of(size).map(({ from, to }) => longestChain(moments, from, to));
      return `${chains.join(', ')} for ${size.title}`;
    });
    const grown = of(many).map(({ from, to }, at) => (to - from) / took(of(few)[at]));
    const growth = `${median(grown).toFixed(2)} times as long for ${many.title} as for ${few.title}`;
    console.log(`deep: ${name.padEnd(17)}statements one after the other: ${counts.join('; ')}; ${growth}`);
  }
}

const took = (asked: Asked | undefined) => (asked ? asked.to - asked.from : Number.NaN);
const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
