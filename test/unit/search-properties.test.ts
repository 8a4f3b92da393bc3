import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsOf } from '../../src/search/words.js';
import type { Row } from '../../src/sources/row-source.js';
import { aField, aUnit } from './search-field.js';

/** Words short enough that no typing error is looked for: what is found of them is easily said. */
const word = fc.constantFrom(
  'smit',
  'smi',
  's',
  'fed',
  '42',
  '1h',
  '4',
  '421',
  '1',
  'øst',
  "o'h",
  'ab-1',
  '42-10',
  '#7',
  'mc',
  'mc4',
  'mc42',
);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const units = fc.array(fc.record({ unit_name: name, lease_name: fc.option(name), pad_name: fc.option(name) }), {
  minLength: 1,
  maxLength: 12,
});
const unitsOf = (rows: readonly Row[]) => rows.map((row) => aUnit(row));

/**
 * What a search promises, said without an index: each word begins a word of some name, or what punctuation joins; where no
 * unit has them all so, a word may also begin what neighbouring words give in one piece, cut where letters meet digits.
 */
function plainly(rows: readonly Row[], text: string): string[] {
  const wanted = wordsOf(text);
  const having = (has: (name: string, each: string) => boolean) =>
    rows.filter((row) => {
      const names = [row.unit_name, row.lease_name, row.pad_name].map((name) => String(name ?? ''));
      return wanted.length > 0 && wanted.every((each) => names.some((name) => has(name, each)));
    });
  const asWritten = having(begins);
  const hits = asWritten.length > 0 ? asWritten : having((name, each) => begins(name, each) || isApart(name, each));
  return hits.map(({ id_rec }) => String(id_rec)).sort();
}

const begins = (name: string, each: string) =>
  name.split(' ').some((chunk) => [...wordsOf(chunk), wordsOf(chunk).join('')].some((own) => own.startsWith(each)));

const isApart = (name: string, each: string) =>
  wordsOf(name).some((_, first, words) => {
    const [word = '', next = ''] = words.slice(first);
    const joined = words.slice(first).join('');
    return joined.startsWith(each) && /\D\d|\d\D/.test(`${word.at(-1)}${next[0]}`);
  });

test('the units found are those of which every word begins one of the names', async () => {
  await fc.assert(
    fc.asyncProperty(units, name, async (some, text) => {
      const rows = unitsOf(some);
      expect((await aField(...rows)).ids(text)).toEqual(plainly(rows, text));
    }),
  );
});

test('any order of the words finds the same units', async () => {
  const longer = fc.constantFrom(
    'smith',
    'smiht',
    'federal',
    'fedreal',
    '4212345678',
    '42-123-45678',
    '421234567800',
    '42',
  );
  const text = fc.array(fc.oneof(word, longer), { minLength: 1, maxLength: 5 });
  const orders = text.chain((words) =>
    fc.tuple(fc.constant(words), fc.shuffledSubarray(words, { minLength: words.length, maxLength: words.length })),
  );
  const named = [
    { unit_name: 'SMITH FEDERAL 42-1H', api_10: '4212345678' },
    { unit_name: 'FEDERAL SMIT 421', lease_name: 'ØST SMITH' },
    { unit_name: "O'HARA 7 AB-1", pad_name: 'SMITH 42' },
    { unit_name: '42-123-45678' },
  ];
  const { ids } = await aField(...unitsOf(named));
  fc.assert(
    fc.property(orders, ([one, other]) => void expect(ids(other.join(' '))).toEqual(ids(one.join(' ')))),
    { numRuns: 500 },
  );
});

test('a unit is found by each of its names, by every word of it and by any beginning of that', async () => {
  await fc.assert(
    fc.asyncProperty(units, fc.nat(), async (some, at) => {
      const rows = unitsOf(some);
      const { ids } = await aField(...rows);
      for (const row of rows) {
        const words = wordsOf(String(row.unit_name));
        const any = words[at % Math.max(words.length, 1)] ?? '';
        for (const text of [String(row.unit_name), any, any.slice(0, 1 + (at % Math.max(any.length, 1)))])
          expect(ids(text)).toContain(row.id_rec);
      }
    }),
  );
});

test('any text is answered, in any field', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('__proto__', 'constructor', 'toString', '\ud800', '%_\\', "'; drop table units --", '\u0000'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 5 }),
      text,
      fc.integer({ min: 1, max: 5 }),
      async (names, asked, first) => {
        const { found } = await aField(...names.map((unit_name) => aUnit({ unit_name, property_eid: unit_name })));
        for (const each of [asked, ...names]) {
          const { hits, matched } = found(each, first);
          expect(hits).toHaveLength(Math.min(first, matched));
          for (const { score } of hits) expect(score > 0 && score <= 1).toBe(true);
          if (names.includes(each) && wordsOf(each).length > 0) expect(matched).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('hits fall in score, and a smaller page is the beginning of a larger one', async () => {
  await fc.assert(
    fc.asyncProperty(units, name, fc.integer({ min: 1, max: 5 }), async (some, text, first) => {
      const { found } = await aField(...unitsOf(some));
      const all = found(text).hits;
      expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).sort((a, b) => b - a));
      expect(found(text, first).hits).toEqual(all.slice(0, first));
    }),
  );
});
