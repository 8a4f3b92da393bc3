import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { rawRequest } from '../support/raw-request.js';

const PORTAL = 'https://portal.example.com';
const EVIL = 'https://evil.example.com';
const JSON_BODY = { 'content-type': 'application/json' };

let open: RunningGateway;
let closed: RunningGateway;
beforeAll(async () => {
  open = await startGateway({ env: { CORS_ORIGINS: `${PORTAL}, http://localhost:5173` } });
  closed = await startGateway();
});
afterAll(async () => {
  await open.close();
  await closed.close();
});

const preflight = (gateway: RunningGateway, origin: string) =>
  rawRequest(`${gateway.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,authorization',
    },
  });
const post = (gateway: RunningGateway, headers: Record<string, string>, body = '{"query":"{ __typename }"}') =>
  rawRequest(`${gateway.url}/graphql`, { method: 'POST', headers, body });

describe('other origins', () => {
  test.each([[PORTAL], ['http://localhost:5173']])('%s, which is listed, may ask', async (origin) => {
    const { status, headers } = await preflight(open, origin);
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-allow-headers']).toContain('authorization');
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    const answer = await post(open, { ...JSON_BODY, origin });
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
    expect(answer.headers.vary).toMatch(/origin/i);
    expect(answer.headers['access-control-expose-headers']).toContain('retry-after');
  });

  test('a refusal can be read by a listed origin too', async () => {
    const { status, headers } = await post(open, { ...JSON_BODY, origin: PORTAL, authorization: 'Bearer rubbish' });
    expect([status, headers['access-control-allow-origin']]).toEqual([401, PORTAL]);
  });

  test.each([[EVIL], ['null'], [`${PORTAL}.evil.example.com`], ['http://portal.example.com'], [`${PORTAL}:8443`]])(
    '%s may not',
    async (origin) => {
      const answers = [await preflight(open, origin), await post(open, { ...JSON_BODY, origin })];
      for (const { headers } of answers) expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('none may where none is listed, not even on the demo issuer', async () => {
    for (const path of ['/graphql', '/demo/token']) {
      const { headers } = await rawRequest(`${closed.url}${path}`, {
        method: 'OPTIONS',
        headers: { origin: PORTAL, 'access-control-request-method': 'POST' },
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('what a form or an image of another origin can send without asking is refused', () => {
  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'query=%7B__typename%7D', 415],
    ['plain text that is JSON', 'text/plain', '{"query":"{ __typename }"}', 415],
    ['plain text with a charset', 'text/plain; charset=utf-8', '{"query":"{ __typename }"}', 415],
    ['a form with files', 'multipart/form-data; boundary=x', '--x--', 415],
    ['a type that is none', 'nonsense', '{"query":"{ __typename }"}', 415],
    ['a list of operations', 'application/json', '[{"query":"{ __typename }"},{"query":"{ __typename }"}]', 400],
  ])('%s', async (_, type, body, status) => {
    const answer = await post(closed, { 'content-type': type, origin: EVIL }, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', retryable: false });
    expect(answer.text).not.toContain('"data"');
  });

  test('a query in an address', async () => {
    const url = `${closed.url}/graphql?query=%7B__typename%7D`;
    const refused = await rawRequest(url);
    expect([refused.status, JSON.parse(refused.text).errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect((await rawRequest(url, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(200);
  });

  test('a demo token by a form', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
      const headers = { 'content-type': type };
      const { status, text } = await rawRequest(`${closed.url}/demo/token`, {
        method: 'POST',
        headers,
        body: '{"as":"foreman"}',
      });
      expect(status).toBe(415);
      expect(text).not.toContain('token');
    }
  });
});

describe('security headers', () => {
  const STRICT = "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'";
  test.each([
    ['an answer', 200, () => post(closed, JSON_BODY)],
    ['a refusal', 401, () => post(closed, { ...JSON_BODY, authorization: 'Bearer x' })],
    ['an address that is none', 404, () => rawRequest(`${closed.url}/none`)],
    ['health', 200, () => rawRequest(`${closed.url}/health/ready`)],
    ['a demo token', 200, () => demoToken()],
  ])('are on %s, and nothing is to be kept', async (_, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-security-policy': STRICT,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
      'cache-control': 'no-store',
    });
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });

  test('the page has its own policy, once, and its parts are kept', async () => {
    const page = await rawRequest(closed.url);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toContain("default-src 'none'");
    expect(page.headers['cache-control']).toBe('no-cache');
    const [asset] = /\/assets\/[\w.-]+\.js/.exec(page.text) ?? [];
    const part = await rawRequest(`${closed.url}${asset}`);
    expect(part.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });
});

const demoToken = () =>
  rawRequest(`${closed.url}/demo/token`, { method: 'POST', headers: JSON_BODY, body: '{"as":"foreman"}' });
