import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scalars } from '../../src/server/scalars.js';

type Name = Exclude<keyof typeof scalars, 'Geometry' | 'FeatureCollection' | 'JSON'>;
const days = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('a date or time', () => {
  test('stays the text that it came as', () => {
    fc.assert(
      fc.property(days, (instant) => {
        const texts: Record<Name, string> = {
          Date: instant.slice(0, 10),
          DateTime: instant,
          LocalDateTime: instant.slice(0, 19),
        };
        for (const [name, text] of Object.entries(texts) as [Name, string][]) {
          expect(scalars[name].parseValue(text)).toBe(text);
          expect(scalars[name].serialize(text)).toBe(text);
        }
      }),
    );
  });

  test.each<[Name, unknown]>([
    ['Date', '2024-02-30'],
    ['Date', '2023-02-29'],
    ['Date', '2024-1-1'],
    ['Date', '2024-01-01T00:00:00'],
    ['Date', ' 2024-01-01'],
    ['Date', 20240101],
    ['Date', null],
    ['DateTime', '2024-01-01'],
    ['DateTime', '2024-01-01T00:00:00'],
    ['DateTime', '2024-02-30T00:00:00Z'],
    ['DateTime', '2024-01-01T24:00:00Z'],
    ['DateTime', 1704067200],
    ['LocalDateTime', '2024-01-01'],
    ['LocalDateTime', '2024-01-01 00:00:00'],
    ['LocalDateTime', '2024-13-01T00:00:00'],
    ['LocalDateTime', '2024-01-01T25:00:00'],
    ['Date', '0000-01-01'],
    ['DateTime', '0000-12-31T23:59:59Z'],
    ['DateTime', '0000-12-31T23:59:59-10:00'],
    ['DateTime', '0001-01-01T00:00:00+10:00'],
    ['DateTime', '9999-12-31T23:59:59-01:00'],
    ['DateTime', '2024-01-31T06:00:00+16:00'],
    ['DateTime', '2024-01-31T06:00:00-23:59'],
    ['DateTime', '2016-12-31T23:59:60Z'],
    ['LocalDateTime', '0000-01-01T00:00:00'],
  ])('%s is not %j', (name, value) => {
    expect(() => scalars[name].parseValue(value)).toThrow(/^an? (day|instant|local time) such as 2024-01-31/);
  });

  test.each<[Name, string]>([
    ['Date', '0001-01-01'],
    ['Date', '9999-12-31'],
    ['DateTime', '0001-01-01T00:00:00Z'],
    ['DateTime', '9999-12-31T23:59:59.999999Z'],
    ['DateTime', '2024-01-31t06:00:00.123456789z'],
    ['DateTime', '2024-01-31T06:00:00+15:59'],
    ['DateTime', '2024-01-31T06:00:00-00:00'],
    ['LocalDateTime', '9999-12-31T23:59:59'],
  ])('%s is %s', (name, value) => expect(scalars[name].parseValue(value)).toBe(value));

  test('is written as text in a document', () => {
    const literal = { kind: 'StringValue', value: '2024-01-31' } as never;
    expect(scalars.Date.parseLiteral(literal)).toBe('2024-01-31');
    expect(() => scalars.Date.parseLiteral({ kind: 'IntValue', value: '20240131' } as never)).toThrow('a day such as');
  });
});
