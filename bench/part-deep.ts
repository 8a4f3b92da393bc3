import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { settingsOf } from '../test/support/snowflake/settings.js';
import { keyPair } from '../test/support/snowflake/start.js';
import type { Moment } from '../test/support/snowflake/statements.js';
import { dataOf } from './answers.js';
import { longestChain } from './chain.js';
import { writeData } from './data.js';
import { GATEWAY } from './documents.js';
import { type Running, startProcess } from './gateway-process.js';
import type { Options } from './options.js';
import { get, post } from './rounds.js';
import type { Measured } from './table.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const LATENCY_MS = 200;
/** Time for the small views to be read and held. */
const WARM_MS = 3_000;
/** Other questions before the one that is measured: a process that has answered nothing yet is slow at everything. */
const OTHERS = 6;

/** As it is shipped; with nothing held in memory; and that level by level, as a DataLoader for each list does it. */
const GATEWAYS = {
  gateway: {},
  'nothing held': { RESIDENT_VIEWS: 'none' },
  'level by level': { RESIDENT_VIEWS: 'none', READ_AHEAD: 'off' },
} as const;

/**
 * The hierarchy of a warehouse that takes 200 ms a statement, asked once of a gateway that has answered questions about
 * other units and not one about these: of its answers nothing is kept.
 */
export async function deep({ rounds }: Options): Promise<Measured> {
  const folder = await writeData(1_000);
  const { publicKey, privateKey } = keyPair();
  const log = join(folder, 'statements.json');
  const env = { FOLDER: folder, LATENCY_MS: String(LATENCY_MS), PUBLIC_KEY: publicKey, LOG_FILE: log };
  const warehouse = await startProcess(['--import', 'tsx', pathOf('./warehouse-process.ts')], env);
  const account = settingsOf(warehouse.url.replace('/graphql', ''), privateKey);
  const settings = { ...account, MAPS: 'off', RATE_PER_MINUTE: '0' };
  const asked: { name: string; from: number; to: number }[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, own] of Object.entries(GATEWAYS))
        asked.push({ name, ...(await cold({ ...settings, ...own })) });
    }
  } finally {
    await warehouse.stop();
  }
  const moments = JSON.parse(readFileSync(log, 'utf8')) as Moment[];
  const of = (name: string) => asked.filter((each) => each.name === name);
  const names = Object.keys(GATEWAYS);
  for (const name of names) {
    const chains = of(name).map(({ from, to }) => longestChain(moments, from, to));
    console.log(`deep: ${name.padEnd(16)}statements one after the other: ${chains.join(', ')}`);
  }
  const times = {
    ...Object.fromEntries(names.map((name) => [name, of(name).map(({ from, to }) => to - from)])),
    'round trip': Array.from({ length: rounds }, () => LATENCY_MS),
  };
  return { part: 'deep', title: 'deep: the hierarchy, cold, of a warehouse of 200 ms a statement', times };
}

async function cold(settings: Readonly<Record<string, string>>): Promise<{ from: number; to: number }> {
  const gateway = await startProcess([pathOf('../dist/main.js')], settings);
  try {
    await get(gateway.url.replace('/graphql', '/health/ready'));
    await pause(WARM_MS);
    const others = GATEWAY.hierarchy.replace('UNIT_NAME_ASC', 'UNIT_NAME_DESC');
    for (let day = 1; day <= OTHERS; day++) await ask(gateway, others, `2024-01-0${day}`);
    const from = now();
    await ask(gateway, GATEWAY.hierarchy, '2024-01-30');
    return { from, to: now() };
  } finally {
    await gateway.stop();
  }
}

const now = () => performance.timeOrigin + performance.now();

const ask = async (gateway: Running, query: string, to: string) =>
  dataOf('the gateway', await post(gateway.url, { query, variables: { first: 100, from: '2024-01-01', to } }));
