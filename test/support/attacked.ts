import { expect } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { type Answer, type RunningGateway, startGateway } from './gateway.js';
import { jsonFile } from './json-file.js';

export interface Attacker {
  readonly role: string;
  readonly gateway: RunningGateway;
  readonly headers: Record<string, string>;
  ask(query: string, variables?: object): Promise<Answer>;
}

export interface Attacked {
  /** Whoever asks the embedded default without a token, a viewer of one network, and a foreman without routes. */
  readonly attackers: readonly Attacker[];
  /** Sees everything: to compare with. */
  readonly admin: Attacker;
  close(): Promise<void>;
}

export const NETWORK = 'US-GULF-MC';

/** Two gateways with limits as they are by default: one that everyone on this machine may ask, one with keys. */
export async function startAttacked(): Promise<Attacked> {
  const [viewer, foreman, admin] = [newApiKey('vic', 'viewer'), newApiKey('ann', 'foreman'), newApiKey('adm', 'admin')];
  const scoped = { ...viewer.entry, scope: { networks: [NETWORK] } };
  const API_KEYS_FILE = jsonFile([scoped, foreman.entry, admin.entry]);
  const env = { RATE_PER_MINUTE: '0', CONCURRENT_REQUESTS: '0' };
  const open = await startGateway({ env });
  const keyed = await startGateway({ env: { ...env, API_KEYS_FILE } });
  const attacker = (role: string, gateway: RunningGateway, headers: Record<string, string>): Attacker => ({
    role,
    gateway,
    headers,
    ask: (query, variables) => gateway.ask(query, variables, headers),
  });
  return {
    attackers: [
      attacker('anonymous', open, {}),
      attacker('viewer', keyed, { 'x-api-key': viewer.key }),
      attacker('foreman', keyed, { 'x-api-key': foreman.key }),
    ],
    admin: attacker('admin', keyed, { 'x-api-key': admin.key }),
    close: async () => {
      await open.close();
      await keyed.close();
    },
  };
}

/** More memory than any attack may leave behind; the tests' own bodies are in it, as they run in the same process. */
const MOST_GROWTH = 768 * 1024 * 1024;

/**
 * Runs an attack while others ask: they are answered while it runs and after it, and memory does not grow beyond reason.
 * Nothing here is about speed.
 */
export async function whileOthersAsk<T>({ gateway, headers }: Attacker, attack: () => Promise<T>): Promise<T> {
  const before = process.memoryUsage.rss();
  const other = async () => (await gateway.ask('{ __typename }', {}, headers)).status;
  let running = true;
  const others = (async () => {
    const statuses = [await other()];
    while (running) statuses.push(await other());
    return statuses;
  })();
  try {
    return await attack();
  } finally {
    running = false;
    expect(new Set([...(await others), await other()])).toEqual(new Set([200]));
    expect(process.memoryUsage.rss() - before).toBeLessThan(MOST_GROWTH);
  }
}

/** What was asked of the store since the last call, but for whom the asker may see, which is kept for a while. */
export const statementsOf = ({ gateway }: Attacker) =>
  gateway.prodview.statements().filter((text) => !text.startsWith('/* wellgraph scope '));

/** What would help an attacker: a stack, a path, a driver's or framework's own words, other names of the schema. */
export const HINT =
  /node_modules|\.js:\d|\bat \w+ \(|FST_|ERR_|duckdb|postgres|syntax error at|Maximum call stack|stacktrace/i;

/** One refusal: errors with codes of ours and no data, and no hint of how the gateway is made. */
export function expectRefusal(answer: Pick<Answer, 'status' | 'data' | 'errors'>, codes: readonly string[]): void {
  expect(Object.values(answer.data ?? {}).filter((each) => each !== null)).toEqual([]);
  expect(answer.errors?.length).toBeGreaterThan(0);
  expect(answer.errors?.length).toBeLessThanOrEqual(6);
  for (const { extensions } of answer.errors ?? []) expect(codes).toContain(extensions.code);
  const text = JSON.stringify(answer.errors);
  expect(text).not.toMatch(HINT);
  expect(text.length).toBeLessThan(6_000);
}
