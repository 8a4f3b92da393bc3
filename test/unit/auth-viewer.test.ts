import { describe, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { type Identities, openIdentities } from '../../src/auth/identities.js';
import { demand } from '../../src/auth/permissions.js';
import type { Viewer } from '../../src/auth/viewer.js';
import { parseConfig } from '../../src/config.js';
import { Forbidden } from '../../src/errors.js';
import { identitySettingsOf } from '../../src/identity-settings.js';
import { AUDIENCE, ISSUER, signingKey, tokenOf } from '../support/issuer.js';
import { jsonFile } from '../support/json-file.js';

const key = await signingKey('one', 'ES256');
const AUTH_KEYS_FILE = jsonFile({ keys: [key.publicJwk] });
const open = (env: Record<string, string> = {}) =>
  openIdentities(
    identitySettingsOf(parseConfig({ AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_KEYS_FILE, ...env })),
  );
const viewer = async (identities: Identities, changed: object): Promise<Viewer> =>
  identities.viewerOf({ authorization: `Bearer ${await tokenOf(key, { ...changed })}`, local: false });

test('a token tells who asks, and the policy what that means', async () => {
  const ann = await viewer(await open(), { name: 'Ann Smith', role: 'foreman', routes: ['R1', 'R2'], units: 'U1' });
  expect(ann).toMatchObject({
    id: 'user:ann',
    name: 'Ann Smith',
    role: 'foreman',
    scope: 'routes',
    personal: 'shown',
    claims: { networks: ['US-GULF-MC'], assets: [], routes: ['R1', 'R2'], units: ['U1'] },
  });
  expect(() => demand(ann, 'approve')).not.toThrow();
  expect(() => demand(ann, 'admin')).toThrow(Forbidden);
});

test('a subject never passes for a key, nor for nobody', async () => {
  const { entry, key: apiKey } = newApiKey('historian', 'gis');
  const identities = await open({ API_KEYS_FILE: jsonFile([{ ...entry, scope: { networks: ['N1'] } }]) });
  const machine = await identities.viewerOf({ apiKey, local: false });
  expect(machine).toMatchObject({ id: 'key:historian', role: 'gis', claims: { networks: ['N1'], routes: [] } });
  for (const sub of ['key:historian', 'anonymous', 'local'])
    expect((await viewer(identities, { sub })).id).toBe(`user:${sub}`);
});

describe('claims as issuers write them', () => {
  test('roles in a list among those of other applications: the one that comes last in the policy holds', async () => {
    const identities = await open({ AUTH_ROLE_CLAIM: 'roles' });
    const roles = ['engineer', 'offline_access', 'viewer', 'uma_authorization'];
    expect((await viewer(identities, { roles })).role).toBe('engineer');
  });

  test('roles inside an object, as Keycloak has them', async () => {
    const identities = await open({ AUTH_ROLE_CLAIM: 'realm_access.roles', AUTH_SCOPE_PREFIX: 'wellgraph.' });
    const changed = { realm_access: { roles: ['foreman'] }, wellgraph: { routes: ['R1'] } };
    expect(await viewer(identities, changed)).toMatchObject({ role: 'foreman', claims: { routes: ['R1'] } });
  });

  test('names that are addresses, as Auth0 wants them', async () => {
    const prefix = 'https://wellgraph.example.com/';
    const identities = await open({ AUTH_ROLE_CLAIM: `${prefix}role`, AUTH_SCOPE_PREFIX: prefix });
    const changed = { [`${prefix}role`]: 'approver', [`${prefix}assets`]: ['North'] };
    expect(await viewer(identities, changed)).toMatchObject({ role: 'approver', claims: { assets: ['North'] } });
  });

  test('flat names with a dot, and groups by their id, as Entra has them', async () => {
    const group = '6f0c2a52-0d5c-4f0e-9d0a-6f5f0a6b1c11';
    const POLICY_FILE = jsonFile({ names: { [group]: 'leaseOperator' } });
    const identities = await open({ AUTH_ROLE_CLAIM: 'groups', AUTH_SCOPE_PREFIX: 'extn.', POLICY_FILE });
    const changed = { groups: ['another', group], 'extn.routes': ['R9'] };
    expect(await viewer(identities, changed)).toMatchObject({ role: 'leaseOperator', claims: { routes: ['R9'] } });
  });

  test.each([['constructor'], ['__proto__'], ['toString'], ['hasOwnProperty.name']])(
    'nothing is found in what every object has: %s',
    async (AUTH_ROLE_CLAIM) => {
      await expect(viewer(await open({ AUTH_ROLE_CLAIM }), {})).rejects.toThrow(Forbidden);
    },
  );

  test('a name that is none is left out', async () => {
    for (const name of ['', '   ', 7, 'x'.repeat(201), { first: 'Ann' }])
      expect(await viewer(await open(), { name })).not.toHaveProperty('name');
  });

  test('scope claims of the right name and the wrong kind are refused, never ignored', async () => {
    const identities = await open();
    for (const routes of [7, {}, [7], [''], '', null, [['R1']]])
      await expect(viewer(identities, { routes }), JSON.stringify(routes)).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      });
  });
});
