import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Attacked, type Attacker, HINT, startAttacked } from '../support/attacked.js';
import { rawRequest } from '../support/raw-request.js';

/** What scanners of GraphQL servers look for, by the name they report it under. */
let attacked: Attacked;
let foreman: Attacker;
beforeAll(async () => {
  attacked = await startAttacked();
  foreman = attacked.attackers[2] as Attacker;
});
afterAll(() => attacked.close());

const post = (body: string, type = 'application/json', more: Record<string, string> = {}) =>
  rawRequest(`${foreman.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': type, ...foreman.headers, ...more },
    body,
  });
const get = (query: string, headers: Record<string, string> = {}) =>
  rawRequest(`${foreman.gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { ...foreman.headers, ...headers },
  });
const json = (query: string) => JSON.stringify({ query });
const nothing = (text: string) => expect(text).not.toContain('"data":{');

describe('what scanners look for is not there', () => {
  test('introspection', async () => {
    const { text, status } = await post(json(getIntrospectionQuery()));
    expect(status).toBe(403);
    nothing(text);
  });

  test('field suggestions', async () => {
    const { text } = await post(json('{ __schemas unitz { idRecc } }'));
    expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(text).not.toMatch(/did you mean/i);
  });

  test('changes by GET', async () => {
    const accept = 'application/graphql-response+json';
    for (const headers of [{ accept }, { accept, 'apollo-require-preflight': '1' }]) {
      const { text, status } = await get('mutation { __typename }', headers);
      expect(status).toBeGreaterThanOrEqual(400);
      nothing(text);
    }
  });

  test('batching by lists', async () => {
    const { text, status } = await post(`[${Array.from({ length: 10 }, () => json('{ __typename }')).join(',')}]`);
    expect(status).toBe(400);
    nothing(text);
  });

  test('alias overloading', async () => {
    const { text } = await post(json(`{ ${Array.from({ length: 101 }, (_, n) => `a${n}: __typename`).join(' ')} }`));
    expect(text).toContain('LIMIT_EXCEEDED');
    nothing(text);
  });

  test('directive overloading', async () => {
    const { text } = await post(json(`{ __typename ${'@aa'.repeat(10)} }`));
    nothing(text);
    const allowed = await post(json(`{ units { nodes { ${'idRec @include(if: true) '.repeat(21)} } } }`));
    expect(allowed.text).toContain('LIMIT_EXCEEDED');
    nothing(allowed.text);
  });

  test('circular introspection', async () => {
    const circle =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';
    nothing((await post(json(circle))).text);
    const viewer = await attacked.attackers[1]?.ask(circle);
    expect(viewer?.data).toBeUndefined();
  });

  test('trace mode', async () => {
    for (const more of [{ 'apollo-federation-include-trace': 'ftv1' }, { 'x-apollo-tracing': '1' }]) {
      const { text } = await post(json('{ __typename }'), 'application/json', more);
      expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
    }
  });

  test('a page for queries under the address of the API, or one that others may frame or fill with scripts', async () => {
    const page = await rawRequest(`${foreman.gateway.url}/graphql`, {
      headers: { accept: 'text/html', ...foreman.headers },
    });
    expect(page.text).not.toMatch(/<html|graphiql|playground/i);
    const own = await rawRequest(`${foreman.gateway.url}/`, { headers: { accept: 'text/html' } });
    if (own.status === 200) {
      expect(own.headers['content-security-policy']).toContain("script-src 'self'");
      expect(own.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });

  test('field duplication', async () => {
    const { text } = await post(json(`{ ${'__typename '.repeat(500)} }`));
    expect(text).toContain('LIMIT_EXCEEDED');
    nothing(text);
  });

  test('queries by a simple GET or a form', async () => {
    const simple = await get('{ __typename }');
    const form = await post('query=%7B__typename%7D', 'application/x-www-form-urlencoded');
    expect([simple.status, form.status]).toEqual([400, 415]);
    nothing(simple.text);
    nothing(form.text);
  });

  test('unhandled errors', async () => {
    const bodies = [
      json('queryy { __typename }'),
      json('{'),
      '{',
      json('{ units(first: "x") { totalCount } }'),
      '"',
      '{"query":5}',
    ];
    for (const body of bodies) {
      const { text, status } = await post(body);
      expect(status).toBeLessThan(500);
      expect(JSON.parse(text).errors[0].extensions.code).not.toBe('INTERNAL');
      expect(text).not.toMatch(HINT);
      expect(text).not.toContain('exception');
    }
  });
});
