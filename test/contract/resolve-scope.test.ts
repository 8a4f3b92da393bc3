import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Claimant, resolveScope } from '../../src/auth/resolve-scope.js';
import { UNMASKED } from '../../src/binding/personal.js';
import { Reads } from '../../src/loaders/reads.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { built, openStore } from '../support/execute.js';
import { writeFolder } from '../support/folder.js';

const unit = (id_rec: string, route: string | null, facility: string | null, network = 'N1', asset = 'East') => ({
  id_rec,
  id_flownet: network,
  current_route_id: route,
  current_facility_id: facility,
  asset_company: asset,
});

let source: RowSource;
beforeAll(async () => {
  const folder = writeFolder({
    stg_prodview__units: [
      unit('U1', 'R1', 'F1'),
      unit('U2', 'R1', null),
      unit('U3', 'R2', 'F2', 'N1', 'West'),
      unit('U4', null, 'F2', 'N2', 'West'),
      unit('U5', 'R2', null, 'N2', 'North'), // on a route of another network that has the same id as Sam's
      unit('U6', 'R6', null, 'N3', 'South'),
      unit('U6', 'R7', null, 'N4', 'South'), // the same id in two networks
    ],
    stg_prodview__facilities: [
      { id_rec: 'F1', id_flownet: 'N1' },
      { id_rec: 'F2', id_flownet: 'N2' },
      { id_rec: 'F3', id_flownet: 'N2' }, // no unit belongs to it
      { id_rec: 'F4', id_flownet: 'N5' }, // nor is there one in its network
    ],
    stg_prodview__route_users: [
      { id_rec: 'A', id_flownet: 'N1', id_rec_parent: 'R1', user_id: 'pat' },
      { id_rec: 'B', id_flownet: 'N1', id_rec_parent: 'R2', user_id: 'sam' },
      { id_rec: 'C', id_flownet: 'N1', id_rec_parent: 'R9', user_id: 'alex' },
    ],
  });
  source = (await openStore(folder)).source;
});
afterAll(() => source.close());

const NONE = { networks: [], assets: [], routes: [], units: [] };
const scopeOf = (viewer: Partial<Claimant>, onTwins?: (twins: unknown) => void) => {
  const need = () => ({ columns: new Set<string>(), cursors: false, aggregates: new Map(), groups: new Map() });
  const signal = new AbortController().signal;
  const asked = { sources: { PRODVIEW: source }, bindings: built.bindings, signal, maxRows: 1_000, need };
  const reads = new Reads({ ...asked, sight: UNMASKED, scope: { kind: 'everything' } });
  return resolveScope({ id: 'user:pat', scope: 'claims', claims: NONE, ...viewer }, reads, 'assetCompany', onTwins);
};
const unitsOf = async (viewer: Partial<Claimant>) => {
  const scope = await scopeOf(viewer);
  return scope.kind === 'keys' ? scope.keys.UNIT.map(([id]) => id).join() : scope.kind;
};

describe('a scope', () => {
  test('of claims is what any of them names', async () => {
    expect(await unitsOf({ claims: { ...NONE, routes: ['R1'] } })).toBe('U1,U2');
    expect(await unitsOf({ claims: { ...NONE, units: ['U3'], routes: ['R1'] } })).toBe('U1,U2,U3');
    expect(await unitsOf({ claims: { ...NONE, networks: ['N2'] } })).toBe('U4,U5');
    expect(await unitsOf({ claims: { ...NONE, assets: ['West'] } })).toBe('U3,U4');
  });

  test('brings the facilities, routes and networks that its units belong to', async () => {
    const scope = await scopeOf({ claims: { ...NONE, assets: ['West'] } });
    expect(scope).toMatchObject({
      keys: {
        FACILITY: [
          ['F2', 'N1'],
          ['F2', 'N2'],
        ],
        ROUTE: [['R2', 'N1']],
        NETWORK: [['N1'], ['N2']],
      },
    });
  });

  test('of a network has all of its facilities, also those of no unit', async () => {
    const facilitiesOf = async (claims: Partial<Claimant['claims']>) => {
      const scope = await scopeOf({ claims: { ...NONE, ...claims } });
      return scope.kind === 'keys' ? scope.keys.FACILITY.map((key) => key.join(' ')).join() : scope.kind;
    };
    expect(await facilitiesOf({ networks: ['N2'] })).toBe('F2 N2,F3 N2');
    expect(await facilitiesOf({ networks: ['N5'] })).toBe('F4 N5');
    expect(await facilitiesOf({ units: ['U4'] })).toBe('F2 N2');
    expect(await facilitiesOf({ networks: ['N9'] })).toBe('nothing');
  });

  const pairsOf = async (claims: Partial<Claimant['claims']>) => {
    const twins: unknown[] = [];
    const scope = await scopeOf({ claims: { ...NONE, ...claims } }, (each) => twins.push(...(each as unknown[])));
    return { seen: scope.kind === 'keys' ? scope.keys.UNIT.map((key) => key.join(' ')) : scope.kind, twins };
  };

  test('of an id that two networks have names neither, and says so', async () => {
    const twins = [{ claim: 'units', ids: ['U6'] }];
    expect(await pairsOf({ units: ['U6'] })).toEqual({ seen: 'nothing', twins });
    expect(await pairsOf({ units: ['U6', 'U1'] })).toEqual({ seen: ['U1 N1'], twins });
    const routes = [{ claim: 'routes', ids: ['R2'] }];
    expect(await pairsOf({ routes: ['R2', 'R1'] })).toEqual({ seen: ['U1 N1', 'U2 N1'], twins: routes });
    // What another claim names stays named.
    expect(await pairsOf({ units: ['U6'], networks: ['N4'] })).toEqual({ seen: ['U6 N4'], twins });
  });

  test("of a network and an id is that network's, whoever else has the id", async () => {
    const none: unknown[] = [];
    expect(await pairsOf({ units: ['N3/U6'] })).toEqual({ seen: ['U6 N3'], twins: none });
    expect(await pairsOf({ units: ['N4/U6', 'U1'] })).toEqual({ seen: ['U1 N1', 'U6 N4'], twins: none });
    expect(await pairsOf({ routes: ['N2/R2'] })).toEqual({ seen: ['U5 N2'], twins: none });
    for (const word of ['N1/U6', '/U6', 'N3/', '/', 'N3/U6/x', 'U6/N3'])
      expect(await pairsOf({ units: [word], routes: [word] })).toEqual({ seen: 'nothing', twins: none });
  });

  test('of routes is what ProdView assigns the user to', async () => {
    expect(await unitsOf({ scope: 'routes' })).toBe('U1,U2');
    expect(await unitsOf({ scope: 'routes', id: 'user:sam' })).toBe('U3');
    expect(await unitsOf({ scope: 'routes', id: 'user:alex' })).toBe('nothing');
    expect(await unitsOf({ scope: 'routes', id: 'user:nobody' })).toBe('nothing');
  });

  test('of no claims, or of claims that name nothing, is nothing', async () => {
    expect(await unitsOf({})).toBe('nothing');
    expect(await unitsOf({ claims: { ...NONE, routes: ['R9'] } })).toBe('nothing');
    expect(await unitsOf({ claims: { ...NONE, routes: ["R1' or '1'='1"] } })).toBe('nothing');
  });

  test('without bounds is everything', async () => {
    expect(await unitsOf({ scope: 'everything' })).toBe('everything');
  });

  test('of the same keys has the same id, of others another', async () => {
    const of = async (routes: string[]) => {
      const scope = await scopeOf({ claims: { ...NONE, routes } });
      return scope.kind === 'keys' ? scope.id : '';
    };
    expect(await of(['R1'])).toBe(await of(['R1', 'R9']));
    expect(await of(['R1'])).not.toBe(await of(['R2']));
  });
});
