import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { turns } from '../../src/series/turns.js';

test('one thing is made a turn, in order, with other work in between', async () => {
  const happened: string[] = [];
  const inTurn = turns();
  const made = ['a', 'b', 'c'].map((name) => inTurn(() => happened.push(name)));
  for (let turn = 0; turn < 5; turn += 1) {
    await setImmediate();
    happened.push('-');
  }
  await Promise.all(made);
  expect(happened.join('')).toMatch(/a-+b-+c/);
});

test('what cannot be made fails alone', async () => {
  const inTurn = turns();
  const [failed, next] = [
    inTurn(() => {
      throw new Error('no');
    }),
    inTurn(() => 'next'),
  ];
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});
