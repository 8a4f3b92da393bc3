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
/** How many units are asked for; what is said of goals is said of the first. */
const SIZES = [100, 10] as const;

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
  readonly units: number;
}

interface Alone {
  readonly units: number;
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
    for (const units of Array.from({ length: rounds }, () => SIZES).flat()) {
      for (const [name, own] of Object.entries(GATEWAYS))
        asked.push({ name, units, ...(await coldGateway({ ...settings, ...own }, units)) });
      asked.push({ name: PLAIN, units, ...(await plain.ask(units)) });
      checkSame(`deep, ${units} units`, new Map(asked.slice(-NAMES.length).map(({ name, rows }) => [name, rows])));
      alone.push({ units, took: await bare(units) });
    }
  } finally {
    await Promise.all([plain.stop(), warehouse.stop()]);
  }
  printChains(asked, JSON.parse(readFileSync(log, 'utf8')) as Moment[]);
  return SIZES.map((units) => measuredOf(units, asked, alone));
}

function measuredOf(units: number, asked: readonly Asked[], alone: readonly Alone[]): Measured {
  const timesOf = (name: string) =>
    asked.filter((each) => each.name === name && each.units === units).map(({ from, to }) => to - from);
  const driver = alone.filter((each) => each.units === units).map(({ took }) => took);
  const times = {
    ...Object.fromEntries(NAMES.map((name) => [name, timesOf(name)])),
    'driver alone': driver,
    'round trip': driver.map(() => LATENCY_MS),
  };
  const title = `deep: the hierarchy of ${units} units, cold, of a warehouse of ${LATENCY_MS} ms a statement`;
  return { part: units === SIZES[0] ? 'deep' : `deep ${units}`, title, times };
}

/** How many statements waited for one another, and how an answer grows with its parents. */
function printChains(asked: readonly Asked[], moments: readonly Moment[]): void {
  const [most, least] = SIZES;
  for (const name of NAMES) {
    const of = (units: number) => asked.filter((each) => each.name === name && each.units === units);
    const chains = SIZES.map((units) => of(units).map(({ from, to }) => longestChain(moments, from, to)));
    const counts = SIZES.map((units, at) => `${chains[at]?.join(', ')} for ${units} units`);
    const grown = of(most).map(({ from, to }, at) => (to - from) / took(of(least)[at]));
    const growth = `${median(grown).toFixed(2)} times as long for ${most} as for ${least}`;
    console.log(`deep: ${name.padEnd(17)}statements one after the other: ${counts.join('; ')}; ${growth}`);
  }
}

const took = (asked: Asked | undefined) => (asked ? asked.to - asked.from : Number.NaN);
const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
