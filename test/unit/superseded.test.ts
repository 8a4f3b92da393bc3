import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Connections } from '../../src/sources/duckdb/connections.js';
import { Superseded } from '../../src/sources/duckdb/superseded.js';
import type { Selection } from '../../src/sources/row-source.js';
import { compileSelect } from '../../src/sources/sql/compile-select.js';
import { duckdb } from '../../src/sources/duckdb/dialect.js';

const day = { name: 'day', kind: 'date' } as const;
const network = { name: 'network', kind: 'text' } as const;
const id = { name: 'id', kind: 'text' } as const;
const grain = {
  columns: [network, day],
  order: [
    { column: { name: 'synced', kind: 'integer' } as const, descending: true },
    { column: id, descending: false },
  ],
};
const read = (view: string): Selection => ({
  label: 'Days',
  view,
  scope: { kind: 'everything' },
  rowLimit: 100,
  columns: [id],
  order: [{ column: id, descending: false }],
  grain,
});

let connections: Connections;
let superseded: Superseded;
beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:');
  connections = new Connections(instance, 'PRODVIEW', { connections: 2, waiting: 10 });
  superseded = new Superseded(connections);
  await connections.use(async (connection) => {
    await connection.run(`create table twice as select * from (values
      ('N', 'A', timestamp '2024-01-01 06:00', 1), ('N', 'B', timestamp '2024-01-02', 1),
      ('N', 'C', timestamp '2024-01-02 12:00', 2), ('N', 'D', null, 1), ('N', 'E', null, 2),
      ('O', 'B', timestamp '2024-01-02', 1)) rows(network, id, day, synced)`);
    await connection.run(
      `create table once as select 'N' as network, 'A' as id, date '2024-01-01' as day, 1 as synced`,
    );
  });
});
afterAll(() => connections.close());

const idsOf = async (selection: Selection) => {
  const { text, values } = compileSelect(selection, duckdb);
  const rows = await connections.use(async (one) => (await one.run(text, values as string[])).getRows());
  return rows.map(([value]) => value).join('');
};

test('rows that were replaced are left out by a set of them, the same rows as by a window', async () => {
  const byWindow = superseded.spared(read('twice'));
  expect(byWindow.grain).toBe(grain);
  await superseded.found({ view: 'twice', grain });
  const bySet = superseded.spared(read('twice'));
  expect(bySet.grain).toBeUndefined();
  expect(await idsOf(byWindow)).toBe('ABCE');
  expect(await idsOf(bySet)).toBe('ABCE');
});

test('where nothing was replaced, nothing is asked', async () => {
  await superseded.found({ view: 'once', grain });
  expect(compileSelect(superseded.spared(read('once')), duckdb).text).not.toContain('row_number');
  expect(await idsOf(superseded.spared(read('once')))).toBe('A');
});

test('where they cannot be found, each statement tells its rows apart', async () => {
  await superseded.found({ view: 'nowhere', grain });
  expect(superseded.spared(read('nowhere')).grain).toBe(grain);
});
