import { createLocalJWKSet } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { tokenVerifier } from '../../src/auth/token-verifier.js';
import { AUDIENCE, ISSUER, signingKey, tokenOf } from '../support/issuer.js';

afterEach(() => vi.useRealTimers());

test('a token that was found good is refused as soon as it has expired', async () => {
  const key = await signingKey('RS256');
  const asked = vi.fn(createLocalJWKSet({ keys: [key.publicJwk] }));
  const verify = tokenVerifier({
    issuer: ISSUER,
    audience: [AUDIENCE],
    algorithms: ['RS256'],
    leewaySeconds: 2,
    keys: asked,
  });
  const expiry = Math.floor(Date.now() / 1000) + 10;
  const token = await tokenOf(key, { exp: expiry });
  await verify(token);
  await verify(token);
  expect(asked).toHaveBeenCalledTimes(1); // the second time it was known
  vi.useFakeTimers({ toFake: ['Date'], now: (expiry + 1) * 1000 });
  await verify(token);
  vi.setSystemTime((expiry + 2) * 1000);
  await expect(verify(token)).rejects.toMatchObject({ reason: 'the token is expired' });
});
