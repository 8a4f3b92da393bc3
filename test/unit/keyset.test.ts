import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterCursor, cursorOf } from '../../src/binding/cursor.js';
import type { Column, Condition, OrderTerm, Row, Value } from '../../src/sources/row-source.js';

const COLUMNS: readonly Column[] = [
  { name: 'name', kind: 'text' },
  { name: 'oil', kind: 'float' },
  { name: 'is_open', kind: 'boolean' },
  { name: 'taken_on', kind: 'date' },
];
const KEY: OrderTerm = { column: { name: 'id_rec', kind: 'text' }, descending: false };

const rows = fc.uniqueArray(
  fc.record({
    name: fc.option(fc.constantFrom('', 'a', 'A', 'é', '日本', "O'Hara", '\u{1f6e2}')),
    oil: fc.option(fc.constantFrom(-1.5, 0, 0.1, 1e21)),
    is_open: fc.option(fc.boolean()),
    taken_on: fc.option(fc.constantFrom('2023-12-31', '2024-01-01')),
    id_rec: fc.string({ minLength: 1 }),
  }),
  { selector: ({ id_rec }) => id_rec, minLength: 1, maxLength: 12 },
);
const order = fc
  .uniqueArray(fc.record({ column: fc.constantFrom(...COLUMNS), descending: fc.boolean() }), {
    selector: ({ column }) => column.name,
  })
  .map((terms): OrderTerm[] => [...terms, KEY]);

const rank = (a: Value, b: Value) => (a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1);

/** The order that every source promises: nulls last, whichever way the rest goes. */
function compare(a: Row, b: Row, terms: readonly OrderTerm[]): number {
  for (const { column, descending } of terms) {
    const [left, right] = [a[column.name] ?? null, b[column.name] ?? null];
    if (left === right) continue;
    if (left === null || right === null) return left === null ? 1 : -1;
    return descending ? rank(right, left) : rank(left, right);
  }
  return 0;
}

/** Whether a row satisfies a condition; what compares with null is false, as in SQL. */
function holds(condition: Condition, row: Row): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, row));
  if ('any' in condition) return condition.any.some((part) => holds(part, row));
  if ('isNull' in condition) return (row[condition.column.name] === null) === condition.isNull;
  if (!('is' in condition)) throw new Error('a cursor is made of comparisons only');
  const value = row[condition.column.name] ?? null;
  if (value === null) return false;
  const found = rank(value, condition.value);
  return { eq: found === 0, gt: found > 0, lt: found < 0 }[condition.is as 'eq' | 'gt' | 'lt'];
}

test('behind a cursor are the rows that sort after its row, and no others', () => {
  fc.assert(
    fc.property(rows, order, (some, terms) => {
      for (const row of some) {
        const behind = afterCursor(cursorOf(row, terms, 'list'), terms, 'list');
        const expected = some.filter((other) => compare(other, row, terms) > 0);
        expect(some.filter((other) => holds(behind, other))).toEqual(expected);
      }
    }),
  );
});

test('page by page, every row comes once and in order, whatever the size of a page', () => {
  fc.assert(
    fc.property(rows, order, fc.integer({ min: 1, max: 5 }), (some, terms, size) => {
      const sorted = [...some].sort((a, b) => compare(a, b, terms));
      const seen: Row[] = [];
      for (let page = sorted.slice(0, size); page.length > 0; ) {
        seen.push(...page);
        const behind = afterCursor(cursorOf(page.at(-1) ?? {}, terms, 'list'), terms, 'list');
        page = sorted.filter((row) => holds(behind, row)).slice(0, size);
      }
      expect(seen).toEqual(sorted);
    }),
  );
});
