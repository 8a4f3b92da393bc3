import { expect, test } from 'vitest';
import type { Claimant } from '../../src/auth/resolve-scope.js';
import { Scopes } from '../../src/auth/scopes.js';
import { aUnit, readsOf, storeOf } from './search-field.js';

const NONE = { networks: [], assets: [], routes: [], units: [] };
const viewer = (unit: string): Claimant => ({ id: 'user:ann', scope: 'claims', claims: { ...NONE, units: [unit] } });

function aGateway() {
  const state = { now: 0, statements: 0, down: false };
  const source = storeOf([], async () => {
    state.statements += 1;
    if (state.down) throw new Error('down');
    return [aUnit({})];
  });
  const scopes = new Scopes({ refreshMs: 1_000, assetField: 'assetCompany', now: () => state.now });
  return { state, of: (who: Claimant) => scopes.of(who, () => readsOf(source)) };
}

test('a scope is resolved once for all who ask at the same time, and again when it is old', async () => {
  const { state, of } = aGateway();
  const [one, two] = await Promise.all([of(viewer('U1')), of(viewer('U1'))]);
  expect(one).toBe(two);
  state.now = 999;
  await of(viewer('U1'));
  expect(state.statements).toBe(1);
  state.now = 1_000;
  await of(viewer('U1'));
  expect(state.statements).toBe(2);
});

test('other claims are another scope; who sees everything costs nothing', async () => {
  const { state, of } = aGateway();
  await of(viewer('U1'));
  await of(viewer('U2'));
  expect(state.statements).toBe(2);
  expect(await of({ ...viewer('U1'), scope: 'everything' })).toEqual({ kind: 'everything' });
  expect(state.statements).toBe(2);
});

test('a failure is told and not kept', async () => {
  const { state, of } = aGateway();
  state.down = true;
  await expect(of(viewer('U1'))).rejects.toThrow('down');
  state.down = false;
  expect(await of(viewer('U1'))).toMatchObject({ kind: 'keys' });
});
