import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { afterCursor, cursorOf } from '../../src/binding/cursor.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { daysBetween, daysFrom, edgeOfWindow, localDay, splitByDay } from '../../src/days/local-day.js';
import { BadUserInput } from '../../src/errors.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { checkWindow } from '../../src/overlay/window.js';
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

test.each([
  ['2024-02-28', '2024-03-01', ['2024-02-28', '2024-02-29', '2024-03-01']],
  ['2024-03-01', '2024-02-28', []],
  ['9999-12-30', '9999-12-31', ['9999-12-30', '9999-12-31']],
  ['9999-12-31', '9999-12-31', ['9999-12-31']],
])('from %s to %s the days are counted, and end', (first, last, days) => {
  expect(daysFrom(first, last)).toEqual(days);
  expect(daysBetween(first, last)).toBe(days.length);
});

test('the last day of the calendar has a length', () => {
  for (const zone of ['UTC', 'America/Chicago', 'Pacific/Auckland'])
    expect(localDay(zone, '9999-12-31').hours).toBe(24);
});

test('a span is cut into days where a clock was set back over midnight, which it showed twice', () => {
  // One minute after midnight it was 23:01 again.
  const [zone, midnight] = ['America/St_Johns', Date.parse('2010-11-07T02:30:00Z')];
  const [from, to] = [new Date(midnight + 30 * 60_000), new Date(midnight + 3 * 3_600_000)];
  expect(splitByDay(zone, from, to)).toEqual([{ day: '2010-11-07', hours: 2.5 }]);
  const around = splitByDay(zone, new Date(midnight - 3_600_000), from);
  expect(around).toEqual([
    { day: '2010-11-06', hours: 1 },
    { day: '2010-11-07', hours: 0.5 },
  ]);
  expect(splitByDay(zone, to, from)).toEqual([]);
  expect(splitByDay(zone, new Date(Number.NaN), to)).toEqual([]);
});

test.each([
  ['9999-12-31', '9999-12-31', 'from'],
  ['2199-12-30', '2199-12-31', 'to'],
  ['0001-01-01', '0001-01-02', 'from'],
  ['2024-01-02', '2024-01-01', 'from'],
  ['2024-01-01', '2025-01-01', 'to'],
])('a window from %s to %s is refused', (from, to, argument) => {
  expect(() => checkWindow({ from, to })).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', details: { argument } }),
  );
});
