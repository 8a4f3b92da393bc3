import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { api10Of, wantedOf, wordsOf, wordsOfIdentifier, wordsOfName } from '../../src/search/words.js';

test.each([
  ['SMITH FEDERAL 42-1H', ['smith', 'federal', '42', '1h']],
  ['smith #42 1H', ['smith', '42', '1h']],
  ['Smith, Federal/42', ['smith', 'federal', '42']],
  ['Ågård', ['agard']],
  ['A\u030ag\u00e5rd', ['agard']],
  ['ØST FRIGG Sør', ['ost', 'frigg', 'sor']],
  ['Straße Łódź', ['strasse', 'lodz']],
  ['６５０７／８', ['6507', '8']],
  ['Smi\u00adth\u200b \u202bfederal\u202c', ['smith', 'federal']],
  ['بئر ٤٢', ['بير', '٤٢']],
  ['🛢️ %_ \'"--', []],
  ['', []],
])('the words of %j', (text, words) => expect(wordsOf(text)).toEqual(words));

test.each([
  ['4212345678', '4212345678'],
  ['42-123-45678', '4212345678'],
  [' #42-123-45678, ', '4212345678'],
  ['42–123–45678', '4212345678'],
  ['421234567800', '4212345678'],
  ['42-123-45678-00-01', '4212345678'],
  ['42123456780001', '4212345678'],
  ['421234567', undefined],
  ['42123456789', undefined],
  ['4212345678000', undefined],
  ['421234567800011', undefined],
  ['A4212345678', undefined],
  ['', undefined],
])('the API-10 in %j', (text, api10) => expect(api10Of(text)).toBe(api10));

test('a name is found by its words and by those that punctuation joins', () =>
  expect([...wordsOfName("O'HARA 42-1H")]).toEqual(['o', 'hara', 'ohara', '42', '1h', '421h']));

test('an identifier is found by its parts and by the whole', () =>
  expect([...wordsOfIdentifier('CC 20-001')]).toEqual(['cc', '20', '001', '20001', 'cc20001']));

describe('for any text at all', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 60 }));

  test('words are not blank, and are words of themselves', () => {
    fc.assert(
      fc.property(text, (any) => {
        for (const word of wordsOf(any)) expect(wordsOf(word)).toEqual([word]);
      }),
    );
  });

  test('case does not matter where upper case does not change the letters themselves', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcåäöøéñ 42-#/'), maxLength: 40 });
    fc.assert(fc.property(letters, (any) => void expect(wordsOf(any.toUpperCase())).toEqual(wordsOf(any))));
  });

  test('the order of the words does not matter to what is wanted', () => {
    const chunks = fc.array(fc.stringMatching(/^[a-z0-9#/-]{1,12}$/), { maxLength: 6 });
    const wanted = (words: readonly string[]) => new Set(wantedOf(words.join(' ')).words.map(({ word }) => word));
    fc.assert(fc.property(chunks, (any) => void expect(wanted([...any].reverse())).toEqual(wanted(any))));
  });
});
