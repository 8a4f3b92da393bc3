import { describe, expect, test } from 'vitest';
import { afterCursor, cursorOf } from '../../src/binding/cursor.js';
import { duckdb } from '../../src/sources/duckdb/dialect.js';
import type { Aggregation, Column, Condition, OrderTerm, Selection } from '../../src/sources/row-source.js';
import { compileAggregate } from '../../src/sources/sql/compile-aggregate.js';
import { compileSelect } from '../../src/sources/sql/compile-select.js';

const text = (name: string): Column => ({ name, kind: 'text' });
const day: Column = { name: 'taken_on', kind: 'date' };
const tuples = [
  ['U1', 'N1'],
  ['U2', 'N1'],
];
const twoKeys = { columns: [text('unit'), text('network')], tuples };
const read = { label: 'Unit.days', view: 'v', scope: { kind: 'everything' as const }, rowLimit: 9 };
const select = (selection: Partial<Selection>) =>
  compileSelect({ ...read, columns: [text('id_rec')], order: [], ...selection }, duckdb);
const aggregate = (aggregation: Partial<Aggregation>) =>
  compileAggregate({ ...read, groupBy: [], measures: [{ as: 'count', of: 'count' }], ...aggregation }, duckdb);

describe('keys of two columns', () => {
  test('are bound as one list a column, however many parents there are', () => {
    const one = select({ keys: { ...twoKeys, tuples: tuples.slice(0, 1) } });
    const two = select({ keys: twoKeys });
    expect(two.text).toMatchInlineSnapshot(
      `"/* wellgraph Unit.days */ select "unit" as "unit", "network" as "network", "id_rec" as "id_rec" from "v" where ("unit", "network") in (select unnest($1::varchar[]), unnest($2::varchar[])) limit 10"`,
    );
    expect(two.values).toEqual([
      ['U1', 'U2'],
      ['N1', 'N1'],
    ]);
    expect(one.text).toBe(two.text);
  });

  test('each have their own first rows', () => {
    const order = [{ column: day, descending: true }];
    expect(select({ keys: twoKeys, order, limit: 1 }).text).toMatchInlineSnapshot(
      `"/* wellgraph Unit.days */ select "unit", "network", "id_rec" from (select "unit" as "unit", "network" as "network", "id_rec" as "id_rec", row_number() over (partition by "unit", "network" order by cast("taken_on" as date) desc nulls last) as "wg_rank" from "v" where ("unit", "network") in (select unnest($1::varchar[]), unnest($2::varchar[]))) ranked where "wg_rank" <= 1 order by "wg_rank""`,
    );
  });

  test('each have their own measures', () => {
    expect(aggregate({ keys: twoKeys }).text).toMatchInlineSnapshot(
      `"/* wellgraph Unit.days */ select "unit" as "unit", "network" as "network", count(*) as "count" from "v" where ("unit", "network") in (select unnest($1::varchar[]), unnest($2::varchar[])) group by "unit", "network" limit 10"`,
    );
  });
});

describe('without keys', () => {
  test('the count of all rows comes with every row', () => {
    expect(select({ total: true, limit: 3 }).text).toMatchInlineSnapshot(
      `"/* wellgraph Unit.days */ select "id_rec" as "id_rec", count(*) over () as "wg_total" from "v" limit 3"`,
    );
  });

  test('a list without a limit is cut one above what a statement may bring', () => {
    expect(select({}).text).toMatch(/ limit 10$/);
    expect(select({ limit: 500 }).text).toMatch(/ limit 10$/);
  });

  test('groups come in the order of their keys, cut at the limit', () => {
    const groupBy = [
      { as: 'group_0', column: day, by: 'year' as const },
      { as: 'group_1', column: text('name') },
    ];
    const measures = [{ as: 'max_taken_on', of: 'max' as const, column: day }];
    expect(aggregate({ groupBy, measures, limit: 4 }).text).toMatchInlineSnapshot(
      `"/* wellgraph Unit.days */ select * from (select cast(date_trunc('year', cast("taken_on" as date)) as date) as "group_0", "name" as "group_1", max(cast("taken_on" as date)) as "max_taken_on" from "v" group by cast(date_trunc('year', cast("taken_on" as date)) as date), "name") grouped order by "group_0" asc nulls last, "group_1" asc nulls last limit 4"`,
    );
  });

  test('who may see nothing has a count of nothing', () => {
    expect(aggregate({ scope: { kind: 'nothing' } }).text).toContain('from "v" where 1 = 0 limit');
  });
});

describe('conditions', () => {
  const where = (condition: Condition) =>
    /where (.*) limit 10$/.exec(select({ where: condition }).text)?.[1] ?? 'no condition';

  test('behind a cursor are later rows, and then those without a value', () => {
    const order: OrderTerm[] = [
      { column: day, descending: true },
      { column: text('id_rec'), descending: false },
    ];
    const behind = (row: { taken_on: string | null; id_rec: string }) =>
      where(afterCursor(cursorOf(row, order, 'list'), order, 'list'));
    expect(behind({ taken_on: '2024-01-31', id_rec: 'D1' })).toMatchInlineSnapshot(
      `"("taken_on" < cast($1 as date) or cast("taken_on" as date) is null or (cast("taken_on" as date) = cast($2 as date) and ("id_rec" > $3 or "id_rec" is null)))"`,
    );
    expect(behind({ taken_on: null, id_rec: 'D1' })).toMatchInlineSnapshot(
      `"((cast("taken_on" as date) is null and ("id_rec" > $1 or "id_rec" is null)))"`,
    );
  });

  test('scope, keys and filter hold at once', () => {
    const { text: sql, values } = select({
      scope: { kind: 'nothing' },
      keys: twoKeys,
      where: { any: [{ column: text('name'), is: 'eq', value: 'Alpha' }] },
    });
    expect(sql).toMatchInlineSnapshot(
      `"/* wellgraph Unit.days */ select "unit" as "unit", "network" as "network", "id_rec" as "id_rec" from "v" where 1 = 0 and ("unit", "network") in (select unnest($1::varchar[]), unnest($2::varchar[])) and ("name" = $3) limit 10"`,
    );
    expect(values).toEqual([['U1', 'U2'], ['N1', 'N1'], 'Alpha']);
  });

  test('all and any keep their own brackets', () => {
    const named = (value: string): Condition => ({ column: text('name'), is: 'eq', value });
    expect(where({ all: [{ any: [named('a'), named('b')] }, { not: { any: [named('c')] } }] })).toMatchInlineSnapshot(
      `"(("name" = $1 or "name" = $2) and not coalesce(("name" = $3), false))"`,
    );
  });

  test.each<[Column, string]>([
    [day, '"taken_on" >= cast($1 as date)'],
    [{ name: 'read_at', kind: 'local' }, '"read_at" >= cast($1 as timestamp)'],
    [{ name: 'synced_at', kind: 'instant' }, '"synced_at" >= cast($1 as timestamp with time zone)'],
    [{ name: 'oil', kind: 'float' }, '"oil" >= $1'],
  ])('a value is compared as what its column holds: $kind', (column, sql) =>
    expect(where({ column, is: 'gte', value: '2024-01-31' })).toBe(sql),
  );

  test.each([
    ['lt', '<'],
    ['lte', '<='],
    ['gt', '>'],
    ['gte', '>='],
  ] as const)('%s is %s', (is, sign) =>
    expect(where({ column: { name: 'oil', kind: 'float' }, is, value: 1 })).toBe(`"oil" ${sign} $1`),
  );
});
