import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Attacked, expectRefusal, startAttacked, statementsOf, whileOthersAsk } from '../support/attacked.js';
import { DEAREST, DOCUMENTS, nested } from '../support/attacks.js';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await startAttacked();
});
afterAll(() => attacked.close());

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
    const answers = await whileOthersAsk(attacker, () =>
      Promise.all(DEAREST.flatMap((document) => Array.from({ length: 50 }, () => attacker.ask(document)))),
    );
    for (const answer of answers) expectRefusal(answer, ['LIMIT_EXCEEDED']);
  });
});

describe('the schema', () => {
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
        expectRefusal(await whileOthersAsk(attacker, () => attacker.ask(nested(levels))), [
          'LIMIT_EXCEEDED',
          'GRAPHQL_VALIDATION_FAILED',
        ]);
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
