import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../src/auth/default-policy.js';
import { PERMISSIONS } from '../../src/auth/permissions.js';
import { parsePolicy } from '../../src/auth/policy.js';
import { readPolicy } from '../../src/auth/read-policy.js';
import { jsonFile } from '../support/json-file.js';

const foreman = { permissions: ['read', 'read:personal'], scope: 'routes', personal: 'shown' };

describe('the default policy', () => {
  const { roles, withoutIdentity } = parsePolicy();
  const may = (role: string) => roles.get(role)?.permissions;

  test('has the seven roles, and each permission belongs to someone', () => {
    expect([...roles.keys()]).toEqual(['viewer', 'gis', 'leaseOperator', 'foreman', 'engineer', 'approver', 'admin']);
    expect([...(may('admin') ?? [])].sort()).toEqual([...PERMISSIONS].sort());
  });

  test('only readers read, only foremen, approvers and admins approve, only admins are unbounded', () => {
    const having = (permission: (typeof PERMISSIONS)[number]) =>
      [...roles].filter(([, grant]) => grant.permissions.has(permission)).map(([role]) => role);
    expect(having('read')).toEqual([...roles.keys()]);
    expect(having('approve')).toEqual(['foreman', 'approver', 'admin']);
    expect(having('review')).toEqual(['foreman', 'engineer', 'admin']);
    expect(having('post')).toEqual(['admin']);
    expect(having('admin')).toEqual(['admin']);
    expect([...roles].filter(([, { scope }]) => scope === 'everything').map(([role]) => role)).toEqual(['admin']);
    for (const role of ['viewer', 'gis', 'approver'])
      expect(
        [...(may(role) ?? [])].filter((permission) => permission.startsWith('write:')),
        role,
      ).toEqual([]);
  });

  test('without an identity nothing is written, exported or shown of people', () => {
    for (const { permissions, personal, scope } of Object.values(withoutIdentity)) {
      expect([...permissions]).toEqual(['read', 'introspect', 'documents:any']);
      expect(personal).not.toBe('shown');
      expect(scope).toBe('everything');
    }
  });
});

test('a part that is written takes the place of the whole part, the others stay', () => {
  const { roles, names, withoutIdentity } = parsePolicy({ roles: { foreman }, names: { 'group-7': 'foreman' } });
  expect([...roles.keys()]).toEqual(['foreman']);
  expect(names.get('group-7')).toBe('foreman');
  expect(withoutIdentity).toEqual(parsePolicy().withoutIdentity);
});

describe('a mistake in the policy stops the start, and is named', () => {
  const { local, anonymous } = DEFAULT_POLICY.withoutIdentity;
  const without = (changed: object) => ({ withoutIdentity: { local, anonymous: { ...anonymous, ...changed } } });
  test.each([
    [
      'an unknown permission',
      { roles: { foreman: { ...foreman, permissions: ['raed'] } } },
      'roles.foreman.permissions.0',
    ],
    ['no permission', { roles: { foreman: { ...foreman, permissions: [] } } }, 'roles.foreman.permissions'],
    ['an unknown scope', { roles: { foreman: { ...foreman, scope: 'all' } } }, 'roles.foreman.scope'],
    ['no scope', { roles: { foreman: { permissions: ['read'], personal: 'hidden' } } }, 'roles.foreman.scope'],
    ['an unknown class', { roles: { foreman: { ...foreman, personal: 'masked' } } }, 'roles.foreman.personal'],
    ['a word that means nothing', { roles: { foreman: { ...foreman, scopes: [] } } }, 'Unrecognized key: "scopes"'],
    ['a part that means nothing', { role: {} }, 'Unrecognized key: "role"'],
    [
      'people shown to who may not read them',
      { roles: { f: { ...foreman, permissions: ['read'] } } },
      'roles.f.personal',
    ],
    ['people hidden from who may', { roles: { f: { ...foreman, personal: 'hidden' } } }, 'roles.f.personal'],
    ['no roles', { roles: {} }, 'has no role'],
    ['a role that is no name', { roles: { 'a b': foreman } }, 'roles.a b'],
    ['a role called as those without a token are', { roles: { local: foreman } }, 'roles.local'],
    ['a name for a role that is none', { names: { Boss: 'owner' } }, 'names.Boss: there is no role owner'],
    ['writing without an identity', without({ permissions: ['read', 'write:status'] }), 'withoutIdentity.anonymous'],
    ['export without an identity', without({ permissions: ['export'] }), 'withoutIdentity.anonymous.permissions.0'],
    ['people shown without an identity', without({ personal: 'shown' }), 'withoutIdentity.anonymous.personal'],
    ['a list', [], 'the whole'],
    ['nothing', null, 'the whole'],
  ])('%s', (_, written, named) => expect(() => parsePolicy(written)).toThrow(named));

  test('all of them at once, with the file', () => {
    const file = jsonFile({ roles: { foreman: { ...foreman, scope: 'all', personal: 'masked' } } });
    const read = () => readPolicy(file);
    expect(read).toThrow(file);
    expect(read).toThrow(/roles\.foreman\.scope[\s\S]*roles\.foreman\.personal/);
  });

  test('a file that is not there, or no JSON', () => {
    expect(() => readPolicy('/no/such/policy.json')).toThrow(
      'POLICY_FILE (/no/such/policy.json) cannot be read: ENOENT',
    );
    expect(() => readPolicy(jsonFile('{ secret: 1 }'))).toThrow(/is not JSON$/);
  });
});
