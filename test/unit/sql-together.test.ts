import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duckdb } from '../../src/sources/duckdb/dialect.js';
import type { Aggregation, Selection } from '../../src/sources/row-source.js';
import { compileSelect } from '../../src/sources/sql/compile-select.js';
import { compileTogether } from '../../src/sources/sql/compile-together.js';
import { inPlace } from '../../src/sources/sql/in-place.js';

const keys = { columns: [{ name: 'unit', kind: 'text' as const }], tuples: [['U1'], ['U2']] };
const tanks: Selection = {
  label: 'Unit.tanks',
  view: 'tanks',
  scope: { kind: 'everything' },
  rowLimit: 9,
  keys,
  columns: [{ name: 'size', kind: 'float' }],
  order: [{ column: { name: 'size', kind: 'float' }, descending: true }],
  limit: 3,
};
const facility: Selection = { ...tanks, label: 'Unit.facility', view: 'facilities', columns: [], order: [] };
const days: Aggregation = {
  ...facility,
  label: 'Unit.days',
  view: 'days',
  groupBy: [],
  measures: [
    { as: 'count', of: 'count' },
    { as: 'last', of: 'max', column: { name: 'day', kind: 'date' } },
  ],
};

test('parts share columns of one kind, and the first part names them and gives them types', () => {
  const { limit: _, ...one } = facility;
  const { text, values, layouts } = compileTogether([tanks, one, days], duckdb);
  expect(text).toBe(
    '/* wellgraph Unit.tanks, Unit.facility, Unit.days */ ' +
      'select 0 as "wg_part", "wg_rank" as "wg_place", "unit" as "text_0", "size" as "float_0", ' +
      'cast(null as bigint) as "integer_0", cast(null as date) as "date_0" from (' +
      'select "unit", "size", "wg_rank" from (select "unit" as "unit", "size" as "size", ' +
      'row_number() over (partition by "unit" order by "size" desc nulls last) as "wg_rank" ' +
      'from "tanks" where "unit" in (select unnest($1::varchar[]))) ranked where "wg_rank" <= 3 order by "wg_rank") part_0' +
      ' union all select 1, null, "unit", null, null, null from (' +
      'select "unit" as "unit" from "facilities" where "unit" in (select unnest($1::varchar[])) limit 10) part_1' +
      ' union all select 2, null, "unit", null, "count", "last" from (' +
      'select "unit" as "unit", count(*) as "count", max(cast("day" as date)) as "last" ' +
      'from "days" where "unit" in (select unnest($1::varchar[])) group by "unit" limit 10) part_2',
  );
  expect(values).toEqual([['U1', 'U2']]);
  expect(layouts).toEqual([
    { names: ['unit', 'size'], kinds: ['text', 'float'], positions: [2, 3] },
    { names: ['unit'], kinds: ['text'], positions: [2] },
    { names: ['unit', 'count', 'last'], kinds: ['text', 'integer', 'date'], positions: [2, 4, 5] },
  ]);
});

test('placeholders run on from part to part', () => {
  const named = (value: string): Selection => ({
    ...tanks,
    where: { column: { name: 'name', kind: 'text' }, is: 'eq', value },
    keys: { ...keys, tuples: [[value]] },
  });
  const { text, values } = compileTogether([named('a'), named('b')], duckdb);
  expect(values).toEqual([['a'], 'a', ['b'], 'b']);
  expect(text.match(/\$\d/g)).toEqual(['$1', '$2', '$3', '$4']);
});

test('keys are bound again where placeholders cannot be told apart', () => {
  const { text, values } = compileTogether([tanks, tanks], { ...duckdb, placeholder: () => '?' });
  expect(values).toEqual([
    ['U1', 'U2'],
    ['U1', 'U2'],
  ]);
  expect(text.match(/\?/g)).toHaveLength(2);
});

test('a single statement has no column for the place of its rows', () => {
  expect(compileSelect(tanks, duckdb).text).toMatch(/^\/\* wellgraph Unit.tanks \*\/ select "unit", "size" from/);
});

test('rows are put in the order of their places, those of one place as they came', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat({ max: 9 }))), (places) => {
      const rows = places.map((place, came) => ({ place, came }));
      const expected = [...rows].sort((left, right) => (left.place ?? 0) - (right.place ?? 0));
      expect(inPlace(rows, places)).toEqual(expected);
    }),
  );
});
