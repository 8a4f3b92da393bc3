import { expect, test } from 'vitest';
import type { Claimant } from '../../src/auth/resolve-scope.js';
import { Scopes } from '../../src/auth/scopes.js';
import { aUnit, readsOf, storeOf } from './search-field.js';

const NONE = { networks: [], assets: [], routes: [], units: [] };
const viewer = (unit: string): Claimant => ({ id: 'user:ann', scope: 'claims', claims: { ...NONE, units: [unit] } });

function aGateway() {
  const state = { now: 0, statements: 0, down: false, stale: 0 };
  const source = storeOf([], async () => {
    state.statements += 1;
    if (state.down) throw new Error('down');
    return [aUnit({})];
  });
  const scopes = new Scopes({
    refreshMs: 1_000,
    staleMs: 60_000,
    assetField: 'assetCompany',
    onStale: () => {
      state.stale += 1;
    },
    now: () => state.now,
  });
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

test('where it cannot be resolved again the scope from before holds, up to its age, and that is told', async () => {
  const { state, of } = aGateway();
  const before = await of(viewer('U1'));
  state.down = true;
  state.now = 1_000;
  expect(await of(viewer('U1'))).toBe(before);
  expect(await of(viewer('U1'))).toBe(before);
  expect([state.statements, state.stale]).toEqual([2, 1]); // not tried again at once
  state.now = 30_000;
  expect(await of(viewer('U1'))).toBe(before);
  expect([state.statements, state.stale]).toEqual([3, 2]);
  state.now = 60_000;
  await expect(of(viewer('U1'))).rejects.toThrow('down');
  await expect(of(viewer('U2'))).rejects.toThrow('down');
  state.down = false;
  expect(await of(viewer('U1'))).toMatchObject({ kind: 'keys' });
});
