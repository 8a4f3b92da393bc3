import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Attacked, expectRefusal, startAttacked, statementsOf, whileOthersAsk } from '../support/attacked.js';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await startAttacked();
});
afterAll(() => attacked.close());

const many = (count: number, one: (n: number) => string) => Array.from({ length: count }, (_, n) => one(n)).join(' ');
const around = (levels: number, open: string, inside: string, close: string) =>
  `${open.repeat(levels)}${inside}${close.repeat(levels)}`;
const doubling = (times: number) =>
  `{ ...F0 } ${many(times, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F${times} on Query { __typename }`;

const LIMIT = ['LIMIT_EXCEEDED'];
const INVALID = ['GRAPHQL_VALIDATION_FAILED'];

/** What to send, and the codes that it may be refused with. */
const DOCUMENTS: readonly (readonly [name: string, document: string, codes: readonly string[]])[] = [
  [
    'a deep document',
    `{ units { nodes { ${around(12, 'completions { nodes { unit { ', 'idRec', ' } } }')} } } }`,
    LIMIT,
  ],
  [
    'a deep document through fragments',
    `{ units { nodes { ...F0 } } } ${many(20, (n) => `fragment F${n} on Unit { network { units { nodes { ...F${n + 1} } } } }`)} fragment F20 on Unit { idRec }`,
    LIMIT,
  ],
  [
    'pages of a thousand in each other',
    '{ units(first: 1000) { nodes { completions(first: 1000) { nodes { dailyAllocations(first: 1000) { nodes { idRec id allocationDate downtimeHours operatingTimeHours status { statusDate } allocated { oilBbl gasMcf waterBbl } newProduction { oilBbl gasMcf waterBbl } gathered { oilBbl gasMcf waterBbl } sales { oilBbl gasMcf } disposition: deferred { oilBbl gasMcf waterBbl } a: idRec b: idRec c: idRec d: idRec e: idRec f: idRec g: idRec h: idRec i: idRec j: idRec k: idRec l: idRec m: idRec n: idRec } } } } } } }',
    [...LIMIT, ...INVALID],
  ],
  ['sixteen aliases', `{ ${many(16, (n) => `a${n}: __typename`)} }`, LIMIT],
  [
    'a hundred aliases of a dear field',
    `{ units { ${many(100, (n) => `g${n}: groups(by: [UNIT_NAME]) { count }`)} } }`,
    LIMIT,
  ],
  ['a thousand aliases', `{ ${many(600, (n) => `a${n}: __typename`)} }`, LIMIT],
  ['directives without end', `{ __typename ${'@skip(if: false) '.repeat(300)} }`, [...LIMIT, ...INVALID]],
  ['a flood of directives, one a field', `{ units { nodes { ${'idRec @include(if: true) '.repeat(60)} } } }`, LIMIT],
  ['directives that there are not', `{ __typename ${many(200, (n) => `@d${n}`)} }`, INVALID],
  ['fragments in a circle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', INVALID],
  ['a fragment of itself', '{ ...A } fragment A on Query { ...A }', INVALID],
  [
    'a long circle of fragments',
    `{ ...F0 } ${many(100, (n) => `fragment F${n} on Query { ...F${(n + 1) % 100} }`)}`,
    INVALID,
  ],
  ['fragments that double twenty times', doubling(20), LIMIT],
  ['fragments that double a hundred times', doubling(100), LIMIT],
  ['inline fragments in each other', `{ ${around(400, '... { ', '__typename', ' }')} }`, ['RUN']],
  ['40 kB of one field', `{ units { nodes { ${'idRec '.repeat(6_800)} } } }`, LIMIT],
  ['40 kB of fields that could conflict', `{ units { nodes { ${many(4_000, (n) => `a: x${n % 10}`)} } } }`, LIMIT],
  ['as many fields that could conflict as are read', `{ ${many(180, () => 'units { nodes { idRec } }')} }`, LIMIT],
  ['a field again and again', `{ ${'__typename '.repeat(500)} }`, LIMIT],
  ['a field again and again, below', `{ units { nodes { ${'label '.repeat(300)} } } }`, LIMIT],
  ['fields that there are not', `{ ${many(600, (n) => `x${n}`)} }`, INVALID],
  ['variables that nobody uses', `query (${many(400, (n) => `$v${n}: Int`)}) { __typename }`, INVALID],
  [
    'a list literal in a list literal',
    `{ units(where: { unitName: { in: ${around(900, '[', '"a"', ']')} } }) { totalCount } }`,
    [...INVALID, 'GRAPHQL_PARSE_FAILED'],
  ],
  ['a filter in a filter', `{ units(where: ${around(300, '{ not: ', '{}', ' }')}) { totalCount } }`, LIMIT],
  [
    'a type of lists without end',
    `query ($v: ${around(900, '[', 'Int', ']')}) { __typename }`,
    [...INVALID, 'GRAPHQL_PARSE_FAILED'],
  ],
  ['more tokens than are read', `{ ${'a '.repeat(2_500)} }`, LIMIT],
  ['a comment of 200 kB', `{ __typename } # ${'x'.repeat(200_000)}`, LIMIT],
  ['a text of 40 kB', `{ searchWells(text: "${'x'.repeat(40_000)}") { matched } }`, LIMIT],
  ['an open brace without end', '{ a '.repeat(600), ['GRAPHQL_PARSE_FAILED', ...LIMIT]],
  ['two operations and no name', 'query A { __typename } query B { __typename }', ['BAD_USER_INPUT']],
  ['a subscription', 'subscription { __typename }', INVALID],
  ['a change without an input', 'mutation { startDowntime { __typename } }', [...INVALID, 'FORBIDDEN']],
  ['a part that comes later', '{ ... @defer { __typename } }', INVALID],
];

describe.each([0, 1, 2])('attacker %i', (at) => {
  test.each(DOCUMENTS)('%s', async (_, document, codes) => {
    const attacker = attacked.attackers[at];
    if (!attacker) throw new Error('no such attacker');
    attacker.gateway.prodview.statements();
    const answer = await whileOthersAsk(attacker, () => attacker.ask(document));
    if (codes[0] === 'RUN') expect(answer.errors).toBeUndefined();
    else expectRefusal(answer, codes);
    expect(statementsOf(attacker)).toEqual([]);
  });

  test('fifty at once of each of the dearest to refuse', async () => {
    const attacker = attacked.attackers[at];
    if (!attacker) throw new Error('no such attacker');
    const dear = [doubling(20), DOCUMENTS[16]?.[1] ?? '', `{ ${many(180, () => 'units { nodes { idRec } }')} }`];
    const answers = await whileOthersAsk(attacker, () =>
      Promise.all(dear.flatMap((document) => Array.from({ length: 50 }, () => attacker.ask(document)))),
    );
    for (const answer of answers) expectRefusal(answer, LIMIT);
  });
});

describe('the schema', () => {
  const nested = (levels: number) => `{ __schema { types { ${around(levels, 'fields { type { ', 'name', ' } }')} } } }`;

  test('is not told to a role that may not see it, however it asks', async () => {
    const foreman = attacked.attackers[2];
    for (const document of [
      getIntrospectionQuery(),
      nested(1),
      '{ a: __schema { queryType { name } } }',
      '{ ... on Query { __type(name: "Unit") { fields { name } } } }',
      'query A { __typename ...S } fragment S on Query { __schema { types { name } } }',
    ]) {
      const answer = await foreman?.ask(document);
      if (answer) expectRefusal(answer, ['FORBIDDEN']);
    }
  });

  test('is not walked in circles by those who may see it', async () => {
    for (const attacker of attacked.attackers.slice(0, 2)) {
      for (const levels of [4, 8, 30])
        expectRefusal(await whileOthersAsk(attacker, () => attacker.ask(nested(levels))), [...LIMIT, ...INVALID]);
    }
  });

  test('is not told by mistakes either', async () => {
    const foreman = attacked.attackers[2];
    for (const document of [
      '{ unitz { x } }',
      '{ units(wher: {}) { totalCount } }',
      '{ units(orderBy: [IDREC]) { x } }',
    ]) {
      const answer = await foreman?.ask(document);
      expect(answer?.errors?.length).toBeGreaterThan(0);
      expect(JSON.stringify(answer?.errors)).not.toMatch(/did you mean|"units"|where|ID_REC/i);
    }
  });
});
