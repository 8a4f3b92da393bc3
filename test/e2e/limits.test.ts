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
  ['more tokens than are read', `{ ${'__typename '.repeat(2001)} }`, 'LIMIT_EXCEEDED'],
  ['a field again and again', `{ units { nodes { ${'idRec '.repeat(52)} } } }`, 'LIMIT_EXCEEDED'],
])('%s is refused before a store is asked', async (_, query, code) => {
  gateway.prodview.statements();
  const { errors, data } = await gateway.ask(query);
  expect(errors?.[0]?.extensions.code).toBe(code);
  expect(data).toBeUndefined();
  expect(gateway.prodview.statements()).toEqual([]);
});

test('fragments that double twenty times are refused at once', async () => {
  const doubling = Array.from({ length: 20 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  const { errors } = await gateway.ask(`query { ...F0 } ${doubling.join(' ')} fragment F20 on Query { __typename }`);
  expect(errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
});

test.each([
  [
    'a body over the limit',
    413,
    'LIMIT_EXCEEDED',
    'application/json',
    JSON.stringify({ query: `{ __typename } # ${'x'.repeat(300_000)}` }),
  ],
  ['a body that is no JSON', 400, 'BAD_USER_INPUT', 'application/json', '{ "query": '],
  ['a body of another type', 415, 'BAD_USER_INPUT', 'application/xml', '<query/>'],
  ['a body without a query', 400, 'BAD_USER_INPUT', 'application/json', '{}'],
])('%s is refused with a code', async (_, status, code, type, body) => {
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': type }, body });
  expect(response.status).toBe(status);
  const text = await response.text();
  expect(JSON.parse(text).errors[0].extensions).toMatchObject({ code, retryable: false });
  expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  expect(text).not.toMatch(/FST_|node_modules|at .*\.js/);
});

test('an address that is none is said so, in the same form', async () => {
  const response = await fetch(`${gateway.url}/no/such/place`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
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
