import { describe, expect, test } from 'vitest';
import { cached } from '../../src/sources/cache/cached.js';
import { Tokens } from '../../src/sources/cache/tokens.js';
import { openFolder } from '../../src/sources/duckdb/open-folder.js';
import type { Column, RowSource } from '../../src/sources/row-source.js';
import { writeFolder } from '../support/folder.js';
import { readAllContract } from './read-all.contract.js';
import { COLUMNS, READINGS, rowSourceContract } from './row-source.contract.js';

const views = new Map<string, readonly Column[]>([['readings', Object.values(COLUMNS)]]);
const options = { memoryMb: 512, threads: 2, connections: 2, waiting: 1 };
const tokens = () =>
  new Tokens({ told: async (names) => names.map(() => 'same') }, ['readings'], { toldMs: 60_000, otherMs: 60_000 });

async function overFolder(): Promise<RowSource> {
  const { source } = await openFolder({ ...options, folder: writeFolder({ readings: READINGS }), views });
  return cached(source, { tokens: tokens(), bytes: 1_000_000, staleMs: 0 });
}

/** Every read twice: the first fills the cache, the second comes out of it. */
async function twice(): Promise<RowSource> {
  const source = await overFolder();
  const again: RowSource = {
    select: async (read, signal) => {
      const first = await source.select(read, signal);
      const second = await source.select(read, signal);
      expect(second).toEqual(first);
      return second;
    },
    aggregate: async (read, signal) => {
      await source.aggregate(read, signal);
      return source.aggregate(read, signal);
    },
    readAll: async (reads, signal) => {
      await source.readAll?.(reads, signal);
      return source.readAll?.(reads, signal) ?? [];
    },
    close: () => source.close(),
  };
  return again;
}

rowSourceContract('a cache', overFolder);
readAllContract('a cache', overFolder);
rowSourceContract('a warm cache', twice);
readAllContract('a warm cache', twice);

describe('what is never kept', () => {
  test('an error', async () => {
    const source = await overFolder();
    const read = {
      label: 'x',
      view: 'nowhere',
      scope: { kind: 'everything' },
      columns: [],
      order: [],
      rowLimit: 1,
    } as const;
    for (let again = 0; again < 2; again++)
      await expect(source.select({ ...read, columns: [COLUMNS.id] })).rejects.toThrow('lacks a column or view');
  });
});
