import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const globalId = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('what does not exist is null', () => {
  test.each([
    ['a unit by a global id', `{ found: unit(id: "${globalId('Unit', 'no such unit')}") { idRec } }`],
    ['a node', `{ found: node(id: "${globalId('Completion', 'none')}") { id } }`],
    ['a unit by API number', '{ found: unitByApi(api10: "0000000000") { idRec } }'],
    [
      'a unit looked up by the id of a completion',
      `{ found: unit(id: "${globalId('Completion', 'none')}") { idRec } }`,
    ],
  ])('%s', async (_, query) => {
    const answer = await gateway.ask(query);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.found).toBeNull();
  });
});

describe('an argument that cannot be used is named, with a code', () => {
  test.each([
    ['{ node(id: "rubbish") { id } }', 'id', 'BAD_USER_INPUT'],
    ['{ node(id: "") { id } }', 'id', 'BAD_USER_INPUT'],
    [`{ node(id: "${globalId('Query', 'x')}") { id } }`, 'id', 'BAD_USER_INPUT'],
    ['{ units(first: -1) { nodes { idRec } } }', 'first', 'BAD_USER_INPUT'],
    ['{ units(first: 1001) { nodes { idRec } } }', 'first', 'BAD_USER_INPUT'],
    ['{ units(after: "rubbish") { nodes { idRec } } }', 'after', 'BAD_USER_INPUT'],
    ['{ units(after: "") { nodes { idRec } } }', 'after', 'BAD_USER_INPUT'],
    ['{ units(where: { unitName: { eq: null } }) { nodes { idRec } } }', 'where.unitName.eq', 'BAD_USER_INPUT'],
    ['{ units(where: { not: null }) { nodes { idRec } } }', 'where.not', 'BAD_USER_INPUT'],
    ['{ dailyAllocations(from: "2024-02-01", to: "2024-01-01") { nodes { idRec } } }', 'from', 'BAD_USER_INPUT'],
    ['{ units { groups(by: []) { count } } }', 'by', 'BAD_USER_INPUT'],
    ['{ units { groups(by: [STATE_PROVINCE], first: 0) { count } } }', 'first', 'BAD_USER_INPUT'],
    ['{ units { groups(by: [UNIT_NAME], first: 2) { count } } }', 'first', 'LIMIT_EXCEEDED'],
    ['{ dailyAllocations(from: "2024-02-30") { nodes { idRec } } }', 'from', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ units(first: "ten") { nodes { idRec } } }', 'first', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ units(where: { unitName: { eq: 5 } }) { nodes { idRec } } }', 'where.unitName.eq', 'GRAPHQL_VALIDATION_FAILED'],
    [
      '{ units(where: { surfaceLatitude: { gt: "x" } }) { nodes { idRec } } }',
      'where.surfaceLatitude.gt',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['{ units(where: { shoeSize: { eq: 5 } }) { nodes { idRec } } }', 'where.shoeSize', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ units { groups(by: [SHOE_SIZE]) { count } } }', 'by', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ units(orderBy: [SHOE_SIZE_ASC]) { nodes { idRec } } }', 'orderBy', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', async (query, argument, code) => {
    const { errors } = await gateway.ask(query);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ argument, code, retryable: false });
    expect(errors?.[0]?.extensions.requestId).toEqual(expect.any(String));
  });

  test('a variable of the wrong type', async () => {
    const query = 'query Days($from: Date) { dailyAllocations(from: $from) { nodes { idRec } } }';
    const { errors } = await gateway.ask(query, { from: '2024-13-01' });
    expect(errors?.[0]?.extensions).toMatchObject({ argument: '$from', code: 'BAD_USER_INPUT' });
  });

  test('a cursor of another list, order, filter or parent', async () => {
    const { data } = await gateway.ask('{ units(first: 1) { pageInfo { endCursor } } }');
    const after = data.units.pageInfo.endCursor;
    for (const list of [
      'completions(after: $after)',
      'units(after: $after, orderBy: [UNIT_NAME_ASC])',
      'units(after: $after, where: { unitType: { eq: "Well" } })',
    ]) {
      const answer = await gateway.ask(`query P($after: String) { ${list} { nodes { idRec } } }`, { after });
      expect(answer.errors?.[0]?.extensions, list).toMatchObject({ argument: 'after', code: 'BAD_USER_INPUT' });
    }
  });

  test('too many values in a filter', async () => {
    const values = Array.from({ length: 1001 }, (_, index) => `unit ${index}`);
    const query = 'query In($values: [String!]) { units(where: { unitName: { in: $values } }) { nodes { idRec } } }';
    const bounds = { code: 'LIMIT_EXCEEDED', limit: 1000, measured: 1001 };
    const sent = await gateway.ask(query, { values });
    expect(sent.errors?.[0]?.extensions).toMatchObject({ ...bounds, argument: '$values' });
    const written = `{ units(where: { unitName: { in: ${JSON.stringify(values)} } }) { nodes { idRec } } }`;
    const { errors } = await gateway.ask(written);
    expect(errors?.[0]?.extensions).toMatchObject({ ...bounds, argument: 'where.unitName.in' });
  });
});

test('a variable that is null where none may stand is refused by name', async () => {
  const { errors } = await gateway.ask(
    'query ($depth: TraceDirection) { trace(from: "x", on: "2024-01-01", direction: $depth) { idFlownet } }',
    { depth: null },
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'direction', retryable: false });
});
