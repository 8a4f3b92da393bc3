import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { openIdentities } from '../../src/auth/identities.js';
import { parseConfig } from '../../src/config.js';
import { IDENTITY_SETTINGS, identitySettingsOf } from '../../src/identity-settings.js';
import { signingKey } from '../support/issuer.js';
import { jsonFile } from '../support/json-file.js';

const ISSUER = { AUTH_ISSUER: 'https://issuer.example.com/', AUTH_AUDIENCE: 'wellgraph' };
const AUTH_JWKS_URL = 'https://issuer.example.com/keys';
const OPEN = { HOST: '0.0.0.0' };

test('the README lists every setting of identity', () => {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  for (const name of Object.keys(IDENTITY_SETTINGS))
    expect(
      rows.filter((row) => row.split('|')[1]?.includes(`\`${name}\``)),
      name,
    ).toHaveLength(1);
});

describe('what is set together', () => {
  test.each([['0.0.0.0'], ['::'], ['192.168.1.10'], ['wells.example.com'], ['127.0.0.1.example.com']])(
    'on %s, nobody can start without saying who may ask',
    (HOST) => {
      expect(() => parseConfig({ HOST })).toThrow(
        /HOST: .*AUTH_ISSUER, AUTH_AUDIENCE and AUTH_JWKS_URL .*API_KEYS_FILE.*ANONYMOUS=read/,
      );
    },
  );

  test.each([
    ['an issuer', { ...ISSUER, AUTH_JWKS_URL }],
    ['keys in a file', { ...ISSUER, AUTH_KEYS_FILE: 'keys.json' }],
    ['API keys', { API_KEYS_FILE: 'api.json' }],
    ['everyone reading', { ANONYMOUS: 'read' }],
  ])('elsewhere, %s is enough', (_, env) => {
    expect(identitySettingsOf(parseConfig({ ...OPEN, ...env })).embedded).toBe(false);
  });

  test.each([['127.0.0.1'], ['localhost'], ['::1'], ['127.8.8.8']])('on %s nothing is needed', (HOST) => {
    expect(identitySettingsOf(parseConfig({ HOST }))).toMatchObject({ embedded: true, anonymous: 'read' });
  });

  test.each([
    ['ANONYMOUS=off alone', { ANONYMOUS: 'off', ...OPEN }, /HOST/],
    ['an issuer without keys', ISSUER, /AUTH_JWKS_URL: has to be set/],
    ['an issuer alone', { AUTH_ISSUER: 'https://issuer.example.com/' }, /AUTH_JWKS_URL[\s\S]*AUTH_AUDIENCE/],
    ['keys without an issuer', { AUTH_JWKS_URL }, /AUTH_ISSUER[\s\S]*AUTH_AUDIENCE/],
    ['no audience', { AUTH_ISSUER: 'x', AUTH_JWKS_URL }, /AUTH_AUDIENCE: has to be set/],
    ['two places of keys', { ...ISSUER, AUTH_JWKS_URL, AUTH_KEYS_FILE: 'k' }, /AUTH_KEYS_FILE: and AUTH_JWKS_URL/],
    [
      'keys over plain HTTP',
      { ...ISSUER, AUTH_JWKS_URL: 'http://issuer.example.com/keys' },
      /AUTH_JWKS_URL: has to be https/,
    ],
    ['keys at no address', { ...ISSUER, AUTH_JWKS_URL: 'file:///etc/passwd' }, /AUTH_JWKS_URL/],
    ['a shared secret', { AUTH_ALGORITHMS: 'RS256,HS256' }, /AUTH_ALGORITHMS/],
    ['no signature', { AUTH_ALGORITHMS: 'none' }, /AUTH_ALGORITHMS/],
    ['no algorithm', { AUTH_ALGORITHMS: ' , ' }, /AUTH_ALGORITHMS/],
    ['no audience but blanks', { ...ISSUER, AUTH_JWKS_URL, AUTH_AUDIENCE: ' ' }, /AUTH_AUDIENCE/],
    ['a large leeway', { AUTH_LEEWAY_SECONDS: '31' }, /AUTH_LEEWAY_SECONDS/],
    ['everyone writing', { ANONYMOUS: 'write' }, /ANONYMOUS/],
    ['every origin', { CORS_ORIGINS: '*' }, /CORS_ORIGINS/],
    ['an origin with a path', { CORS_ORIGINS: 'https://portal.example.com/' }, /CORS_ORIGINS/],
    ['an origin that is null', { CORS_ORIGINS: 'null' }, /CORS_ORIGINS/],
    ['proxies that are everyone', { TRUSTED_PROXIES: 'true' }, /TRUSTED_PROXIES/],
  ])('%s stops the start', (_, env, named) => expect(() => parseConfig(env)).toThrow(named));
});

describe('a file of keys that cannot be used stops the start, and is never quoted', () => {
  const open = (env: Record<string, string>) => openIdentities(identitySettingsOf(parseConfig(env)));
  const { entry, key } = newApiKey('historian', 'gis');

  test.each([
    ['a role that is none', [{ ...entry, role: 'owner' }], 'historian: there is no role owner'],
    ['the key in place of its hash', [{ ...entry, hash: key }], '0.hash: is no hash'],
    ['an id twice', [entry, entry], '1.id: historian is there twice'],
    ['an id with a blank', [{ ...entry, id: 'a b' }], '0.id: is no id'],
    ['a misspelt scope', [{ ...entry, scope: { route: ['R1'] } }], '0.scope: Unrecognized key: "route"'],
    ['a day that is none', [{ ...entry, expires: '2026-02-30' }], '0.expires'],
    ['no list', entry, 'the whole'],
  ])('API keys: %s', async (_, content, named) => {
    const fault = await open({ API_KEYS_FILE: jsonFile(content) }).catch((error: Error) => error.message);
    expect(fault).toContain(named);
    expect(fault).not.toContain(key);
  });

  test.each([
    [
      'a private key',
      async () => ({ keys: [{ kty: 'RSA', n: 'x', e: 'AQAB', d: 'SECRET' }] }),
      'keys.0: holds a private key',
    ],
    ['a shared secret', async () => ({ keys: [{ kty: 'oct', k: 'SECRET' }] }), 'keys.0.kty: is no public key'],
    ['no key', async () => ({ keys: [] }), 'keys'],
    ['one key by itself', async () => (await signingKey('a')).publicJwk, 'keys'],
  ])('keys of the issuer: %s', async (_, content, named) => {
    const AUTH_KEYS_FILE = jsonFile(await content());
    const fault = await open({ ...ISSUER, AUTH_KEYS_FILE }).catch((error: Error) => error.message);
    expect(fault).toContain(named);
    expect(fault).not.toContain('SECRET');
  });
});
