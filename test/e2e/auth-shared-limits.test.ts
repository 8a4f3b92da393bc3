import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { parseConfig } from '../../src/config.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';
import { redisPath } from '../support/needs.js';
import { type RunningRedis, startRedis } from '../support/redis.js';

const path = redisPath();
const ann = newApiKey('ann', 'foreman');
const API_KEYS_FILE = jsonFile([ann.entry]);
const ask = async (gateway: RunningGateway) =>
  (await gateway.ask('{ __typename }', {}, { 'x-api-key': ann.key })).status;
const logged = (gateway: RunningGateway, words: string) => gateway.logged.filter((line) => line.includes(words)).length;

/** Asks the log, not a clock. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe.runIf(path)('two copies with one Redis', () => {
  let redis: RunningRedis;
  let copies: RunningGateway[];
  beforeEach(async () => {
    redis = await startRedis(path ?? '');
    const env = { API_KEYS_FILE, RATE_PER_MINUTE: '4', REDIS_URL: redis.url };
    copies = await Promise.all([startGateway({ env }), startGateway({ env })]);
  });
  afterEach(async () => {
    await Promise.all(copies.map((each) => each.close()));
    redis.resume();
    await redis.stop();
  });
  const [A, B] = [0, 1];
  const times = async (order: readonly number[]) => {
    const statuses: number[] = [];
    for (const at of order) statuses.push(await ask(copies[at] as RunningGateway));
    return statuses;
  };

  test('count together, and only a hash of who asks is in Redis', async () => {
    expect(await times([A, B, A, B, A, B])).toEqual([200, 200, 200, 200, 429, 429]);
    const { Redis } = await import('ioredis');
    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^wellgraph:rate:[\w-]{43}$/);
    expect(await client.ttl(keys[0] ?? '')).toBeGreaterThan(0);
    client.disconnect();
  });

  test('each counts for itself while Redis is gone, says so once, and counts together again after', async () => {
    await times([A, B]);
    await redis.stop();
    await until(() => copies.every((each) => logged(each, 'by this copy alone') === 1));
    expect(await times([A, A, A, A, A])).toEqual([200, 200, 200, 200, 429]);
    expect(await times([B, B])).toEqual([200, 200]);
    await redis.start();
    await until(() => copies.every((each) => logged(each, 'in Redis again') === 1));
    expect(await times([A, B, A, B, A])).toEqual([200, 200, 200, 200, 429]);
    expect(copies.map((each) => logged(each, 'by this copy alone'))).toEqual([1, 1]);
  });

  test('answers go on while Redis hangs, and the log says so', async () => {
    await times([A]);
    redis.pause();
    expect(await times([A, A, A, A, A])).toEqual([200, 200, 200, 200, 429]);
    expect(logged(copies[A] as RunningGateway, 'by this copy alone')).toBe(1);
  });
});

test('a gateway starts without its Redis', async () => {
  const gateway = await startGateway({
    env: { API_KEYS_FILE, RATE_PER_MINUTE: '2', REDIS_URL: 'redis://127.0.0.1:9' },
  });
  expect([await ask(gateway), await ask(gateway), await ask(gateway)]).toEqual([200, 200, 429]);
  await gateway.close();
});

test('what is no address of a Redis is named at start', () =>
  expect(() => parseConfig({ REDIS_URL: 'localhost:6379' })).toThrow(/REDIS_URL/));
