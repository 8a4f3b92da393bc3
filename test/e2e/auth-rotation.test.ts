import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { AUDIENCE, ISSUER, type RunningIssuer, signingKey, startIssuer, tokenOf } from '../support/issuer.js';

const [first, second] = [await signingKey('2026-01'), await signingKey('2026-02')];

let issuer: RunningIssuer;
let gateway: RunningGateway;
beforeAll(async () => {
  issuer = await startIssuer(first);
  const env = { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_JWKS_URL: issuer.jwksUrl };
  gateway = await startGateway({ env });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
});

const ask = async (token: string) => gateway.ask('{ __typename }', {}, { authorization: `Bearer ${token}` });

test('an issuer that does not answer is not the fault of the token: 503, to be tried again', async () => {
  issuer.down = true;
  const { status, errors } = await ask(await tokenOf(first));
  issuer.down = false;
  expect(status).toBe(503);
  expect(errors).toMatchObject([
    {
      message: 'IDENTITY does not answer',
      extensions: { code: 'SOURCE_UNAVAILABLE', retryable: true, source: 'IDENTITY' },
    },
  ]);
});

test('a new key is found without a restart, and the one before holds while it is published', async () => {
  const old = await tokenOf(first);
  await expect.poll(async () => (await ask(old)).status, { timeout: 15_000, interval: 500 }).toBe(200);
  issuer.keys = [first, second];
  const fresh = await tokenOf(second);
  await expect.poll(async () => (await ask(fresh)).status, { timeout: 15_000, interval: 500 }).toBe(200);
  expect((await ask(old)).status).toBe(200);
});

test('the issuer is not asked for its keys by every token', async () => {
  const before = issuer.asked;
  await Promise.all(Array.from({ length: 50 }, async () => ask(await tokenOf(first))));
  const strangers = Array.from({ length: 50 }, async (_, at) => ask(await tokenOf(second, {}, { kid: `none ${at}` })));
  expect((await Promise.all(strangers)).map(({ status }) => status)).not.toContain(200);
  expect(issuer.asked - before).toBeLessThanOrEqual(1);
});
