import { expect, test } from 'vitest';
import { openMemoryTables } from '../../src/sources/duckdb/memory-tables.js';
import { openFolder } from '../../src/sources/duckdb/open-folder.js';
import type { Column, Row, RowSource } from '../../src/sources/row-source.js';
import { writeFolder } from '../support/folder.js';
import { readAllContract } from './read-all.contract.js';
import { COLUMNS, READINGS, rowSourceContract } from './row-source.contract.js';

const columns: readonly Column[] = Object.values(COLUMNS);
const limits = { memoryMb: 512, threads: 2, connections: 2, waiting: 1 };
const all = (view: string) =>
  ({ label: 'all', view, scope: { kind: 'everything' }, columns, order: [], rowLimit: 1_000_000 }) as const;

/** The rows as another source gives them, put into memory. */
async function inMemory(): Promise<RowSource> {
  const folder = await openFolder({
    ...limits,
    folder: writeFolder({ readings: READINGS }),
    views: new Map([['readings', columns]]),
  });
  const tables = await openMemoryTables({ ...limits, source: 'PRODVIEW' });
  await tables.put('readings', columns, await folder.source.select(all('readings')));
  await folder.source.close();
  return tables.source;
}

rowSourceContract('views in memory', inMemory);
readAllContract('views in memory', inMemory);

test('rows are put in the place of the older ones while others read', async () => {
  const tables = await openMemoryTables({ ...limits, source: 'PRODVIEW', waiting: 500 });
  const some = (number: number): Row[] =>
    Array.from({ length: 3_000 }, () => ({
      ...Object.fromEntries(columns.map(({ name }) => [name, null])),
      oil: number,
    }));
  await tables.put('readings', columns, some(0));
  const count = {
    ...all('readings'),
    groupBy: [{ as: 'oil', column: COLUMNS.oil }],
    measures: [{ as: 'rows_of', of: 'count' }],
  } as const;
  const seen: number[] = [];
  let isDone = false;
  const reading = (async () => {
    while (!isDone) {
      const found = await tables.source.aggregate(count);
      expect(found).toHaveLength(1);
      expect(found[0]?.rows_of).toBe(3_000);
      seen.push(Number(found[0]?.oil));
    }
  })();
  for (let number = 1; number <= 5; number++) await tables.put('readings', columns, some(number));
  isDone = true;
  await reading;
  expect(seen).toEqual(seen.toSorted());
  expect((await tables.source.aggregate(count))[0]?.oil).toBe(5);
  await tables.source.close();
});
