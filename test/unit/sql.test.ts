import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duckdb } from '../../src/sources/duckdb/dialect.js';
import type { Column, Condition, Selection } from '../../src/sources/row-source.js';
import { compileAggregate } from '../../src/sources/sql/compile-aggregate.js';
import { compileSelect } from '../../src/sources/sql/compile-select.js';

const name: Column = { name: 'name', kind: 'text' };
const day: Column = { name: 'taken_on', kind: 'date' };
const oil: Column = { name: 'oil', kind: 'float' };
const page: Selection = {
  label: 'Query.units',
  view: 'v',
  scope: { kind: 'everything' },
  rowLimit: 9,
  columns: [name],
  order: [{ column: name, descending: true }],
  limit: 3,
};
const keys = { columns: [{ name: 'unit', kind: 'text' as const }], tuples: [['U1'], ['U2']] };
const where = (condition: Condition) =>
  compileSelect({ ...page, where: condition }, duckdb).text.replace(/.* where (.*) order by .*/, '$1');

describe('SQL of a selection', () => {
  test('a page', () => {
    expect(compileSelect(page, duckdb)).toEqual({
      text: '/* wellgraph Query.units */ select "name" as "name" from "v" order by "name" desc nulls last limit 3',
      values: [],
    });
  });

  test('the last of each parent, however many parents, with the count of all', () => {
    const { text, values } = compileSelect({ ...page, keys, total: true }, duckdb);
    expect(text).toBe(
      '/* wellgraph Query.units */ select "unit", "name", "wg_total" from (select "unit" as "unit", "name" as "name", ' +
        'row_number() over (partition by "unit" order by "name" desc nulls last) as "wg_rank", ' +
        'count(*) over (partition by "unit") as "wg_total" from "v" where "unit" in (select unnest($1::varchar[]))) ranked ' +
        'where "wg_rank" <= 3 order by "wg_rank"',
    );
    expect(values).toEqual([['U1', 'U2']]);
    expect(compileSelect({ ...page, keys, rowLimit: 5 }, duckdb).text).toMatch(/order by "wg_rank" limit 6$/);
  });

  test('who may see nothing gets nothing', () => {
    expect(compileSelect({ ...page, scope: { kind: 'nothing' } }, duckdb).text).toContain(
      'from "v" where 1 = 0 order by',
    );
  });

  test.each<[string, Condition, string]>([
    ['eq', { column: day, is: 'eq', value: '2024-01-01' }, 'cast("taken_on" as date) = cast($1 as date)'],
    ['ne counts rows without a value', { column: name, is: 'ne', value: 'a' }, '"name" is distinct from $1'],
    ['in', { column: name, in: ['a', 'b'] }, '"name" in ($1, $2)'],
    ['in nothing', { column: name, in: [] }, '1 = 0'],
    ['not is a true complement', { not: { column: oil, is: 'gt', value: 1 } }, 'not coalesce("oil" > $1, false)'],
    ['contains', { column: name, is: 'contains', value: '%' }, 'position(lower($1) in lower("name")) > 0'],
    ['startsWith', { column: name, is: 'startsWith', value: 'a' }, 'position(lower($1) in lower("name")) = 1'],
    ['isNull', { column: name, isNull: false }, '"name" is not null'],
    ['all of nothing', { all: [] }, '1 = 1'],
    ['any of nothing', { any: [] }, '1 = 0'],
  ])('%s', (_, condition, text) => expect(where(condition)).toBe(text));

  test('no value and no label ever becomes part of the text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3 }), (text) => {
        const hostile = `${text}*/'"; drop`;
        const statement = compileSelect(
          {
            ...page,
            label: hostile,
            keys: { ...keys, tuples: [[hostile]] },
            where: { column: name, is: 'eq', value: hostile },
          },
          duckdb,
        );
        expect(statement.text.split('*/')).toHaveLength(2);
        expect(statement.text.slice(statement.text.indexOf('*/'))).not.toMatch(/drop|'|;/);
        expect(statement.values).toEqual([[hostile], hostile]);
      }),
    );
  });

  test('an identifier cannot end its quotes', () => {
    expect(duckdb.identifier('a"b')).toBe('"a""b"');
  });
});

test('SQL of groups: months under each parent, cut one above the limit', () => {
  const read = { label: 'Unit.days', view: 'v', scope: { kind: 'everything' as const }, rowLimit: 9, keys, limit: 4 };
  const groupBy = [{ as: 'group_0', column: day, by: 'month' as const }];
  const measures = [
    { as: 'count', of: 'count' as const },
    { as: 'sum_oil', of: 'sum' as const, column: oil },
  ];
  expect(compileAggregate({ ...read, groupBy, measures }, duckdb).text).toBe(
    '/* wellgraph Unit.days */ select "unit", "group_0", "count", "sum_oil" from (select *, row_number() over (partition by "unit" order by "group_0" asc nulls last) as "wg_rank" ' +
      `from (select "unit" as "unit", cast(date_trunc('month', cast("taken_on" as date)) as date) as "group_0", count(*) as "count", ` +
      'cast(sum("oil") as double) as "sum_oil" from "v" where "unit" in (select unnest($1::varchar[])) ' +
      `group by "unit", cast(date_trunc('month', cast("taken_on" as date)) as date)) grouped) ranked where "wg_rank" <= 4 order by "wg_rank" limit 10`,
  );
});
