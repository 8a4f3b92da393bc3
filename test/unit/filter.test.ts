import { describe, expect, test } from 'vitest';
import { parseWhere } from '../../src/binding/filter.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { BadUserInput, LimitExceeded } from '../../src/errors.js';
import { view } from './small-field.js';

const limits = { ...LIST_LIMITS, maxInValues: 3, maxFilterDepth: 2 };
const days = (where: unknown) => parseWhere(where, view('Day'), limits);
const units = (where: unknown) => parseWhere(where, view('Unit'), limits);

const name = { name: 'unit_name', kind: 'text' };
const oil = { name: 'allocated_oil_bbl', kind: 'float' };

describe('a filter', () => {
  test.each([undefined, null])('that is %s lets every row through', (where) => expect(units(where)).toBeUndefined());

  test('without conditions lets every row through', () => expect(units({})).toEqual({ all: [] }));

  test('holds all its conditions at once, on one field and on several', () => {
    expect(units({ unitName: { startsWith: 'A', ne: 'Alpha' }, isOperated: { eq: true } })).toEqual({
      all: [
        {
          all: [
            { column: name, is: 'startsWith', value: 'A' },
            { column: name, is: 'ne', value: 'Alpha' },
          ],
        },
        { all: [{ column: { name: 'is_operated', kind: 'boolean' }, is: 'eq', value: true }] },
      ],
    });
  });

  test('reaches into embedded objects', () => {
    expect(days({ allocated: { oilBbl: { gt: 5 } } })).toEqual({
      all: [{ all: [{ all: [{ column: oil, is: 'gt', value: 5 }] }] }],
    });
  });

  test.each([
    ['isNull', { isNull: false }, { column: name, isNull: false }],
    ['in, each value once', { in: ['a', 'b', 'a'] }, { column: name, in: ['a', 'b'] }],
    ['in nothing', { in: [] }, { column: name, in: [] }],
    ['notIn, as the complement of in', { notIn: ['a'] }, { not: { column: name, in: ['a'] } }],
  ])('knows %s', (_, operators, condition) => {
    expect(units({ unitName: operators })).toEqual({ all: [{ all: [condition] }] });
  });

  test('nests and, or and not', () => {
    const alpha = { all: [{ all: [{ column: name, is: 'eq', value: 'Alpha' }] }] };
    const where = { unitName: { eq: 'Alpha' } };
    expect(units({ and: [where, {}] })).toEqual({ all: [{ all: [alpha, { all: [] }] }] });
    expect(units({ or: [where, where] })).toEqual({ all: [{ any: [alpha, alpha] }] });
    expect(units({ not: where })).toEqual({ all: [{ not: alpha }] });
  });

  test('of no alternatives lets no row through', () => expect(units({ or: [] })).toEqual({ all: [{ any: [] }] }));
});

describe('a filter beyond a limit is refused with its path, the limit and the measure', () => {
  test.each<[string, unknown, number, number]>([
    ['where.unitName.in', { unitName: { in: ['a', 'b', 'c', 'd'] } }, 3, 4],
    ['where.unitName.notIn', { unitName: { notIn: ['a', 'b', 'c', 'd'] } }, 3, 4],
    ['where.and', { and: [{}, {}, {}, {}] }, 3, 4],
    ['where.not.not.not', { not: { not: { not: {} } } }, 2, 3],
    ['where.and.0.or.0.not', { and: [{ or: [{ not: {} }] }] }, 2, 3],
  ])('%s', (argument, where, limit, measured) => {
    expect(() => units(where)).toThrow(LimitExceeded);
    expect(() => units(where)).toThrow(expect.objectContaining({ details: { argument, limit, measured } }));
  });
});

describe('a filter is refused with the path of what cannot be used', () => {
  test.each<[string, unknown]>([
    ['where.unitName', { unitName: null }],
    ['where.unitName.eq', { unitName: { eq: null } }],
    ['where.unitName.isNull', { unitName: { isNull: null } }],
    ['where.not', { not: null }],
    ['where.or', { or: null }],
    ['where.or.1.unitName.eq', { or: [{}, { unitName: { eq: null } }] }],
    ['where.days', { days: { eq: 1 } }],
    ['where.label', { label: { eq: 'Alpha' } }],
    ['where.wells', { wells: { eq: 1 } }],
  ])('%s', (path, where) => {
    expect(() => units(where)).toThrow(BadUserInput);
    expect(() => units(where)).toThrow(new RegExp(`^${path.replaceAll('.', '\\.')}: `));
  });

  test.each<[string, unknown]>([
    ['where.allocated', { allocated: null }],
    ['where.allocated.oilBbl', { allocated: { oilBbl: null } }],
    ['where.allocated.oilBbl.gt', { allocated: { oilBbl: { gt: null } } }],
    ['where.allocated.sandBbl', { allocated: { sandBbl: { gt: 1 } } }],
  ])('%s', (path, where) => {
    expect(() => days(where)).toThrow(new RegExp(`^${path.replaceAll('.', '\\.')}: `));
  });

  test('just as many values and levels as are allowed pass', () => {
    expect(() => units({ unitName: { in: ['a', 'b', 'c'] }, and: [{ not: {} }, {}, {}] })).not.toThrow();
  });
});
