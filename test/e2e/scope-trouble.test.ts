import { afterEach, expect, test } from 'vitest';
import { newApiKey } from '../../src/auth/api-keys.js';
import { SourceUnavailable } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';

// Where a viewer's scope cannot be told, only what needs it fails; it is never everything.

const [clerk, admin] = [newApiKey('clerk', 'viewer'), newApiKey('boss', 'admin')];
const scoped = { ...clerk.entry, scope: { networks: ['US-GULF-MC'] } };
const as = (who: { readonly key: string }) => ({ 'x-api-key': who.key });
const QUERY = `{ __typename networks { totalCount } searchWells(text: "a") { matched } trace(from: "WyJVbml0IiwiVTEiXQ",
  on: "2024-01-01") { idFlownet } node(id: "WyJVbml0IiwiVTEiXQ") { id } wiserock { __typename units { totalCount } } }`;

let gateway: RunningGateway;
afterEach(() => gateway.close());

/** The real store, but for the statements that resolve a scope while it is down. */
async function start(env: Record<string, string> = {}) {
  const state = { down: false };
  const around = (source: RowSource): RowSource => ({
    ...source,
    select: (selection, signal) =>
      state.down && selection.label.startsWith('scope ')
        ? Promise.reject(new SourceUnavailable('PRODVIEW', new Error('ECONNREFUSED')))
        : source.select(selection, signal),
  });
  gateway = await startGateway({ around, env: { API_KEYS_FILE: jsonFile([scoped, admin.entry]), ...env } });
  return state;
}

test('every field that needs the scope says SOURCE_UNAVAILABLE, and the others answer', async () => {
  const state = await start();
  state.down = true;
  const { status, data, errors } = await gateway.ask(QUERY, {}, as(clerk));
  expect(status).toBe(200);
  expect(data).toEqual({
    __typename: 'Query',
    networks: { totalCount: null },
    searchWells: null,
    trace: null,
    node: null,
    wiserock: { __typename: 'Wiserock', units: { totalCount: null } },
  });
  expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual([
    'networks.totalCount',
    'node',
    'searchWells',
    'trace',
    'wiserock.units.totalCount',
  ]);
  for (const { extensions } of errors ?? [])
    expect(extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', source: 'PRODVIEW', retryable: true });
  state.down = false;
  expect((await gateway.ask('{ networks { totalCount } }', {}, as(clerk))).data.networks.totalCount).toBe(1);
});

test('who sees everything does not depend on a scope', async () => {
  const state = await start();
  state.down = true;
  const { data, errors } = await gateway.ask('{ networks { totalCount } }', {}, as(admin));
  expect(errors).toBeUndefined();
  expect(data.networks.totalCount).toBe(3);
});

test('the scope from before holds until it is too old, and the log says so', async () => {
  const state = await start({ SCOPE_REFRESH_SECONDS: '1', SCOPE_STALE_SECONDS: '3600' });
  const count = async () => (await gateway.ask('{ networks { totalCount } }', {}, as(clerk))).data.networks.totalCount;
  expect(await count()).toBe(1);
  state.down = true;
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect(await count()).toBe(1);
  const told = gateway.logged.filter((line) => line.includes('a scope was not resolved again'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('PRODVIEW does not answer');
});
