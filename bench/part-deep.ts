import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { settingsOf } from '../test/support/snowflake/settings.js';
import { keyPair } from '../test/support/snowflake/start.js';
import { dataOf } from './answers.js';
import { writeData } from './data.js';
import { GATEWAY } from './documents.js';
import { startProcess } from './gateway-process.js';
import type { Options } from './options.js';
import { get, post, timed } from './rounds.js';
import type { Measured } from './table.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const LATENCY_MS = 200;
/** Time for the small views to be read and held. */
const WARM_MS = 3_000;

/**
 * The hierarchy of a warehouse that takes 200 ms a statement. Each time of a gateway that has just been started, so that
 * nothing is kept of an answer; what it holds in memory by its own settings is there.
 */
export async function deep({ rounds }: Options): Promise<Measured> {
  const folder = await writeData(1_000);
  const { publicKey, privateKey } = keyPair();
  const env = { FOLDER: folder, LATENCY_MS: String(LATENCY_MS), PUBLIC_KEY: publicKey };
  const warehouse = await startProcess(['--import', 'tsx', pathOf('./warehouse-process.ts')], env);
  const settings = {
    ...settingsOf(warehouse.url.replace('/graphql', ''), privateKey),
    MAPS: 'off',
    RATE_PER_MINUTE: '0',
  };
  const times: Record<'gateway' | 'round trip', number[]> = { gateway: [], 'round trip': [] };
  try {
    for (let round = 0; round < rounds; round++) {
      times.gateway.push(await cold(settings));
      times['round trip'].push(LATENCY_MS);
    }
  } finally {
    await warehouse.stop();
  }
  return { part: 'deep', title: 'deep: the hierarchy, cold, of a warehouse of 200 ms a statement', times };
}

async function cold(settings: Readonly<Record<string, string>>): Promise<number> {
  const gateway = await startProcess([pathOf('../dist/main.js')], settings);
  try {
    await get(gateway.url.replace('/graphql', '/health/ready'));
    await pause(WARM_MS);
    const body = { query: GATEWAY.hierarchy, variables: { first: 100, from: '2024-01-01', to: '2024-01-30' } };
    return await timed(async () => dataOf('the gateway', await post(gateway.url, body)));
  } finally {
    await gateway.stop();
  }
}
