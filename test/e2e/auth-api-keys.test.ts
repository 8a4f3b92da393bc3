import { afterAll, beforeAll, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { AUDIENCE, ISSUER, signingKey, tokenOf } from '../support/issuer.js';
import { jsonFile } from '../support/json-file.js';

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const [historian, old, today, other] = [
  newApiKey('historian', 'gis'),
  newApiKey('old', 'gis'),
  newApiKey('today', 'gis'),
  newApiKey('historian', 'admin'),
];
const issuerKey = await signingKey('one');

let gateway: RunningGateway;
beforeAll(async () => {
  const entries = [historian.entry, { ...old.entry, expires: day(-1) }, { ...today.entry, expires: day(0) }];
  const env = {
    HOST: '0.0.0.0',
    API_KEYS_FILE: jsonFile(entries),
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_KEYS_FILE: jsonFile({ keys: [issuerKey.publicJwk] }),
  };
  gateway = await startGateway({ env });
});
afterAll(() => gateway.close());

const ask = (headers: Record<string, string>) => gateway.ask('{ __typename }', {}, headers);

test('a key whose hash is in the file is accepted, with its role', async () => {
  gateway.logged.splice(0);
  expect((await ask({ 'x-api-key': historian.key })).status).toBe(200);
  expect(JSON.parse(gateway.logged[0] ?? '{}').role).toBe('gis');
  expect((await ask({ 'x-api-key': today.key })).status).toBe(200);
});

test('a token whose key is in a file is accepted beside it', async () => {
  expect((await ask({ authorization: `Bearer ${await tokenOf(issuerKey)}` })).status).toBe(200);
});

const changed = (key: string) => `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
test.each([
  ['whose day is over', old.key],
  ['of another secret', other.key],
  ['with one character changed', changed(historian.key)],
  ['cut off', historian.key.slice(0, -1)],
  ['with more behind it', `${historian.key}A`],
  ['under another id', historian.key.replace('historian', 'nobody')],
  ['under an id from the prototype', historian.key.replace('historian', '__proto__')],
  ['that is the hash itself', (historian.entry as { hash: string }).hash],
  ['sent twice', `${historian.key}, ${historian.key}`],
  ['of 12,000 characters', 'wg_'.repeat(4_000)],
  ['that is empty', ''],
])('a key %s is refused, with the answer that every bad identity has', async (_, key) => {
  gateway.logged.splice(0);
  const { status, errors } = await ask({ 'x-api-key': key, 'x-request-id': 'refused' });
  expect(status).toBe(401);
  expect(errors).toEqual([
    {
      message: 'No valid identity came with the request',
      extensions: { code: 'UNAUTHENTICATED', retryable: false, requestId: 'refused' },
    },
  ]);
  expect(JSON.parse(gateway.logged[0] ?? '{}').reason).toMatch(/^(no such API key|the API key is expired)$/);
});

test('a key is no token', async () => {
  expect((await ask({ authorization: `Bearer ${historian.key}` })).status).toBe(401);
});
