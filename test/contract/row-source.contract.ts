import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceSchema } from '../../src/errors.js';
import type { Aggregation, Column, Condition, RowSource, Selection } from '../../src/sources/row-source.js';
import type { Rows } from '../support/folder.js';

const column = (name: string, kind: Column['kind'] = 'text'): Column => ({ name, kind });
export const COLUMNS = {
  id: column('id'),
  owner: column('owner'),
  net: column('net'),
  note: column('note'),
  oil: column('oil', 'float'),
  count: column('count_of', 'integer'),
  open: column('is_open', 'boolean'),
  day: column('day', 'date'),
  local: column('taken', 'local'),
  instant: column('synced', 'instant'),
} as const;
const { id, owner, net, note, oil, count, open, day, local, instant } = COLUMNS;

/** What every source is loaded with before its promises are tested. */
export const READINGS: Rows = [
  {
    id: '1',
    owner: 'A',
    net: 'N1',
    note: 'Alpha 100%',
    oil: 1.5,
    count_of: 1,
    is_open: true,
    day: '2024-01-31',
    taken: '2024-01-31 23:30:00',
    synced: '2024-02-01T05:30:00.123456Z',
  },
  {
    id: '2',
    owner: 'A',
    net: 'N1',
    note: 'o\'hara \\ "x"',
    oil: -2,
    count_of: 2_147_483_647,
    is_open: false,
    day: '2024-02-29',
    taken: '2024-02-29 00:00:00',
    synced: '2024-03-01T00:00:00Z',
  },
  {
    id: '3',
    owner: 'A',
    net: 'N2',
    note: 'alpha_beta',
    oil: null,
    count_of: null,
    is_open: null,
    day: null,
    taken: null,
    synced: null,
  },
  {
    id: '4',
    owner: 'B',
    net: 'N1',
    note: 'Øst',
    oil: 1.5,
    count_of: 0,
    is_open: true,
    day: '2024-02-01',
    taken: '2024-02-01 12:00:00.5',
    synced: '2024-02-01T12:00:00Z',
  },
  {
    id: '5',
    owner: null,
    net: 'N1',
    note: null,
    oil: 0,
    count_of: -1,
    is_open: false,
    day: '2023-12-31',
    taken: '2023-12-31 06:00:00',
    synced: '2023-12-31T06:00:00Z',
  },
];

const BASE = { label: 'a test', view: 'readings', scope: { kind: 'everything' }, rowLimit: 1000 } as const;
const selection = (some: Partial<Selection> = {}): Selection => ({
  ...BASE,
  columns: [id],
  order: [{ column: id, descending: false }],
  ...some,
});
const aggregation = (some: Partial<Aggregation> = {}): Aggregation => ({
  ...BASE,
  groupBy: [],
  measures: [{ as: 'n', of: 'count' }],
  ...some,
});

/** The promises of every RowSource; `openWith` makes one over READINGS. */
export function rowSourceContract(name: string, openWith: () => Promise<RowSource>): void {
  describe(name, () => {
    let source: RowSource;
    beforeAll(async () => {
      source = await openWith();
    });
    afterAll(() => source.close());
    const ids = async (some: Partial<Selection>) => (await source.select(selection(some))).map((row) => row.id);
    const where = (condition: Condition) => ids({ where: condition });

    test('values come in the promised forms', async () => {
      const columns = [note, oil, count, open, day, local, instant];
      const [first, second, third, fourth] = await source.select(selection({ columns }));
      expect(first).toEqual({
        note: 'Alpha 100%',
        oil: 1.5,
        count_of: 1,
        is_open: true,
        day: '2024-01-31',
        taken: '2024-01-31T23:30:00',
        synced: '2024-02-01T05:30:00.123456Z',
      });
      expect(second?.count_of).toBe(2_147_483_647);
      expect(third).toEqual({
        note: 'alpha_beta',
        oil: null,
        count_of: null,
        is_open: null,
        day: null,
        taken: null,
        synced: null,
      });
      expect(fourth?.taken).toBe('2024-02-01T12:00:00.5');
    });

    test('a time cut to its day is that day', async () => {
      const rows = await source.select(selection({ columns: [column('taken', 'date')] }));
      expect(rows.map((row) => row.taken)).toEqual(['2024-01-31', '2024-02-29', null, '2024-02-01', '2023-12-31']);
    });

    test.each<[string, boolean, string[]]>([
      ['least first', false, ['2', '5', '1', '4', '3']],
      ['greatest first', true, ['1', '4', '5', '2', '3']],
    ])('rows without a value are last, %s', async (_, descending, expected) => {
      expect(
        await ids({
          order: [
            { column: oil, descending },
            { column: id, descending: false },
          ],
        }),
      ).toEqual(expected);
    });

    test.each<[string, Condition, string[]]>([
      ['eq', { column: oil, is: 'eq', value: 1.5 }, ['1', '4']],
      ['ne counts rows without a value', { column: oil, is: 'ne', value: 1.5 }, ['2', '3', '5']],
      ['lt', { column: oil, is: 'lt', value: 0 }, ['2']],
      ['gte on a day', { column: day, is: 'gte', value: '2024-02-01' }, ['2', '4']],
      ['lte on the day of a time', { column: column('taken', 'date'), is: 'lte', value: '2024-01-31' }, ['1', '5']],
      ['gt on an instant', { column: instant, is: 'gt', value: '2024-02-01T06:30:00+01:00' }, ['1', '2', '4']],
      ['eq on a flag', { column: open, is: 'eq', value: false }, ['2', '5']],
      ['in', { column: note, in: ['Øst', 'none'] }, ['4']],
      ['in nothing', { column: note, in: [] }, []],
      ['not in counts rows without a value', { not: { column: oil, in: [1.5, -2] } }, ['3', '5']],
      ['contains, whatever the case', { column: note, is: 'contains', value: 'ALPHA' }, ['1', '3']],
      ['contains a per cent sign, not anything', { column: note, is: 'contains', value: '0%' }, ['1']],
      ['contains an underscore, not any letter', { column: note, is: 'contains', value: 'a_b' }, ['3']],
      ['contains quotes and backslashes', { column: note, is: 'contains', value: 'o\'hara \\ "' }, ['2']],
      ['contains a long text', { column: note, is: 'contains', value: 'x'.repeat(10_000) }, []],
      ['starts with', { column: note, is: 'startsWith', value: 'alpha' }, ['1', '3']],
      ['starts with a letter beyond ASCII', { column: note, is: 'startsWith', value: 'ø' }, ['4']],
      ['is null', { column: note, isNull: true }, ['5']],
      ['not is a true complement', { not: { column: oil, is: 'gt', value: 0 } }, ['2', '3', '5']],
      ['any of nothing', { any: [] }, []],
      ['all of nothing', { all: [] }, ['1', '2', '3', '4', '5']],
    ])('%s', async (_, condition, expected) => expect(await where(condition)).toEqual(expected));

    test('keys of two columns never mix, and a key without rows has none', async () => {
      const keys = {
        columns: [owner, net],
        tuples: [
          ['A', 'N1'],
          ['B', 'N2'],
          ['B', 'N1'],
        ],
      };
      const rows = await source.select(selection({ keys }));
      expect(rows.map((row) => [row.owner, row.net, row.id])).toEqual([
        ['A', 'N1', '1'],
        ['A', 'N1', '2'],
        ['B', 'N1', '4'],
      ]);
      expect(await ids({ keys: { columns: [owner], tuples: [] } })).toEqual([]);
    });

    test('rows beneath the rows of another read are those of its keys, cut as that one is', async () => {
      const beneath = (some: Partial<Selection>, columns = [owner, net]) => ({
        columns,
        tuples: [],
        beneath: selection({ columns, ...some }),
      });
      const found = (some: Partial<Selection>, columns?: Column[]) => ids({ keys: beneath(some, columns) });
      const newest = { order: [{ column: day, descending: true }], limit: 1 };
      expect(await found({ where: { column: id, is: 'eq', value: '2' } })).toEqual(['1', '2']);
      expect(await found({ ...newest, order: [{ column: id, descending: false }] }, [owner])).toEqual(['1', '2', '3']);
      expect(await found(newest)).toEqual(['1', '2']);
      // Nobody's row has no owner to be found by.
      expect(await found({}, [owner])).toEqual(['1', '2', '3', '4']);
      expect(await found({ scope: { kind: 'nothing' } })).toEqual([]);
      const last = { keys: beneath({}, [owner]), limit: 1, order: [{ column: id, descending: true }] };
      expect((await ids(last)).sort()).toEqual(['3', '4']);
      const deeper = { ...selection({ columns: [net] }), ...last };
      expect(await ids({ keys: { columns: [net], tuples: [], beneath: deeper } })).toEqual(['1', '2', '3', '4', '5']);
      const rows = await source.select(
        selection({
          ...last,
          total: true,
          scope: { kind: 'where', condition: { column: net, is: 'eq', value: 'N1' } },
        }),
      );
      expect(rows.map((row) => [row.owner, row.id, Number(row.wg_total)]).sort()).toEqual([
        ['A', '2', 2],
        ['B', '4', 1],
      ]);
      const counted = await source.aggregate(
        aggregation({ keys: beneath({ where: { column: id, in: ['1', '4'] } }, [owner]) }),
      );
      expect(counted.map((row) => [row.owner, Number(row.n)]).sort()).toEqual([
        ['A', 3],
        ['B', 1],
      ]);
    });

    test('a limit is of each key, the total of all its rows', async () => {
      const keys = { columns: [owner], tuples: [['A'], ['B']] };
      const rows = await source.select(
        selection({ keys, limit: 2, total: true, order: [{ column: id, descending: true }] }),
      );
      const found = rows.map((row) => [row.owner, row.id, Number(row.wg_total)]).sort();
      expect(found).toEqual([
        ['A', '2', 3],
        ['A', '3', 3],
        ['B', '4', 1],
      ]);
    });

    test('one row more than the row limit comes back, so that a cut is seen', async () => {
      expect(await ids({ rowLimit: 2 })).toHaveLength(3);
      expect(await ids({ rowLimit: 5 })).toHaveLength(5);
    });

    test('measures of everything and of each key', async () => {
      const measures = [
        { as: 'n', of: 'count' },
        { as: 'sum', of: 'sum', column: oil },
        { as: 'avg', of: 'avg', column: oil },
        { as: 'first', of: 'min', column: day },
        { as: 'last', of: 'max', column: local },
      ] as const;
      expect(await source.aggregate(aggregation({ measures }))).toEqual([
        { n: 5, sum: 1, avg: 0.25, first: '2023-12-31', last: '2024-02-29T00:00:00' },
      ]);
      const keyed = await source.aggregate(
        aggregation({ measures: measures.slice(0, 2), keys: { columns: [owner], tuples: [['A'], ['C']] } }),
      );
      expect(keyed).toEqual([{ owner: 'A', n: 3, sum: -0.5 }]);
      expect(await source.aggregate(aggregation({ measures: measures.slice(0, 2), where: { any: [] } }))).toEqual([
        { n: 0, sum: null },
      ]);
    });

    test.each([
      ['day', ['2023-12-31', '2024-01-31', '2024-02-01', '2024-02-29', null]],
      ['month', ['2023-12-01', '2024-01-01', '2024-02-01', null]],
      ['year', ['2023-01-01', '2024-01-01', null]],
    ] as const)('groups by %s, the group without a value last', async (by, expected) => {
      const rows = await source.aggregate(aggregation({ groupBy: [{ as: 'g', column: local, by }], limit: 9 }));
      expect(rows.map((row) => row.g)).toEqual(expected);
    });

    test('groups are limited for each key', async () => {
      const rows = await source.aggregate(
        aggregation({
          groupBy: [{ as: 'g', column: id }],
          limit: 2,
          keys: { columns: [owner], tuples: [['A'], ['B']] },
        }),
      );
      expect(rows.map((row) => [row.owner, row.g]).sort()).toEqual([
        ['A', '1'],
        ['A', '2'],
        ['B', '4'],
      ]);
    });

    test('who may see nothing gets no row, no count and no group', async () => {
      const scope = { kind: 'nothing' } as const;
      expect(await ids({ scope })).toEqual([]);
      expect(await source.aggregate(aggregation({ scope }))).toEqual([{ n: 0 }]);
      expect(await source.aggregate(aggregation({ scope, groupBy: [{ as: 'g', column: id }], limit: 9 }))).toEqual([]);
    });

    test('a column or view that is not there is said so, without the statement', async () => {
      for (const some of [{ columns: [column('nowhere')] }, { view: 'nowhere' }]) {
        const error = await source.select(selection(some)).catch((thrown) => thrown);
        expect(error).toBeInstanceOf(SourceSchema);
        expect(error.message).not.toMatch(/select|nowhere/i);
      }
    });

    test('what was given up before it began is not run', async () => {
      const given = AbortSignal.abort(new Error('given up'));
      await expect(source.select(selection(), given)).rejects.toThrow('given up');
    });
  });
}
