import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchDatabase } from './database.js';
import { type Running, startProcess } from './gateway-process.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export const PEERS = ['postgraphile', 'apollo', 'mercurius', 'yoga'] as const;
export const GATEWAYS = ['gateway', 'gateway on DuckDB'] as const;
export type Name = (typeof PEERS)[number] | (typeof GATEWAYS)[number] | 'sql' | 'string' | 'raw tiles';

/** What the gateway is measured with: nobody is turned away, and no answer is kept. */
export const GATEWAY = { RATE_PER_MINUTE: '0', ANONYMOUS: 'read', ANSWER_CACHE_MB: '0' };

export interface Contestants {
  readonly running: Readonly<Record<Exclude<Name, 'string'>, Running>>;
  /** The header with which the gateway takes a write. */
  readonly apiKey: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Installs the peers where that is due: they are no part of the project. */
export function installPeers(): void {
  if (existsSync(pathOf('./peers/node_modules'))) return;
  console.log('Installing the peers ...');
  execFileSync('npm', ['ci', '--prefix', pathOf('./peers'), '--no-audit', '--no-fund'], { stdio: 'inherit' });
}

/** Each in a process of its own, over the same rows. */
export async function startContestants(database: BenchDatabase, folder: string): Promise<Contestants> {
  installPeers();
  const key = apiKey();
  const running: Partial<Record<Name, Running>> = {};
  const stop = async () => void (await Promise.all(Object.values(running).map((each) => each.stop())));
  try {
    const postgres = { PRODVIEW_POSTGRES_URL: database.prodviewUrl, POSTGRES_URL: database.url };
    running.gateway = await main({ ...GATEWAY, ...postgres, API_KEYS_FILE: key.file });
    running['gateway on DuckDB'] = await main({ ...GATEWAY, MAPS: 'off', PRODVIEW_FOLDER: folder });
    for (const name of [...PEERS, 'sql'] as const)
      running[name] = await startProcess([pathOf(`./peers/${name}.js`)], { DATABASE_URL: database.prodviewUrl });
    running['raw tiles'] = await startProcess(['--import', 'tsx', pathOf('./tiles-process.ts')], {
      DATABASE_URL: database.url,
    });
    return { running: running as Contestants['running'], apiKey: { 'x-api-key': key.key }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A gateway like those above that keeps answers, as it is shipped. */
export const startKeeping = (database: BenchDatabase) => {
  const { ANSWER_CACHE_MB: _, ...shipped } = GATEWAY;
  return main({ ...shipped, PRODVIEW_POSTGRES_URL: database.prodviewUrl, POSTGRES_URL: database.url });
};

const main = (env: Readonly<Record<string, string>>) => startProcess([pathOf('../dist/main.js')], env);

/** A key that may write production, in a file that is gone when the process ends. */
function apiKey() {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-bench-key-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const key = `wg_bench_${randomBytes(32).toString('base64url')}`;
  const hash = `sha256:${createHash('sha256').update(key).digest('hex')}`;
  const file = join(folder, 'keys.json');
  writeFileSync(file, JSON.stringify([{ id: 'bench', hash, role: 'admin' }]));
  return { key, file };
}
