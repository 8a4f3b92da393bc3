import { createClient } from 'graphql-sse';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { AUDIENCE, ISSUER, signingKey, tokenOf } from '../support/issuer.js';
import { jsonFile } from '../support/json-file.js';
import { events, withTicks } from '../support/ticks.js';

const key = await signingKey('one', 'ES256');
const AUTH = { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_KEYS_FILE: jsonFile({ keys: [key.publicJwk] }) };
const bearer = async (changed: object = {}) => `Bearer ${await tokenOf(key, { ...changed })}`;
const COUNT = '{ networks { totalCount } }';

const clientOf = (url: string, headers: Record<string, string> = {}) =>
  createClient({ url: `${url}/graphql/stream`, headers, retryAttempts: 0 });
const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}/graphql/stream`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

async function all(results: AsyncIterable<unknown>): Promise<any[]> {
  const found: unknown[] = [];
  for await (const result of results) found.push(result);
  return found;
}

describe('a stream', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway({ env: { ...AUTH, CORS_ORIGINS: 'https://portal.example.com' } });
  });
  afterAll(() => gateway.close());

  test('answers what HTTP answers', async () => {
    const authorization = await bearer();
    const http = await gateway.ask(COUNT, {}, { authorization });
    const client = clientOf(gateway.url, { authorization });
    expect(await all(client.iterate({ query: COUNT }))).toEqual([{ data: http.data }]);
    client.dispose();
  });

  test('carries the headers of every answer', async () => {
    const headers = { authorization: await bearer(), origin: 'https://portal.example.com', 'x-request-id': 'mine' };
    const response = await post(gateway.url, { query: COUNT }, headers);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': expect.stringMatching(/no-(store|cache)/),
      'x-content-type-options': 'nosniff',
      'x-request-id': 'mine',
      'access-control-allow-origin': 'https://portal.example.com',
    });
    expect(await response.text()).toMatch(/event: next\ndata: \{"data"[^\n]*\n\nevent: complete/);
  });

  test.each([
    ['no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is none', { query: '{ nope }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['introspection without the permission', { query: '{ __schema { types { name } } }' }, 'FORBIDDEN'],
    ['nothing', {}, 'BAD_USER_INPUT'],
    [
      'a hash that nobody registered',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } },
      'PERSISTED_QUERY_NOT_FOUND',
    ],
    ['an id that is not known', { documentId: 'a' }, 'PERSISTED_QUERY_NOT_FOUND'],
  ])('tells in its one event what is wrong: %s', async (_, body, code) => {
    const response = await post(gateway.url, body, { authorization: await bearer({ role: 'leaseOperator' }) });
    const [, data = ''] = /event: next\ndata: (.*)\n/.exec(await response.text()) ?? [];
    expect(JSON.parse(data).errors[0].extensions).toMatchObject({ code });
    expect(JSON.parse(data)).not.toHaveProperty('data');
  });

  test.each([
    ['without an identity', {}, { authorization: '' }, 401],
    ['with a forged one', {}, { authorization: 'Bearer a.b.c' }, 401],
    ['to a client that takes no events', {}, { accept: 'application/json' }, 400],
    ['to a body of another kind', [1], {}, 400],
    ['to a query that is no text', { query: 7 }, {}, 400],
    ['to variables in a list', { query: COUNT, variables: [] }, {}, 400],
  ])('is not opened %s', async (_, body, headers, status) => {
    const response = await post(gateway.url, body, { authorization: await bearer(), ...headers });
    expect(response.status).toBe(status);
    expect(((await response.json()) as any).errors[0].extensions).toHaveProperty('requestId');
  });

  test('is asked for by POST with JSON only, so that a page of another origin has to ask first', async () => {
    const authorization = await bearer();
    const get = await fetch(`${gateway.url}/graphql/stream?query=%7B__typename%7D`, {
      headers: { authorization, accept: 'text/event-stream' },
    });
    expect(get.status).toBe(404);
    expect((await post(gateway.url, {}, { authorization, 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('a stream that goes on', () => {
  let gateway: RunningGateway;
  afterEach(() => gateway.close());

  test('ends with the token', async () => {
    gateway = await startGateway({ env: AUTH, extended: withTicks });
    const exp = Math.floor(Date.now() / 1000) + 1;
    const response = await post(
      gateway.url,
      { query: 'subscription { silence }' },
      { authorization: await bearer({ exp }) },
    );
    expect(await response.text()).not.toContain('event: next');
  });

  test('ends with the gateway', async () => {
    gateway = await startGateway({ extended: withTicks });
    const response = await post(gateway.url, { query: 'subscription { silence }' });
    expect(response.status).toBe(200);
    await gateway.close();
    await response.text();
  });

  test('stops its source when the client leaves', async () => {
    gateway = await startGateway({ extended: withTicks });
    const before = events.left;
    const leaving = new AbortController();
    const response = await fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      signal: leaving.signal,
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: '{"query":"subscription { silence }"}',
    });
    expect(response.status).toBe(200);
    const left = events.nextLeft();
    leaving.abort();
    await left;
    expect(events.left).toBe(before + 1);
  });

  test('counts as a socket does', async () => {
    gateway = await startGateway({ env: { SOCKETS_PER_IDENTITY: '1' }, extended: withTicks });
    const first = await post(gateway.url, { query: 'subscription { silence }' });
    expect(first.status).toBe(200);
    const second = await post(gateway.url, { query: COUNT });
    expect([second.status, ((await second.json()) as any).errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
    await first.body?.cancel();
  });
});
