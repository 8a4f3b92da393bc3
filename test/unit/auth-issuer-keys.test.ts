import { jwtVerify } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { remoteKeys } from '../../src/auth/issuer-keys.js';
import { type RunningIssuer, type SigningKey, signingKey, startIssuer, tokenOf } from '../support/issuer.js';

const [first, second] = [await signingKey('one', 'ES256'), await signingKey('two', 'ES256')];
let issuer: RunningIssuer;
afterEach(() => issuer.close());

/** Whether these keys hold a token that `key` signed; else the code of the error. */
async function verdict(keys: ReturnType<typeof remoteKeys>, key: SigningKey): Promise<string> {
  return jwtVerify(await tokenOf(key), keys).then(
    () => 'holds',
    ({ code }: { code: string }) => code,
  );
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a key that is taken back is no longer accepted once the keys are old', async () => {
  issuer = await startIssuer(first, second);
  const keys = remoteKeys(new URL(issuer.jwksUrl), { maxAgeMs: 50, cooldownMs: 10 });
  expect(await verdict(keys, first)).toBe('holds');
  issuer.keys = [second];
  await pause(100);
  expect(await verdict(keys, first)).toBe('ERR_JWKS_NO_MATCHING_KEY');
  expect(await verdict(keys, second)).toBe('holds');
});

test('while the issuer is down the keys last had hold, a key that is not known cannot be told, and it is asked seldom', async () => {
  issuer = await startIssuer(first);
  const keys = remoteKeys(new URL(issuer.jwksUrl), { maxAgeMs: 1, cooldownMs: 60_000 });
  expect(await verdict(keys, first)).toBe('holds');
  issuer.down = true;
  await pause(20);
  const before = issuer.asked;
  for (let round = 0; round < 10; round++) expect(await verdict(keys, first)).toBe('holds');
  expect(await verdict(keys, second)).toBe('SOURCE_UNAVAILABLE');
  expect(issuer.asked - before).toBe(1);
});

test('keys last had too long ago hold no more', async () => {
  issuer = await startIssuer(first);
  const keys = remoteKeys(new URL(issuer.jwksUrl), { maxAgeMs: 1, cooldownMs: 1, staleMs: 100 });
  expect(await verdict(keys, first)).toBe('holds');
  issuer.down = true;
  await pause(150);
  expect(await verdict(keys, first)).toBe('SOURCE_UNAVAILABLE');
  issuer.down = false;
  await pause(20);
  expect(await verdict(keys, first)).toBe('holds');
});
