import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { DEMO_PEOPLE, type DemoIssuer, demoIssuer } from '../../src/auth/demo-issuer.js';
import { parsePolicy } from '../../src/auth/policy.js';
import { tokenVerifier } from '../../src/auth/token-verifier.js';

const verify = (issuer: DemoIssuer, token: string) => tokenVerifier({ ...issuer, leewaySeconds: 0 })(token);
const folder = () => join(mkdtempSync(join(tmpdir(), 'wellgraph-')), 'data');

test('every one of its people has a role of the policy', () => {
  for (const role of Object.keys(DEMO_PEOPLE)) expect(parsePolicy().roles.has(role), role).toBe(true);
});

test('with a folder its tokens outlive the process, and only the owner may read its key', async () => {
  const data = folder();
  const token = await (await demoIssuer(data)).tokenFor('foreman');
  expect(await verify(await demoIssuer(data), token)).toMatchObject({ sub: 'foreman.01', role: 'foreman' });
  expect(statSync(join(data, 'demo-issuer.json')).mode & 0o777).toBe(0o600);
});

test('without one they end with it', async () => {
  const token = await (await demoIssuer(undefined)).tokenFor('foreman');
  await expect(verify(await demoIssuer(undefined), token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('two that start at once in one folder agree', async () => {
  const data = folder();
  const [one, other] = await Promise.all([demoIssuer(data), demoIssuer(data)]);
  expect((await verify(other, await one.tokenFor('engineer'))).role).toBe('engineer');
});

test('tokens last half a day', async () => {
  const { iat = 0, exp = 0 } = decodeJwt(await (await demoIssuer(undefined)).tokenFor('engineer'));
  expect(exp - iat).toBe(12 * 3_600);
});

test('a file that holds no key stops the start, unquoted', async () => {
  const data = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  writeFileSync(join(data, 'demo-issuer.json'), '{"kty":"oct","k":"SECRET"}');
  const fault = await demoIssuer(data).catch(({ message }: Error) => message);
  expect(fault).toMatch(/^DATA_DIR .*demo-issuer\.json/);
  expect(fault).not.toContain('SECRET');
});
