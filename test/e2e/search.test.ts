import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';

const SEARCH = `query Search($text: String!, $first: Int) {
  searchWells(text: $text, first: $first) {
    matched truncated asOf
    hits { matchedOn matchedText score unit { label api10 regulatoryId } }
  }
}`;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const search = async (text: string, first = 20) => {
  const { data, errors } = await gateway.ask(SEARCH, { text, first });
  expect(errors).toBeUndefined();
  return data.searchWells;
};
const labels = async (text: string) => (await search(text, 100)).hits.map((hit: any) => hit.unit.label);

describe('wells of the sample are found', () => {
  test.each(['6081741445', '60-817-41445', '608174144599', '60-817-41445-99-01'])(
    'by API number, written %s',
    async (text) => {
      const { hits, matched } = await search(text);
      expect({ hits, matched }).toMatchObject({
        matched: 1,
        hits: [{ matchedOn: 'API_10', matchedText: '6081741445' }],
      });
      expect(hits[0].unit).toMatchObject({ api10: '6081741445', label: 'MC 392 AC002' });
    },
  );

  test("by the regulator's 12 digits first, then those that share the first ten", async () => {
    const { hits } = await search('608174036201');
    expect(hits[0]).toMatchObject({ matchedOn: 'REGULATORY_ID', score: 1, unit: { label: 'MC 807 001 ST01BP00' } });
    expect(hits.length).toBeGreaterThan(1);
    for (const { unit } of hits) expect(unit.api10).toBe('6081740362');
  });

  test('by the words of the name in any order and with any punctuation', async () => {
    const found = await labels('34/10-A-8');
    expect(found.slice(0, 2)).toEqual(['34/10-A-8', '34/10-A-8 A']);
    for (const text of ['34 10 A 8', '#34-10, a/8', 'a-8 34/10']) {
      expect((await labels(text)).sort(), text).toEqual([...found].sort());
    }
  });

  test('by a name in one piece, whatever the order', async () => {
    for (const text of ['mc392 ac002', 'ac002 mc392', 'mc392ac002', 'mc 392 ac002'])
      expect(await labels(text), text).toEqual(['MC 392 AC002']);
    expect(await labels('MC392')).toContain('MC 392 AC002');
  });

  test('with the parts of the text as they stand before the same words otherwise', async () => {
    const { hits } = await search('a-8 34/10');
    expect(hits.slice(0, 3).map(({ unit, score }: any) => [unit.label, score])).toEqual([
      ['34/10-A-8', 0.78],
      ['34/10-A-8 A', 0.78],
      ['34/8-A-10 AH', 0.75],
    ]);
  });

  test('without accents, and by a name with a typing error', async () => {
    expect(await labels('ost frigg')).toEqual(['ØST FRIGG']);
    expect(await labels('gullfkas')).toEqual(['GULLFAKS', 'GULLFAKS SØR']);
  });

  test('by one letter, as many as are asked for, and says how many there are', async () => {
    const { hits, matched, truncated, asOf } = await search('a', 7);
    expect(hits).toHaveLength(7);
    expect(matched).toBeGreaterThan(1000);
    expect(truncated).toBe(true);
    expect(Date.parse(asOf)).toBeLessThanOrEqual(Date.now());
    expect(await search('statfjord', 100)).toMatchObject({ matched: 3, truncated: false });
  });
});

test.each([
  ['wildcards', '%_*?'],
  ['SQL', "'; drop table units; --"],
  ['quotes', '"\'`\\'],
  ['emoji', '🛢️👩‍🔧'],
  ['right to left', '\u202eبئر النفط'],
  ['combining characters', `z${'\u0301'.repeat(150)}q`],
  ['200 characters', 'x'.repeat(200)],
  ['200 characters of two code units', '🛢'.repeat(200)],
  ['many words', 'a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9'],
])('a text of %s finds nothing, and nothing breaks', async (_, text) =>
  expect(await search(text)).toMatchObject({ hits: [], matched: 0, truncated: false }),
);

test.each([
  ['$text', { text: '\ud83d' }, 'half of a pair'],
  ['text', { text: '' }, 'blank'],
  ['text', { text: ' \t\n\u00a0' }, 'blank'],
  ['text', { text: 'x'.repeat(201) }, '200'],
  ['text', { text: 'x'.repeat(10_240) }, '200'],
  ['first', { text: 'a', first: 0 }, '1'],
  ['first', { text: 'a', first: -1 }, '1'],
  ['first', { text: 'a', first: 101 }, '100'],
])('an argument %s that cannot be used is named: %j', async (argument, variables, words) => {
  const { data, errors } = await gateway.ask(SEARCH, variables);
  expect(data?.searchWells ?? null).toBeNull();
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining(words),
    extensions: { code: 'BAD_USER_INPUT', argument, retryable: false },
  });
});

test('first may be left out or null', async () => {
  for (const first of [undefined, null]) {
    const { data } = await gateway.ask(SEARCH, { text: 'a', first });
    expect(data.searchWells.hits).toHaveLength(20);
  }
});

test('a search costs one statement for the directory when cold, one for the units of a page, and none of its own', async () => {
  const cold = await startGateway();
  const ask = async (query: string) => {
    expect((await cold.ask(query)).errors).toBeUndefined();
    return cold.prodview.statements();
  };
  const text = 'searchWells(text: "mc 807", first: 100)';
  expect(await ask(`{ ${text} { matched hits { matchedText } } }`)).toEqual([
    expect.stringContaining('Query.searchWells directory'),
  ]);
  expect(await ask(`{ ${text} { matched hits { matchedText score } } }`)).toEqual([]);
  expect(await ask(`{ ${text} { hits { unit { id label api10 } } } }`)).toEqual([]); // a picker's fields are at hand
  const [units, ...more] = await ask(
    `{ ${text} { hits { unit { timezone } } } other: ${text} { hits { unit { idRec } } } }`,
  );
  expect(more).toEqual([]);
  expect(units).toContain('WellHit.unit');
  expect(units).toMatch(/select "id_rec" as "id_rec", "timezone" as "timezone" from/);
  await cold.close();
});

test('the report says that the request that reads the directory paid for it', async () => {
  const cold = await startGateway();
  const query = '{ searchWells(text: "mc") { matched } }';
  const reports = [await cold.ask(query, {}, { 'x-report': '1' }), await cold.ask(query, {}, { 'x-report': '1' })].map(
    ({ extensions }) => extensions?.report,
  );
  expect(reports).toMatchObject([
    { sources: { PRODVIEW: { statements: 1 } } },
    { sources: { PRODVIEW: { statements: 0 } } },
  ]);
  await cold.close();
});
