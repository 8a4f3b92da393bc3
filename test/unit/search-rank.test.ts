import { describe, expect, test } from 'vitest';
import { aField, aUnit } from './search-field.js';

describe('names', () => {
  test('words in any order, with any punctuation, case and accents', async () => {
    const { names } = await aField(aUnit({ unit_name: 'SMITH FEDERAL 42-1H' }), aUnit({ unit_name: 'Ågård 42-1H' }));
    for (const text of ['42 federal smith', 'smith 42-1h', 'smith #42 1H', 'SMITH 42 1H', '1h,42/SMITH', 'smi fed'])
      expect(names(text), text).toEqual(['SMITH FEDERAL 42-1H']);
    for (const text of ['agard', 'ÅGÅRD', 'a\u030agard']) expect(names(text), text).toEqual(['Ågård 42-1H']);
  });

  test('every word has to match', async () => {
    const { names } = await aField(aUnit({ unit_name: 'SMITH FEDERAL 42-1H' }));
    expect(names('smith federal 43')).toEqual([]);
    expect(names('jones smith')).toEqual([]);
  });

  test('words may come from several aliases, and the one that most of them match is named', async () => {
    const { found } = await aField(
      aUnit({ unit_name: 'SMITH 1H', pad_name: 'EAGLE NORTH', lease_name: 'EAGLE NORTH UNIT' }),
    );
    expect(found('smith eagle north').hits).toMatchObject([{ on: 'LEASE_NAME', text: 'EAGLE NORTH UNIT', score: 0.5 }]);
  });
});

describe('words in which letters meet digits', () => {
  const field = () => aField(aUnit({ unit_name: 'MC 392 AC002' }), aUnit({ unit_name: 'MC 100 392 AC003' }));

  test('may be written in one piece, in any order', async () => {
    const { names } = await field();
    for (const text of ['mc392 ac002', 'ac002 mc392', 'mc392ac002', 'MC392', 'mc39', 'mc392a', '392ac002', '392 mc392'])
      expect(names(text), text).toEqual(['MC 392 AC002']);
    for (const text of ['mc100', '392ac003', '392ac']) expect(names(text), text).toContain('MC 100 392 AC003');
    for (const text of ['mc393', 'ac392', '392mc', '002ac', 'mc392 smith']) expect(names(text), text).toEqual([]);
  });

  test('the name as a whole, one beside others, and the beginning of one are told apart', async () => {
    const { found } = await field();
    const scoreOf = (text: string) => found(text).hits.find(({ name }) => name === 'MC 392 AC002')?.score;
    expect(['mc392ac002', 'mc392', 'mc392ac'].map(scoreOf)).toEqual([0.9, 0.75, 0.65]);
  });

  test('are not taken apart where some name has them as they are written', async () => {
    const { names } = await aField(
      ...['PAD B9', 'PAD B 9', 'PAD B-9', 'B 12 LEASE 9'].map((unit_name) => aUnit({ unit_name })),
    );
    expect(names('b9')).toEqual(['PAD B9', 'PAD B-9']);
    expect(names('b9 pad')).toEqual(['PAD B-9', 'PAD B9']);
    expect(names('b12')).toEqual(['B 12 LEASE 9']);
  });

  test('of any number cost no more than a few look-ups', async () => {
    const { names } = await aField(...Array.from({ length: 5_000 }, () => aUnit({ unit_name: 'A 1' })));
    const began = performance.now();
    expect(names('a1'.repeat(100))).toEqual([]);
    expect(names(Array.from({ length: 66 }, (_, at) => `a${at}`).join(' '))).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('beginnings', () => {
  const field = () => aField(aUnit({ unit_name: 'ALPHA 7', api_10: '4212345678' }), aUnit({ unit_name: '42 RANCH' }));

  test('one letter is enough for a name', async () => expect((await field()).names('a')).toEqual(['ALPHA 7']));

  test('a number is found by four characters and more, so that 42 is not all of Texas', async () => {
    const { names } = await field();
    expect(names('42')).toEqual(['42 RANCH']);
    expect(names('421')).toEqual([]);
    expect(names('4212')).toEqual(['ALPHA 7']);
  });

  test('a short number is found whole', async () => {
    const { names } = await aField(aUnit({ unit_name: 'ALPHA', property_eid: '17' }), aUnit({ property_eid: '172' }));
    expect(names('17')).toEqual(['ALPHA']);
  });
});

describe('typing errors', () => {
  test.each(['smiht', 'smeth', 'smth', 'smitth', 'fedral', 'fedreal', 'ferderal', 'richardsen', 'ricahrdson'])(
    '%s',
    async (text) => {
      const { found } = await aField(aUnit({ unit_name: 'SMITH FEDERAL RICHARDSON' }), aUnit({ unit_name: 'OTHER' }));
      if (text.length < 5) expect(found(text).hits).toEqual([]);
      else expect(found(text).hits).toMatchObject([{ name: 'SMITH FEDERAL RICHARDSON', score: 0.1 }]);
    },
  );

  test('never in numbers', async () => {
    const { names } = await aField(aUnit({ unit_name: 'ALPHA 12345', api_10: '4212345678' }));
    expect(names('12346')).toEqual([]);
    expect(names('4212345679')).toEqual([]);
  });
});

describe('the best comes first', () => {
  test('identifier, name, phrase, words, beginnings, several aliases, beginning of a number, typing error', async () => {
    const { names } = await aField(
      aUnit({ unit_name: 'typing error', lease_name: 'EAGEL TRUST' }),
      aUnit({ unit_name: 'number', property_number: 'EAGLE77' }),
      aUnit({ unit_name: 'beginnings EAGLES' }),
      aUnit({ unit_name: 'lease', lease_name: 'EAGLE' }),
      aUnit({ unit_name: 'word EAGLE' }),
      aUnit({ unit_name: 'Eagle' }),
      aUnit({ unit_name: 'identifier', property_eid: 'EAGLE' }),
    );
    expect(names('eagle')).toEqual([
      'identifier',
      'Eagle',
      'word EAGLE',
      'lease',
      'beginnings EAGLES',
      'number',
      'typing error',
    ]);
  });

  test('a name in which the words stand just so comes before one that has them otherwise', async () => {
    const { names } = await aField(
      ...['34/8-A-10', '34/10-A-8 A', '34/10-A-8'].map((unit_name) => aUnit({ unit_name })),
    );
    expect(names('34/10-a-8')).toEqual(['34/10-A-8', '34/10-A-8 A', '34/8-A-10']);
  });

  test('parts that stand in a name just so come before their words alone, in whatever order they are asked for', async () => {
    const { found } = await aField(
      ...['34/8-A-10 H', '34/10-A-8', '34/10-A-8 A', 'A 8-34/10', 'A-34/10'].map((unit_name) => aUnit({ unit_name })),
    );
    const ranked = (text: string) => found(text).hits.map(({ name, score }) => [name, score]);
    const expected = [
      ['34/10-A-8', 0.78],
      ['34/10-A-8 A', 0.78],
      ['34/8-A-10 H', 0.75],
    ];
    expect(ranked('a-8 34/10')).toEqual([['A 8-34/10', 0.9], ...expected]);
    expect(ranked('8 a 34/10')).toEqual([
      ['34/10-A-8', 0.78],
      ['34/10-A-8 A', 0.78],
      ['A 8-34/10', 0.78],
      ['34/8-A-10 H', 0.75],
    ]);
    expect(ranked('a 8 10 34').map(([, score]) => score)).toEqual([0.75, 0.75, 0.75, 0.75]);
  });

  test('fewer typing errors come first', async () => {
    const { names } = await aField(...['SMYTH FEDARAL', 'SMITH FEDARAL'].map((unit_name) => aUnit({ unit_name })));
    expect(names('smith federal')).toEqual(['SMITH FEDARAL', 'SMYTH FEDARAL']);
  });

  test('of equal matches the operated, then wells, then by name with its numbers as numbers', async () => {
    const { names } = await aField(
      aUnit({ unit_name: 'SMITH 1', is_operated: false }),
      aUnit({ unit_name: 'SMITH 2', is_operated: null }),
      aUnit({ unit_name: 'SMITH 3', unit_type: 'Facility' }),
      aUnit({ unit_name: 'SMITH 10' }),
      aUnit({ unit_name: 'SMITH 9' }),
    );
    expect(names('smith')).toEqual(['SMITH 9', 'SMITH 10', 'SMITH 3', 'SMITH 1', 'SMITH 2']);
  });

  test('of two units that share an API number the operated one', async () => {
    const { names } = await aField(
      aUnit({ unit_name: 'A', api_10: '4212345678', is_operated: false }),
      aUnit({ unit_name: 'B', api_10: '4212345678' }),
    );
    expect(names('42-123-45678')).toEqual(['B', 'A']);
  });
});
