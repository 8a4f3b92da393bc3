import { expect, test } from 'vitest';
import { usedColumns } from '../../src/sources/postgres/used-columns.js';

const { view, finished } = usedColumns(
  new Map([
    [
      'units',
      {
        columns: new Map([
          ['id', '"id"'],
          ['name', 'cast("name" as varchar) as "name"'],
          ['route', 'cast(null as varchar) as "route"'],
        ]),
        from: ' from "units"',
      },
    ],
  ]),
);

test('a table that fits is read by its name', () => {
  expect(finished(`select "id" from ${view('tanks')}`)).toBe('select "id" from "tanks"');
});

test('another is read with the columns that are named anywhere in the statement', () => {
  expect(finished(`select "id" from ${view('units')} order by "route"`)).toBe(
    'select "id" from (select "id", cast(null as varchar) as "route" from "units") as "units" order by "route"',
  );
});

test('each place of the table in a statement has them, and where rows are only counted there is none', () => {
  const both = `select "name" from ${view('units')} where "id" in (select "id" from ${view('units')})`;
  const table = '(select "id", cast("name" as varchar) as "name" from "units") as "units"';
  expect(finished(both)).toBe(`select "name" from ${table} where "id" in (select "id" from ${table})`);
  expect(finished(`select count(*) from ${view('units')}`)).toBe(
    'select count(*) from (select  from "units") as "units"',
  );
});
