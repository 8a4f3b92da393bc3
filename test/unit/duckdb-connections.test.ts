import { expect, test } from 'vitest';
import { Overloaded } from '../../src/errors.js';
import { Connections } from '../../src/sources/duckdb/connections.js';
import { openInstance } from '../../src/sources/duckdb/instance.js';

const open = async (limits: { connections: number; waiting: number }) => {
  const instance = await openInstance({ memoryMb: 64, threads: 1 });
  return { instance, connections: new Connections(instance, 'PRODVIEW', limits) };
};

test('statements wait in line for a connection, up to a limit', async () => {
  const { connections } = await open({ connections: 1, waiting: 2 });
  const order: number[] = [];
  const run = (each: number) => connections.use(async () => order.push(each));
  const all = await Promise.allSettled([1, 2, 3, 4].map(run));
  expect(order).toEqual([1, 2, 3]);
  expect(all[3]).toMatchObject({ status: 'rejected', reason: expect.any(Overloaded) });
  connections.close();
});

test('connections that cannot be made take no place, and nobody waits for them', async () => {
  const { instance, connections } = await open({ connections: 2, waiting: 10 });
  instance.closeSync();
  for (let round = 0; round < 2; round++) {
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => connections.use(async () => 'ran')));
    expect(all.map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
  }
});
