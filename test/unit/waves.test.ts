import { expect, test } from 'vitest';
import { wavesOf } from '../../src/commands/waves.js';
import type { Known } from '../../src/commands/writer.js';

const apart = { command: { apart: ({ of }: { of: string }) => of } } as unknown as Known;
const alone = { command: {} } as Known;
const item = (of: string) => (of === '-' ? { known: alone, given: {} } : { known: apart, given: { of } });
const waves = (records: string) => wavesOf([...records].map(item));

test('items of different records are decided side by side', () => {
  expect(waves('abc')).toEqual([[0, 1, 2]]);
});

test('items of one record follow one another', () => {
  expect(waves('aabba')).toEqual([[0, 2], [1, 3], [4]]);
});

test('an item that does not say its record waits for all before it, and all behind it for it', () => {
  expect(waves('aab-ab')).toEqual([[0, 2], [1], [3], [4, 5]]);
  expect(waves('--a')).toEqual([[0], [1], [2]]);
});

test('a batch of nothing has no wave', () => {
  expect(wavesOf([])).toEqual([]);
});
