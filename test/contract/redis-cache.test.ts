import { afterEach, expect, test } from 'vitest';
import { redisCache } from '../../src/sources/cache/redis-cache.js';
import type { Shared } from '../../src/sources/cache/shared.js';
import { RedisDouble } from '../support/redis-double.js';

let double: RedisDouble;
const opened: Shared[] = [];
const warned: string[] = [];
const open = async (space = 'space', seconds = 60) => {
  const cache = await redisCache(double.url, space, seconds, { warn: (_, message) => void warned.push(message) });
  opened.push(cache);
  return cache;
};
afterEach(async () => {
  warned.splice(0);
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
  await double.close();
});
const ROWS = [{ name: 'Ærø 1H', oil: 1.5, open: true, note: null }];

test('one gateway finds what another has put there, under the same token and in the same space', async () => {
  double = await RedisDouble.start();
  await (await open()).set('t1', [
    { id: 'a', rows: ROWS },
    { id: 'b', rows: [] },
  ]);
  const other = await open();
  expect(await other.get('t1', ['a', 'b', 'c'])).toEqual([ROWS, [], undefined]);
  expect(await other.get('t2', ['a'])).toEqual([undefined]);
  expect(await (await open('elsewhere')).get('t1', ['a'])).toEqual([undefined]);
});

test('what is kept expires, and what is large is not kept', async () => {
  double = await RedisDouble.start();
  const cache = await open('space', 60);
  const large = [{ note: 'x'.repeat(1_000_001) }];
  await cache.set('t1', [
    { id: 'a', rows: ROWS },
    { id: 'large', rows: large },
  ]);
  expect([...double.kept.keys()]).toEqual(['wellgraph:space:t1:a']);
  const { until } = [...double.kept.values()][0] ?? { until: 0 };
  expect(until).toBeGreaterThan(Date.now());
});

test('what is no rows of ours is as if it were not there', async () => {
  double = await RedisDouble.start();
  const cache = await open();
  const until = Date.now() + 60_000;
  double.kept.set('wellgraph:space:t1:a', { text: '{"broken', until });
  double.kept.set('wellgraph:space:t1:b', { text: '7', until });
  expect(await cache.get('t1', ['a', 'b'])).toEqual([undefined, undefined]);
});

test('a server that is not there, or stops, or falls silent, is as if nothing had been kept', async () => {
  double = await RedisDouble.start();
  const { port } = double;
  await double.close();
  const cache = await redisCache(`redis://127.0.0.1:${port}`, 'space', 60, {
    warn: (_, message) => void warned.push(message),
  });
  opened.push(cache);
  expect(await cache.get('t1', ['a'])).toEqual([]);
  await cache.set('t1', [{ id: 'a', rows: ROWS }]);
  expect(warned).toEqual(['the shared cache does not answer']);
  double = await RedisDouble.start(port);
  await expect
    .poll(() => warned, { timeout: 10_000 })
    .toEqual(['the shared cache does not answer', 'the shared cache answers again']);
  await cache.set('t1', [{ id: 'a', rows: ROWS }]);
  expect(await cache.get('t1', ['a'])).toEqual([ROWS]);
  double.isSilent = true;
  expect(await cache.get('t1', ['a'])).toEqual([]);
});
