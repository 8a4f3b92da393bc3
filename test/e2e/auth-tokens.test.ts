import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { badAlgorithms, badClaims, badForms, badKeys } from '../support/forgeries.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { AUDIENCE, ISSUER, type RunningIssuer, signingKey, startIssuer, tokenOf } from '../support/issuer.js';
import { rawAsk } from '../support/raw-request.js';

const rsa = await signingKey('rsa-1');
const elliptic = await signingKey('ec-1', 'ES256');
const rsa384 = await signingKey('rsa-384', 'RS384');
const stranger = await signingKey('rsa-1');

let issuer: RunningIssuer;
let elsewhere: RunningIssuer;
let gateway: RunningGateway;
beforeAll(async () => {
  issuer = await startIssuer(rsa, elliptic, rsa384);
  elsewhere = await startIssuer(stranger);
  const env = { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_JWKS_URL: issuer.jwksUrl, HOST: '0.0.0.0' };
  gateway = await startGateway({ env });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
  await elsewhere.close();
});

const ask = (authorization: string, headers: Record<string, string> = {}) =>
  rawAsk(gateway.url, { authorization, ...headers }, '{ networks { totalCount } }');
const seconds = () => Math.floor(Date.now() / 1000);

test.each([
  ['an RSA key', () => tokenOf(rsa)],
  ['an elliptic key', () => tokenOf(elliptic)],
  ['a key not named, where only one fits', () => tokenOf(elliptic, {}, { kid: undefined })],
  ['several audiences, ours among them', () => tokenOf(rsa, { aud: ['another', AUDIENCE] })],
  ['an expiry 3 s ago, within the leeway', () => tokenOf(rsa, { exp: seconds() - 3 })],
  ['a beginning in 3 s, within the leeway', () => tokenOf(rsa, { nbf: seconds() + 3 })],
])('a good token is accepted: %s', async (_, token) => {
  const { status, text } = await ask(`Bearer ${await token()}`);
  expect(status).toBe(200);
  expect(JSON.parse(text).data.networks.totalCount).toBeGreaterThan(0);
});

const keys = { rsa, elliptic, rsa384, stranger, elsewhere: () => elsewhere.jwksUrl };
const REFUSED = {
  errors: [
    {
      message: 'No valid identity came with the request',
      extensions: { code: 'UNAUTHENTICATED', retryable: false, requestId: 'forged' },
    },
  ],
};

describe('a token that does not hold is refused with one answer, whatever is wrong with it', () => {
  test.each([...badClaims(keys), ...badAlgorithms(keys), ...badKeys(keys), ...badForms(keys)])(
    '%s',
    async (_, forge, reason) => {
      gateway.prodview.statements();
      gateway.logged.splice(0);
      const token = await forge();
      const { status, headers, text } = await ask(`Bearer ${token}`, { 'x-request-id': 'forged' });
      expect(status).toBe(401);
      expect(JSON.parse(text)).toEqual(REFUSED);
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(gateway.prodview.statements()).toEqual([]);
      expect(JSON.parse(gateway.logged[0] ?? '{}')).toMatchObject({ requestId: 'forged', msg: 'identity refused' });
      expect(JSON.parse(gateway.logged[0] ?? '{}').reason).toMatch(reason);
      expect(gateway.logged.join('')).not.toContain(token);
    },
  );

  test('the addresses in their headers were never asked', () => expect(elsewhere.asked).toBe(0));

  test.each([
    ['another scheme', 'Basic YW5uOnNlY3JldA=='],
    ['the scheme alone', 'Bearer'],
    ['an empty header', ''],
    ['two tokens', 'Bearer a.b.c d.e.f'],
  ])('%s', async (_, header) => expect((await ask(header)).status).toBe(401));

  test('a good token beside an API key', async () => {
    const answer = await ask(`Bearer ${await tokenOf(rsa)}`, { 'x-api-key': 'wg_a_b' });
    expect(answer.status).toBe(401);
  });

  test('none at all, or one in the address', async () => {
    expect((await rawAsk(gateway.url, {})).status).toBe(401);
    const query = `query=%7B__typename%7D&access_token=${await tokenOf(rsa)}`;
    const response = await fetch(`${gateway.url}/graphql?${query}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(response.status).toBe(401);
  });
});

test('a body is not read before the token holds', async () => {
  const body = `{"query":"{ __typename }","padding":"${'x'.repeat(400_000)}"}`;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer rubbish' },
    body,
  });
  expect(response.status).toBe(401);
});

describe('the role', () => {
  test.each([
    [{ role: 'owner' }],
    [{ role: undefined }],
    [{ role: ['owner', 'offline_access'] }],
    [{ role: '__proto__' }],
  ])('%j is none of ours: FORBIDDEN', async (changed) => {
    const { status, text } = await ask(`Bearer ${await tokenOf(rsa, changed)}`);
    expect(status).toBe(403);
    expect(JSON.parse(text).errors[0].extensions).toMatchObject({ code: 'FORBIDDEN', retryable: false });
  });

  test('is logged with the operation, and the subject is not', async () => {
    gateway.logged.splice(0);
    expect((await ask(`Bearer ${await tokenOf(rsa, { sub: 'ann.smith', role: 'foreman' })}`)).status).toBe(200);
    expect(JSON.parse(gateway.logged[0] ?? '{}').role).toBe('foreman');
    expect(gateway.logged.join('')).not.toContain('ann.smith');
  });
});
