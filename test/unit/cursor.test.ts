import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterCursor, cursorOf } from '../../src/binding/cursor.js';
import { BadUserInput } from '../../src/errors.js';
import type { Column, Condition, OrderTerm } from '../../src/sources/row-source.js';

const name: Column = { name: 'name', kind: 'text' };
const oil: Column = { name: 'oil', kind: 'float' };
const key: Column = { name: 'id_rec', kind: 'text' };
const order: OrderTerm[] = [
  { column: name, descending: false },
  { column: oil, descending: true },
  { column: key, descending: false },
];

describe('a cursor', () => {
  test('goes on behind its row, nulls last in either direction', () => {
    const behind = afterCursor(cursorOf({ name: 'b', oil: null, id_rec: '7' }, order, 'sig'), order, 'sig');
    const same: Condition = { column: name, is: 'eq', value: 'b' };
    const rest: Condition = {
      any: [
        { column: key, is: 'gt', value: '7' },
        { column: key, isNull: true },
      ],
    };
    expect(behind).toEqual({
      any: [
        { column: name, is: 'gt', value: 'b' },
        { column: name, isNull: true },
        { all: [same, { any: [{ all: [{ column: oil, isNull: true }, rest] }] }] },
      ],
    });
  });

  test('holds any value a row can have', () => {
    const row = fc.record({
      name: fc.option(fc.string({ unit: 'grapheme' })),
      oil: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      id_rec: fc.string(),
    });
    fc.assert(fc.property(row, (each) => void afterCursor(cursorOf(each, order, 'sig'), order, 'sig')));
  });

  test('of another list, or of none, is refused by name', () => {
    const cursor = cursorOf({ name: 'b', oil: 1, id_rec: '7' }, order, 'sig');
    expect(() => afterCursor(cursor, order, 'another')).toThrow(BadUserInput);
    fc.assert(
      fc.property(fc.string(), (text) => void expect(() => afterCursor(text, order, 'sig')).toThrow(/^after: /)),
    );
    const forged = fc
      .jsonValue()
      .map((value) => Buffer.from(JSON.stringify(['sig', value, value, value])).toString('base64url'));
    fc.assert(
      fc.property(forged, (text) => {
        try {
          afterCursor(text, order, 'sig');
        } catch (error) {
          expect(error).toBeInstanceOf(BadUserInput);
        }
      }),
    );
  });
});
