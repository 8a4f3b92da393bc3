import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceSchema } from '../../src/errors.js';
import type { Measure } from '../../src/sources/measure.js';
import { noCost, requestSource } from '../../src/sources/request-source.js';
import type {
  Aggregation,
  Column,
  Condition,
  Grain,
  Keys,
  OrderTerm,
  Row,
  RowSource,
  Selection,
} from '../../src/sources/row-source.js';
import { together } from '../../src/sources/together.js';
import { COLUMNS, READINGS } from './row-source.contract.js';

type Read = Selection | Aggregation;

const { id, owner, net, note, oil, count, open, day, local, instant } = COLUMNS;
const cut: Column = { name: 'taken', kind: 'date' };
const sum: Column = { name: 'twice', kind: 'float', sum: [{ columns: ['oil'], per: 0.5 }] };
const term = (column: Column, descending = false): OrderTerm => ({ column, descending });
const BASE = { label: 'a part', view: 'readings', scope: { kind: 'everything' } } as const;

const keys: fc.Arbitrary<Keys> = fc.oneof(
  fc.subarray([['A'], ['B'], ['nobody']]).map((tuples) => ({ columns: [owner], tuples })),
  fc
    .subarray([
      ['A', 'N1'],
      ['A', 'N2'],
      ['B', 'N1'],
      ['B', 'N2'],
    ])
    .map((tuples) => ({ columns: [owner, net], tuples })),
);
const where: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(0, 1.5).map((value): Condition => ({ column: oil, is: 'gt', value })),
  fc.constantFrom('2024-01-31', '2024-02-15').map((value): Condition => ({ column: cut, is: 'lte', value })),
  fc.constantFrom('A', 'Ø', '%').map((value): Condition => ({ column: note, is: 'contains', value })),
  fc.subarray([1, 0, -1]).map((some): Condition => ({ not: { column: count, in: some } })),
  fc.boolean().map(
    (value): Condition => ({
      any: [
        { column: open, is: 'eq', value },
        { column: day, isNull: true },
      ],
    }),
  ),
);
const grain: fc.Arbitrary<Grain> = fc.constant({ columns: [net], order: [term(day, true), term(id)] });
const shared = {
  ...Object.fromEntries(Object.entries(BASE).map(([name, value]) => [name, fc.constant(value)])),
  keys,
  where,
  grain,
  rowLimit: fc.constantFrom(1, 3, 1000),
};
const columns = fc
  .tuple(fc.subarray([id, owner, note, oil, count, open, day, instant, sum]), fc.constantFrom(local, cut))
  .map((some) => some.flat());
/** Closed by the id, so that every row has one place. */
const order = fc
  .tuple(fc.subarray([oil, count, open, cut, note]), fc.boolean())
  .map(([some, descending]) => [...some.map((column) => term(column, descending)), term(id)]);

const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.record(
    { ...shared, columns, order, limit: fc.nat({ max: 3 }), total: fc.boolean() },
    { requiredKeys: ['label', 'view', 'scope', 'rowLimit', 'columns', 'order'] as never },
  ),
  fc.record(
    { ...shared, columns, order: fc.constant([]) },
    { requiredKeys: ['label', 'view', 'scope', 'rowLimit', 'columns', 'order'] as never },
  ),
) as never;
const measures: Measure[] = [
  { as: 'n', of: 'count' },
  { as: 'notes', of: 'distinct', column: note },
  { as: 'oil_sum', of: 'sum', column: oil },
  { as: 'count_avg', of: 'avg', column: count },
  { as: 'first', of: 'min', column: local },
  { as: 'last', of: 'max', column: day },
  { as: 'greatest', of: 'max', column: count },
];
const grouping = fc.constantFrom(
  { as: 'by_note', column: note },
  { as: 'by_open', column: open },
  { as: 'by_day', column: day },
  { as: 'by_month', column: local, by: 'month' as const },
);
const aggregation: fc.Arbitrary<Aggregation> = fc.record(
  {
    ...shared,
    groupBy: fc.uniqueArray(grouping, { maxLength: 2, selector: ({ as }) => as }),
    measures: fc.subarray(measures, { minLength: 1 }).map((some) => [...some, { as: 'all', of: 'count' as const }]),
    limit: fc.integer({ min: 1, max: 3 }),
    rankedBy: fc.constant([{ as: 'all', descending: true }]),
  },
  { requiredKeys: ['label', 'view', 'scope', 'rowLimit', 'groupBy', 'measures'] as never },
) as never;

/** Rows in the order that is promised: under each key where there is a limit, of all, or none at all. */
function promised(read: Read, rows: readonly Row[]): unknown {
  if (rows.length > read.rowLimit) return rows.length;
  const ordered = 'measures' in read ? read.limit !== undefined && read.groupBy.length > 0 : read.order.length > 0;
  if (!ordered) return rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  if (!read.keys || read.limit === undefined) return rows;
  const keyOf = (row: Row) => read.keys?.columns.map(({ name }) => row[name]).join();
  const of = new Map<string | undefined, Row[]>();
  for (const row of rows) of.set(keyOf(row), [...(of.get(keyOf(row)) ?? []), row]);
  return Object.fromEntries(of);
}

/** The promises of every source that answers several reads by one statement; `openWith` makes one over READINGS. */
export function readAllContract(name: string, openWith: () => Promise<RowSource>): void {
  describe(`${name}, several reads by one statement`, () => {
    let source: RowSource;
    beforeAll(async () => {
      source = await openWith();
    });
    afterAll(() => source.close());
    const readAll = (reads: readonly Read[], signal?: AbortSignal) => source.readAll?.(reads, signal) ?? [];
    const alone = (read: Read) => ('measures' in read ? source.aggregate(read) : source.select(read));
    const all = (some: Partial<Selection> = {}): Selection => ({
      ...BASE,
      rowLimit: 1000,
      columns: [note, oil, count, open, day, local, instant],
      order: [term(id)],
      ...some,
    });

    test('each is answered as it is alone', async () => {
      const reads = fc.array(fc.oneof(selection, aggregation), { minLength: 1, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(reads, async (some) => {
          const found = await readAll(some);
          expect(found).toHaveLength(some.length);
          for (const [at, read] of some.entries())
            expect(promised(read, found[at] ?? [])).toStrictEqual(promised(read, await alone(read)));
        }),
        { numRuns: 150 },
      );
    });

    test('every kind of value is as it is alone, beside parts that lack it', async () => {
      const reads = [all({ columns: [day] }), all(), all({ columns: [oil, note] }), all({ columns: [count] })];
      const found = await readAll(reads);
      expect(found[1]).toStrictEqual(await source.select(all()));
      expect(found[1]).toHaveLength(READINGS.length);
      expect(found[3]?.map((row) => row.count_of)).toEqual([1, 2_147_483_647, null, 0, -1]);
      expect(found[2]?.[1]).toStrictEqual({ oil: -2, note: 'o\'hara \\ "x"' });
    });

    test('a part that has more rows than it may bring says so, and costs the others none', async () => {
      const found = await readAll([all({ rowLimit: 2 }), all(), all({ rowLimit: 5 })]);
      expect(found.map(({ length }) => length)).toEqual([3, 5, 5]);
    });

    test('who may see nothing gets nothing from any part', async () => {
      const scope = { kind: 'nothing' } as const;
      const counted: Aggregation = { ...BASE, scope, rowLimit: 9, groupBy: [], measures: [{ as: 'n', of: 'count' }] };
      expect(await readAll([all({ scope }), counted, all()])).toMatchObject([[], [{ n: 0 }], { length: 5 }]);
    });

    test('a column or view that is not there fails the statement, and together only its own part', async () => {
      const owned = (some: Partial<Selection>) => all({ keys: { columns: [owner], tuples: [['A']] }, ...some });
      const reads = [owned({}), owned({ view: 'nowhere' }), owned({ columns: [{ name: 'none', kind: 'text' }] })];
      await expect(readAll(reads)).rejects.toBeInstanceOf(SourceSchema);
      const cost = noCost();
      const merging = together(
        requestSource(source, { name: 'PRODVIEW', cost, deadline: new AbortController().signal, limitMs: 300 }),
      );
      const [first, second, third] = await Promise.allSettled(reads.map((read) => merging.select(read)));
      expect(first).toMatchObject({ status: 'fulfilled', value: { length: 3 } });
      for (const part of [second, third]) expect(part).toMatchObject({ reason: { code: 'SOURCE_SCHEMA' } });
      expect(cost).toMatchObject({ statements: 4, rows: 3 });
    });

    test('what was given up before it began is not run', async () => {
      const given = AbortSignal.abort(new Error('given up'));
      await expect(readAll([all(), all()], given)).rejects.toThrow('given up');
    });
  });
}
