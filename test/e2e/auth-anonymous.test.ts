import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';
import { rawAsk, rawRequest } from '../support/raw-request.js';

let gateway: RunningGateway;
/** The gateway of the block it is called in. */
const serve = (env: Record<string, string> = {}) => {
  beforeAll(async () => {
    gateway = await startGateway({ env });
  });
  afterAll(() => gateway.close());
};

const roleOf = () => JSON.parse(gateway.logged.findLast((line) => line.includes('"operation"')) ?? '{}').role;
const codeOf = (text: string) => JSON.parse(text).errors?.[0].extensions.code;

describe('the embedded default, without a token', () => {
  serve();

  test('may read, and see the schema', async () => {
    const { status, errors } = await gateway.ask('{ networks { totalCount } __schema { queryType { name } } }');
    expect([status, errors]).toEqual([200, undefined]);
    expect(roleOf()).toBe('local');
  });

  test.each([
    ['a name that a web page points here', { host: 'evil.example.com' }],
    ['a name that only begins like an address of this machine', { host: '127.0.0.1.evil.example.com' }],
    ['a name that only ends like one', { host: 'evil-localhost' }],
    ['a proxy in between', { 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy in between, as the standard has it', { forwarded: 'for=203.0.113.9' }],
  ])('may not through %s', async (_, headers) => {
    const { status, text } = await rawAsk(gateway.url, headers);
    expect([status, codeOf(text)]).toEqual([401, 'UNAUTHENTICATED']);
    const demo = await rawRequest(`${gateway.url}/demo/token`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"as":"foreman"}',
    });
    expect([demo.status, codeOf(demo.text)]).toEqual([403, 'FORBIDDEN']);
    expect(demo.text).not.toContain('token":');
  });

  test.each([['localhost'], ['localhost:4000'], ['127.0.0.1:4000'], ['[::1]:4000']])('may as %s', async (host) => {
    expect((await rawAsk(gateway.url, { host })).status).toBe(200);
  });
});

describe('the embedded default where ANONYMOUS=off', () => {
  serve({ ANONYMOUS: 'off' });

  test('needs a token', async () => {
    expect((await gateway.ask('{ __typename }')).status).toBe(401);
    const authorization = `Bearer ${await demoToken('engineer')}`;
    expect((await gateway.ask('{ __typename }', {}, { authorization })).status).toBe(200);
  });
});

const API_KEYS_FILE = jsonFile([]);

describe('elsewhere, without a token', () => {
  serve({ HOST: '0.0.0.0', API_KEYS_FILE });

  test('nothing may be asked', async () => expect((await gateway.ask('{ __typename }')).status).toBe(401));

  test('health and the page are for everyone', async () => {
    for (const path of ['/health/live', '/health/ready', '/'])
      expect((await fetch(`${gateway.url}${path}`)).status, path).toBe(200);
  });
});

describe('on loopback, once keys or an issuer are set', () => {
  serve({ API_KEYS_FILE });

  test('nothing may be asked without a token, and there is no demo issuer', async () => {
    expect((await gateway.ask('{ __typename }')).status).toBe(401);
    expect(await (await fetch(`${gateway.url}/demo/roles`)).json()).toEqual({ roles: [] });
  });
});

describe('elsewhere, where ANONYMOUS=read', () => {
  serve({ HOST: '0.0.0.0', ANONYMOUS: 'read' });

  test('everyone may read, and a bad token is refused all the same', async () => {
    expect((await rawAsk(gateway.url, { host: 'graph.example.com' })).status).toBe(200);
    expect(roleOf()).toBe('anonymous');
    expect((await rawAsk(gateway.url, { authorization: 'Bearer rubbish' })).status).toBe(401);
    expect((await rawAsk(gateway.url, { 'x-api-key': 'rubbish' })).status).toBe(401);
  });

  test('there is no demo issuer', async () => {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"as":"foreman"}' };
    expect((await fetch(`${gateway.url}/demo/token`, post)).status).toBe(404);
    expect(await (await fetch(`${gateway.url}/demo/roles`)).json()).toEqual({ roles: [] });
  });
});

describe('the demo issuer', () => {
  serve();

  test('gives a token for each role that it lists', async () => {
    const { roles } = (await (await fetch(`${gateway.url}/demo/roles`)).json()) as { roles: { role: string }[] };
    expect(roles.map(({ role }) => role)).toEqual(['leaseOperator', 'foreman', 'engineer']);
    for (const { role } of roles) {
      const authorization = `Bearer ${await demoToken(role)}`;
      expect((await gateway.ask('{ __typename }', {}, { authorization })).status).toBe(200);
      expect(roleOf()).toBe(role);
    }
  });

  test.each([['admin'], ['__proto__'], [''], [7], [null]])('gives none for %j', async (as) => {
    const { status, text } = await rawRequest(`${gateway.url}/demo/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as }),
    });
    expect([status, codeOf(text)]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test("a token of another gateway's issuer is none of this one's", async () => {
    const authorization = `Bearer ${await demoToken('foreman')}`;
    const other = await startGateway();
    expect((await other.ask('{ __typename }', {}, { authorization })).status).toBe(401);
    await other.close();
  });
});

async function demoToken(as: string): Promise<string> {
  const response = await fetch(`${gateway.url}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as }),
  });
  return ((await response.json()) as { token: string }).token;
}
