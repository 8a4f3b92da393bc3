import { describe, expect, test } from 'vitest';
import { cursorOf } from '../../src/binding/cursor.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { conditionBehind, type ListArgs, planGroups, planList } from '../../src/binding/list-plan.js';
import { BadUserInput } from '../../src/errors.js';
import { bindings, rootList, view } from './small-field.js';

const asksFor = (fields: readonly string[]) => (name: RegExp) => fields.some((field) => name.test(field));
const plan = (root: string, args: ListArgs = {}, fields: readonly string[] = ['nodes']) =>
  planList(rootList(root), args, bindings, LIST_LIMITS, asksFor(fields));
const orderOf = (root: string, orderBy?: readonly string[]) =>
  plan(root, { orderBy }).order.map(({ column, descending }) => `${column.name} ${descending ? 'desc' : 'asc'}`);
const day = { name: 'taken_on', kind: 'date' };

describe('the order of a list', () => {
  test('is the key where nothing is asked for', () =>
    expect(orderOf('units')).toEqual(['id_rec asc', 'id_flownet asc']));

  test('is newest first where the list is dated', () =>
    expect(orderOf('days')).toEqual(['taken_on desc', 'id_rec asc']));

  test('is what is asked for, closed by the key so that every row has one place', () => {
    expect(orderOf('days', ['ALLOCATED_OIL_BBL_DESC'])).toEqual(['allocated_oil_bbl desc', 'id_rec asc']);
    expect(orderOf('units', [])).toEqual(['id_rec asc', 'id_flownet asc']);
  });

  test('names a column once, as it was first asked for', () =>
    expect(orderOf('units', ['ID_REC_DESC', 'ID_REC_ASC'])).toEqual(['id_rec desc', 'id_flownet asc']));

  test.each(['SHOE_SIZE_ASC', 'UNIT_NAME', 'unitName', 'ALLOCATED_SAND_BBL_ASC'])('is not %s', (value) =>
    expect(() => plan('days', { orderBy: [value] })).toThrow(/^orderBy: .* is no order of Day/),
  );
});

describe('a page', () => {
  test('has 20 rows unless told otherwise', () => {
    expect(plan('units').first).toBe(20);
    expect(plan('units', { first: null }).first).toBe(20);
    expect([0, 1, 1000].map((first) => plan('units', { first }).first)).toEqual([0, 1, 1000]);
  });

  test.each([-1, 1001])('never has %s', (first) =>
    expect(() => plan('units', { first })).toThrow(
      new BadUserInput('first', `is ${first}; it has to be from 0 to 1000`),
    ),
  );

  test('brings the count of all pages with it only where both are asked for, and on the first page', () => {
    expect(plan('units', {}, ['nodes', 'totalCount']).total).toBe(true);
    expect(plan('units', {}, ['pageInfo', 'totalCount']).total).toBe(true);
    expect(plan('units', {}, ['totalCount', 'aggregates']).total).toBe(false);
    expect(plan('units', {}, ['nodes']).total).toBe(false);
    expect(plan('units', { after: 'x' }, ['nodes', 'totalCount']).total).toBe(false);
  });
});

describe('a window of days', () => {
  test('is inclusive at both ends', () => {
    expect(plan('days', { from: '2024-01-01', to: '2024-01-31' }).where).toEqual({
      all: [
        { column: day, is: 'gte', value: '2024-01-01' },
        { column: day, is: 'lte', value: '2024-01-31' },
      ],
    });
    expect(plan('days', { from: '2024-01-01', to: null }).where).toEqual({
      column: day,
      is: 'gte',
      value: '2024-01-01',
    });
    expect(() => plan('days', { from: '2024-01-01', to: '2024-01-01' })).not.toThrow();
  });

  test('narrows what the filter lets through', () => {
    const { where } = plan('days', { to: '2024-01-31', where: { tries: { gt: 1 } } });
    const tries = { name: 'tries', kind: 'integer' };
    expect(where).toEqual({
      all: [
        { all: [{ all: [{ column: tries, is: 'gt', value: 1 }] }] },
        { column: day, is: 'lte', value: '2024-01-31' },
      ],
    });
  });

  test('does not end before it begins', () =>
    expect(() => plan('days', { from: '2024-02-01', to: '2024-01-31' })).toThrow(/^from: 2024-02-01 is after to/));
});

describe('a cursor is good for', () => {
  const row = { id_rec: 'D1', taken_on: '2024-01-01' };
  const where = { tries: { gt: 1 } };
  const goOn = (made: ListArgs, used: ListArgs, parent: readonly string[] = []) => {
    const { order, signature } = plan('days', made);
    const asked = plan('days', { ...used, after: cursorOf(row, order, signature([])) });
    return () => conditionBehind(asked, parent);
  };

  test('the same list, with its filter kept', () => {
    expect(goOn({}, {})()).toMatchObject({ any: expect.anything() });
    expect(goOn({ where }, { where })()).toMatchObject({
      all: [plan('days', { where }).where, { any: expect.anything() }],
    });
    expect(goOn({}, { first: 3 })).not.toThrow();
  });

  test.each<[string, ListArgs]>([
    ['filter', { where }],
    ['order', { orderBy: ['TAKEN_ON_ASC'] }],
    ['first day', { from: '2024-01-01' }],
    ['last day', { to: '2024-01-01' }],
  ])('no other %s', (_, used) => expect(goOn({}, used)).toThrow(/^after: /));

  test('no other parent', () => expect(goOn({}, {}, ['U1'])).toThrow(/^after: is a cursor of another list/));
});

describe('groups', () => {
  const groupsOf = (...by: string[]) => planGroups(by, view('Day'));

  test('are by flags, texts and whole numbers, dates also by their period', () => {
    expect(groupsOf('TAKEN_ON_MONTH', 'TRIES', 'TAKEN_ON').groupBy).toEqual([
      { as: 'group_0', column: day, by: 'month' },
      { as: 'group_1', column: { name: 'tries', kind: 'integer' } },
      { as: 'group_2', column: day },
    ]);
    expect(groupsOf('READ_AT_DAY').entries[0]).toMatchObject({ field: 'readAtDay', scalar: 'Date', by: 'day' });
  });

  test('are each named once', () => expect(groupsOf('TRIES', 'TRIES').groupBy).toHaveLength(1));

  test.each([[[]], [['READ_AT']], [['TAKEN_ON_DAY']], [['ALLOCATED_OIL_BBL']], [['SHOE_SIZE']]])(
    'are not by %j',
    (by) => expect(() => groupsOf(...by)).toThrow(/^by: /),
  );
});
