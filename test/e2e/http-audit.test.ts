import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { rawRequest } from '../support/raw-request.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ env: { RATE_PER_MINUTE: '0' } });
});
afterAll(() => gateway.close());

/** What the audits of GraphQL over HTTP find: how many there are, and which are not passed. */
async function audited(headers: Record<string, string>) {
  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } });
  const results = await auditServer({ url: `${gateway.url}/graphql`, fetchFn });
  const failed = results.filter(({ status }) => status !== 'ok');
  return { audits: results.length, failed: failed.map(({ id, name, reason }: any) => `${id} ${name}: ${reason}`) };
}

describe('GraphQL over HTTP', () => {
  test('is kept to in all 61 audits by clients that send the header of a preflight', async () => {
    expect(await audited({ 'apollo-require-preflight': '1' })).toEqual({ audits: 61, failed: [] });
    expect(await audited({ 'x-apollo-operation-name': 'Audit' })).toEqual({ audits: 61, failed: [] });
  });

  test('and without it in all but those that ask by a simple GET, as a page of any origin could', async () => {
    const { audits, failed } = await audited({});
    expect(audits).toBe(61);
    expect(failed).toHaveLength(3);
    for (const each of failed) expect(each).toMatch(/GET/);
  });
});

describe('the status of a document that cannot be run goes by the type of the answer', () => {
  const QUERIES = [
    ['is not GraphQL', '{', {}],
    ['asks for what there is not', '{ nothing }', {}],
    [
      'has a variable that does not fit',
      'query ($first: Int) { units(first: $first) { totalCount } }',
      { first: 'ten' },
    ],
  ] as const;
  const TYPES = [
    ['application/json', 200, 'application/json'],
    ['*/*', 200, 'application/json'],
    ['application/graphql-response+json', 400, 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json;q=0.9', 400, 'application/graphql-response+json'],
  ] as const;

  test.each(QUERIES)('and %s', async (_, query, variables) => {
    for (const [accept, status, type] of TYPES) {
      const answer = await gateway.ask(query, variables, { accept });
      expect([accept, answer.status]).toEqual([accept, status]);
      expect(answer.headers.get('content-type')).toContain(type);
      expect(answer.headers.get('x-failed-before-execution')).toBeNull();
      expect(answer.errors?.[0]?.extensions.code).toMatch(/^(GRAPHQL_|BAD_USER_INPUT)/);
    }
  });

  test('a refusal has its own status for all of them', async () => {
    for (const [accept] of TYPES)
      expect((await gateway.ask(`{ ${'__typename '.repeat(30)} }`, {}, { accept })).status).toBe(400);
  });
});

test('a large answer leaves packed for who takes it packed', async () => {
  const query = '{ units(first: 200) { nodes { id idRec unitName label } } }';
  const sent = (headers: Record<string, string>) =>
    rawRequest(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { 'apollo-require-preflight': '1', ...headers },
    });
  const [plain, packed] = [await sent({}), await sent({ 'accept-encoding': 'br, gzip' })];
  expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip']);
  expect(Number(packed.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 4);
  const small = await gateway.ask('{ __typename }', {}, { 'accept-encoding': 'gzip' });
  expect(small.headers.get('content-encoding')).toBeNull();
});

describe('the form of a request', () => {
  const send = (init: RequestInit) => fetch(`${gateway.url}/graphql`, init);
  const QUERY = '{"query":"{ __typename }"}';

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is no way to ask, and the ways are told', async (method) => {
    const answer = await send({ method, ...(method !== 'OPTIONS' && { body: QUERY, headers: JSON_TYPE }) });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('a change is not made by GET', async () => {
    const url = `${gateway.url}/graphql?query=${encodeURIComponent('mutation { __typename }')}`;
    const accept = 'application/graphql-response+json';
    const answer = await fetch(url, { headers: { accept, 'apollo-require-preflight': '1' } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).not.toContain('"data"');
  });

  const JSON_TYPE = { 'content-type': 'application/json' };

  test.each<[string, string, RequestInit]>([
    ['has several operations', '', { method: 'POST', headers: JSON_TYPE, body: `[${QUERY},${QUERY}]` }],
    ['asks nothing', '', { method: 'POST', headers: JSON_TYPE, body: '{}' }],
    ['has no header of a preflight', '?query={__typename}', {}],
    [
      'waits for what never was',
      '',
      { method: 'POST', headers: { ...JSON_TYPE, 'x-read-token': 'mine' }, body: QUERY },
    ],
  ])('what %s is refused under the id of the request', async (_, search, init) => {
    const answer = await fetch(`${gateway.url}/graphql${search}`, init);
    const { errors } = (await answer.json()) as any;
    expect([answer.status, errors[0].extensions]).toEqual([
      400,
      expect.objectContaining({ code: 'BAD_USER_INPUT', requestId: answer.headers.get('x-request-id') }),
    ]);
  });

  test.each<[string, Record<string, string>]>([
    ['packed', { ...JSON_TYPE, 'content-encoding': 'gzip' }],
    ['packed another way', { ...JSON_TYPE, 'content-encoding': 'br' }],
    ['in UTF-16', { 'content-type': 'application/json; charset=utf-16' }],
    ['in UTF-7', { 'content-type': 'application/json;charset="utf-7"' }],
    ['in no charset', { 'content-type': 'application/json; charset=' }],
  ])('a body that is %s is refused', async (_, headers) => {
    const answer = await send({ method: 'POST', headers, body: QUERY });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test.each(['application/json; charset=utf-8', 'application/json; charset="UTF-8"', 'application/json;charset=utf8'])(
    '%s is answered',
    async (type) =>
      expect((await send({ method: 'POST', headers: { 'content-type': type }, body: QUERY })).status).toBe(200),
  );
});
