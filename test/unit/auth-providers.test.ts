import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { openIdentities } from '../../src/auth/identities.js';
import { parseConfig } from '../../src/config.js';
import { identitySettingsOf } from '../../src/identity-settings.js';
import { signingKey } from '../support/issuer.js';
import { jsonFile } from '../support/json-file.js';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
const key = await signingKey('one');

/** The settings that the README gives for a provider, read from its text; keys from a file stand in for its address. */
function settingsOf(provider: string): Record<string, string> {
  const [, block = ''] = new RegExp(`### ${provider}\\n[\\s\\S]*?\`\`\`\\n([\\s\\S]*?)\`\`\``).exec(README) ?? [];
  const lines = block.split('\n').filter((line) => line.startsWith('AUTH_'));
  const settings = Object.fromEntries(lines.map((line) => line.replace(/ +#.*/, '').split(/=(.*)/).slice(0, 2)));
  const { AUTH_JWKS_URL, ...others } = settings;
  expect(AUTH_JWKS_URL).toMatch(/^https:/);
  return { ...others, AUTH_KEYS_FILE: jsonFile({ keys: [key.publicJwk] }) };
}

const now = Math.floor(Date.now() / 1000);
const TIMES = { iat: now, nbf: now, exp: now + 3600 };

/** Access tokens as the providers write them, their own claims included. */
const TOKENS: readonly (readonly [provider: string, role: string, payload: Record<string, unknown>])[] = [
  [
    'Auth0',
    'foreman',
    {
      'https://wellgraph.example.com/role': ['foreman'],
      'https://wellgraph.example.com/routes': ['R1', 'R2'],
      iss: 'https://TENANT.auth0.com/',
      sub: 'auth0|64f0c1d2e3a4b5c6d7e8f901',
      aud: ['https://wellgraph.example.com', 'https://TENANT.auth0.com/userinfo'],
      scope: 'openid profile',
      azp: 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6',
    },
  ],
  [
    'Entra ID',
    'engineer',
    {
      aud: 'APPLICATION-ID',
      iss: 'https://login.microsoftonline.com/TENANT-ID/v2.0',
      azp: '11111111-2222-3333-4444-555555555555',
      azpacr: '0',
      name: 'Ann Smith',
      oid: '66666666-7777-8888-9999-000000000000',
      preferred_username: 'ann@example.com',
      roles: ['engineer'],
      'extn.routes': ['R1', 'R2'],
      scp: 'access_as_user',
      sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
      tid: 'TENANT-ID',
      ver: '2.0',
    },
  ],
  [
    'Keycloak',
    'leaseOperator',
    {
      jti: '4a1c2d3e-0000-4000-8000-000000000000',
      iss: 'https://KEYCLOAK/realms/REALM',
      aud: ['wellgraph', 'account'],
      sub: 'f3b1c2d3-0000-4000-8000-000000000000',
      typ: 'Bearer',
      azp: 'portal',
      realm_access: { roles: ['default-roles-realm', 'offline_access', 'leaseOperator', 'uma_authorization'] },
      resource_access: { account: { roles: ['manage-account', 'admin'] } },
      scope: 'openid profile',
      name: 'Ann Smith',
      wellgraph: { routes: ['R1', 'R2'] },
    },
  ],
];

const sign = (payload: Record<string, unknown>) =>
  new SignJWT({ ...TIMES, ...payload })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .sign(key.privateKey);

test.each(TOKENS)(
  'a token of %s is understood with the settings of the README alone',
  async (provider, role, payload) => {
    const identities = await openIdentities(identitySettingsOf(parseConfig(settingsOf(provider))));
    const viewer = await identities.viewerOf({ authorization: `Bearer ${await sign(payload)}`, local: false });
    expect(viewer).toMatchObject({
      id: `user:${payload.sub}`,
      role,
      claims: { routes: ['R1', 'R2'], networks: [], assets: [], units: [] },
      expires: TIMES.exp * 1000,
    });
  },
);

test.each(TOKENS)('a token of %s for another application is refused', async (provider, _, payload) => {
  const identities = await openIdentities(identitySettingsOf(parseConfig(settingsOf(provider))));
  const authorization = `Bearer ${await sign({ ...payload, aud: 'another' })}`;
  await expect(identities.viewerOf({ authorization, local: false })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test.each(TOKENS)('a token of %s does not pass at another of them', async (provider, _, payload) => {
  for (const [other] of TOKENS.filter(([name]) => name !== provider)) {
    const identities = await openIdentities(identitySettingsOf(parseConfig(settingsOf(other))));
    const authorization = `Bearer ${await sign(payload)}`;
    await expect(identities.viewerOf({ authorization, local: false })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  }
});
