import fastify from 'fastify';
import { parse } from 'graphql';
import { afterAll, describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/auth/policy.js';
import { type Grant, NO_CLAIMS, type Viewer } from '../../src/auth/viewer.js';
import { parseConfig } from '../../src/config.js';
import { registerHttpErrors } from '../../src/server/http-errors.js';
import { forEverybody } from '../../src/server/identify.js';
import { permissionsPlugin } from '../../src/server/permissions.js';
import { registerIdentity } from '../../src/server/register-identity.js';
import { jsonFile } from '../support/json-file.js';

describe('an address that nobody thought of', () => {
  const app = fastify();
  afterAll(() => app.close());

  test('is closed, wherever it is registered, unless it is for everybody', async () => {
    registerHttpErrors(app);
    await registerIdentity(app, parseConfig({ API_KEYS_FILE: jsonFile([]) }), { info: () => {}, warn: () => {} });
    app.get('/tiles', async () => 'a tile');
    await app.register(async (inner) => void inner.get('/items', async () => 'an item'), { prefix: '/ogc' });
    await forEverybody(app, (open) => void open.get('/open', async () => 'for everybody'));
    app.get('/later', async () => 'another');

    const status = async (url: string, method: 'GET' | 'HEAD' = 'GET') =>
      (await app.inject({ url, method })).statusCode;
    for (const url of ['/tiles', '/ogc/items', '/later']) {
      expect(await status(url), url).toBe(401);
      expect(await status(url, 'HEAD'), url).toBe(401);
    }
    expect(await status('/open')).toBe(200);
    expect(await status('/none')).toBe(404);
  });
});

describe('what a role may do at all', () => {
  const { roles, withoutIdentity } = parsePolicy({
    roles: {
      reader: { permissions: ['read'], scope: 'claims', personal: 'hidden' },
      feeder: { permissions: ['write:reading'], scope: 'claims', personal: 'hidden' },
      approver: { permissions: ['read', 'approve'], scope: 'claims', personal: 'hidden' },
    },
  });
  const grants: Readonly<Record<string, Grant>> = { ...Object.fromEntries(roles), ...withoutIdentity };

  /** The code that an operation is refused with, as a role; none where it may run. */
  async function refusal(role: string, query: string): Promise<unknown> {
    const document = parse(query);
    const viewer = { id: 'user:ann', role, claims: NO_CLAIMS, ...grants[role] } as Viewer;
    const request = { document, operation: document.definitions[0], contextValue: { viewer } } as never;
    const listener = await permissionsPlugin().requestDidStart?.(request);
    return listener?.didResolveOperation?.(request).then(
      () => undefined,
      (error) => [error.originalError.code, error.extensions.http.status],
    );
  }

  const FORBIDDEN = ['FORBIDDEN', 403];
  test.each([
    ['reader', 'query { a }', undefined],
    ['reader', 'subscription { a }', undefined],
    ['reader', 'mutation { a }', FORBIDDEN],
    ['reader', 'query { __schema { a } }', FORBIDDEN],
    ['feeder', 'query { a }', FORBIDDEN],
    ['feeder', 'subscription { a }', FORBIDDEN],
    ['feeder', 'mutation { a }', undefined],
    ['feeder', 'mutation { a { __typename } }', undefined],
    ['approver', 'mutation { a }', undefined],
    ['local', 'query { __schema { a } }', undefined],
    ['local', 'mutation { a }', FORBIDDEN],
    ['anonymous', 'mutation { a }', FORBIDDEN],
  ])('%s: %s', async (role, query, expected) => expect(await refusal(role, query)).toEqual(expected));
});
