import { expect, test } from 'vitest';
import { masked } from '../../src/sources/postgres/masked.js';
import { types } from '../../src/sources/postgres/values.js';

test.each<[string, number, string, unknown]>([
  ['a bigint is a number', 20, '-42', -42],
  ['a numeric is a number', 1700, '0.10', 0.1],
  ['a number that is not finite has no form', 1700, 'NaN', null],
  ['nor has infinity', 701, '-Infinity', null],
  ['a flag', 16, 'f', false],
  ['a day', 1082, '2024-02-29', '2024-02-29'],
  ['the end of days has no form', 1082, 'infinity', null],
  ['nor has a day before Christ', 1082, '0044-03-15 BC', null],
  ['a local time', 1114, '2024-02-29 23:59:59.5', '2024-02-29T23:59:59.5'],
  ['no local time', 1114, '-infinity', null],
  ['an instant', 1184, '2024-02-29 23:59:59.000001+00', '2024-02-29T23:59:59.000001Z'],
  ['no instant', 1184, '0044-03-15 00:00:00+00 BC', null],
  [
    'anything else is the text it comes as',
    2950,
    '7c2248c7-1c7b-899b-a311-feb4b411c452',
    '7c2248c7-1c7b-899b-a311-feb4b411c452',
  ],
])('%s', (_, type, text, value) => expect(types.getTypeParser(type)(text)).toBe(value));

const failing = (code: string) => Object.assign(new Error('select secret from core'), { code });
test.each([
  ['42P01', 'SOURCE_SCHEMA'],
  ['42703', 'SOURCE_SCHEMA'],
  ['42501', 'SOURCE_SCHEMA'],
  ['57014', 'SOURCE_TIMEOUT'],
  ['57P01', 'SOURCE_UNAVAILABLE'],
  ['ECONNREFUSED', 'SOURCE_UNAVAILABLE'],
])("the driver's %s is %s, and nothing of the driver's words", (code, expected) => {
  const error = masked(failing(code), 'GIS', 5000);
  expect(error.code).toBe(expected);
  expect(error.message).not.toContain('secret');
});
