import { parse, validate } from 'graphql';
import { edgeOfWindow } from '../../src/days/local-day.js';
import { describe, expect, test } from 'vitest';
import { afterCursor, cursorOf } from '../../src/binding/cursor.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { BadUserInput } from '../../src/errors.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { isFault } from '../../src/server/masking.js';
import { scalars } from '../../src/server/scalars.js';
import type { OrderTerm } from '../../src/sources/row-source.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

describe('dates and times', () => {
  test.each(['2024-02-30T00:00:00', '2023-02-29T00:00:00'])('no local time is on %s', (value) =>
    expect(() => scalars.LocalDateTime.parseValue(value)).toThrow(),
  );

  test.each(['2024-01-01T00:00:00Z', '2024-01-01T00:00:00+05:00'])('a local time has no zone: %s', (value) =>
    expect(() => scalars.LocalDateTime.parseValue(value)).toThrow(),
  );

  test('a cursor with a day that no calendar has is refused, before a store fails over it', () => {
    const order: OrderTerm[] = [{ column: { name: 'taken_on', kind: 'date' }, descending: true }];
    const cursor = cursorOf({ taken_on: '2024-99-99' }, order, 'list');
    expect(() => afterCursor(cursor, order, 'list')).toThrow(BadUserInput);
  });
  test('a date that is asked for wrongly is no fault of ours', () => {
    const { schema } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);
    const [error] = validate(schema, parse('{ dailyAllocations(from: "2024-02-30") { totalCount } }'));
    expect(isFault(error)).toBe(false);
  });
});

test.each([
  ['0001-01-01', -1, '0001-01-01'],
  ['0001-01-02', -1, '0001-01-01'],
  ['9999-12-31', 2, '9999-12-31'],
  ['2024-02-28', 2, '2024-03-01'],
])('a window around %s reaches %i days on, and not out of the calendar', (day, days, edge) => {
  expect(edgeOfWindow(day, days)).toBe(edge);
});
