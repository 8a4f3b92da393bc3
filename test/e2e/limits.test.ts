import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const nested = (levels: number) =>
  `${'units { nodes { completions { nodes { unit { '.repeat(0)}${'completions { nodes { unit { '.repeat(levels)}idRec${' } } }'.repeat(levels)}`;

test.each([
  ['a deep document', `{ units { nodes { ${nested(8)} } } }`, 'LIMIT_EXCEEDED'],
  [
    'many aliases',
    `{ ${Array.from({ length: 16 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
    'LIMIT_EXCEEDED',
  ],
  ['many root fields', `{ ${'__typename '.repeat(16)} }`, 'LIMIT_EXCEEDED'],
  [
    'many directives',
    `{ ${'__typename @skip(if: false) '.repeat(1)}units { nodes { ${'idRec @skip(if: false) '.repeat(21)} } } }`,
    'LIMIT_EXCEEDED',
  ],
  ['many fields', `{ units { nodes { ${'idRec '.repeat(601)} } } }`, 'LIMIT_EXCEEDED'],
  ['more tokens than are read', `{ ${'__typename '.repeat(2001)} }`, 'GRAPHQL_PARSE_FAILED'],
])('%s is refused before a store is asked', async (_, query, code) => {
  gateway.prodview.statements();
  const { errors, data } = await gateway.ask(query);
  expect(errors?.[0]?.extensions.code).toBe(code);
  expect(data).toBeUndefined();
  expect(gateway.prodview.statements()).toEqual([]);
});

test('fragments that double twenty times are refused at once', async () => {
  const doubling = Array.from({ length: 20 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  const started = performance.now();
  const { errors } = await gateway.ask(`query { ...F0 } ${doubling.join(' ')} fragment F20 on Query { __typename }`);
  expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a body over the limit is refused', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ __typename } # ${'x'.repeat(300_000)}` }),
  });
  expect(response.status).toBe(413);
  expect(await response.text()).not.toMatch(/node_modules|at .*\.js/);
});

test('introspection, which is deep by nature, is answered', async () => {
  const { getIntrospectionQuery } = await import('graphql');
  const { errors, data } = await gateway.ask(getIntrospectionQuery());
  expect(errors).toBeUndefined();
  expect(data.__schema.types.length).toBeGreaterThan(50);
});

test('a statement that would bring more rows than allowed is refused, with the limit named', async () => {
  const small = await startGateway({ env: { MAX_ROWS: '1000' } });
  const { errors } = await small.ask(
    '{ units(first: 1000) { nodes { completions { nodes { statuses { nodes { status } } } } } } }',
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 1000 });
  await small.close();
});
