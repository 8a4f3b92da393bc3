import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import {
  AUDIENCE,
  ISSUER,
  type RunningIssuer,
  type SigningKey,
  signingKey,
  startIssuer,
  tokenOf,
} from '../support/issuer.js';

// Over HTTP, with tokens: what a claim names is what is seen, in counts, searches and by id.

let key: SigningKey;
let issuer: RunningIssuer;
let gateway: RunningGateway;
beforeAll(async () => {
  key = await signingKey('scopes');
  issuer = await startIssuer(key);
  gateway = await startGateway({
    maps: true,
    env: { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_JWKS_URL: issuer.jwksUrl },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await issuer?.close();
});

const as = async (claims: object, query: string) => {
  const token = await tokenOf(key, claims as Record<string, unknown>);
  const { data, errors, extensions } = await gateway.ask(
    query,
    {},
    { authorization: `Bearer ${token}`, 'x-report': '1' },
  );
  expect(errors).toBeUndefined();
  return { data, statements: (extensions?.report as any)?.sources.PRODVIEW.statements };
};
const COUNTS =
  '{ networks { totalCount } units { totalCount } completions { totalCount } searchWells(text: "mc 392") { matched } }';
const NO_NETWORK = { networks: undefined };

describe('a viewer', () => {
  test('of one network sees that network', async () => {
    const { data } = await as({}, COUNTS);
    expect(data.networks.totalCount).toBe(1);
    expect(data.units.totalCount).toBeGreaterThan(1_000);
    expect(data.searchWells.matched).toBeGreaterThan(0);
    const norway = await as({ networks: ['NO-NORTH-SEA'] }, COUNTS);
    expect(norway.data.units.totalCount).toBeGreaterThan(1_000);
    expect(norway.data.searchWells.matched).toBe(0);
  });

  test('whose token names nothing sees nothing', async () => {
    const { data } = await as(NO_NETWORK, COUNTS);
    expect(data).toEqual({
      networks: { totalCount: 0 },
      units: { totalCount: 0 },
      completions: { totalCount: 0 },
      searchWells: { matched: 0 },
    });
  });

  test('who is a lease operator sees the routes that ProdView assigns them', async () => {
    const { data } = await as(
      { ...NO_NETWORK, role: 'leaseOperator', sub: 'operator.01' },
      '{ routes { nodes { id users { nodes { userId } } } } }',
    );
    expect(data.routes.nodes).toHaveLength(1);
    const told = '{ routes { nodes { id users(where: { userId: { eq: "operator.01" } }) { totalCount } } } }';
    const assigned = (await as({ ...NO_NETWORK, role: 'admin' }, told)).data.routes.nodes.filter(
      ({ users }: any) => users.totalCount > 0,
    );
    expect(assigned.map(({ id }: any) => id)).toEqual([data.routes.nodes[0].id]);
    // The login decides what they see, and is itself a pseudonym.
    for (const { userId } of data.routes.nodes[0].users.nodes) expect(userId).toMatch(/^person-/);
    const stranger = await as({ ...NO_NETWORK, role: 'leaseOperator', sub: 'nobody' }, '{ routes { totalCount } }');
    expect(stranger.data.routes.totalCount).toBe(0);
  });

  test('who is an admin sees everything', async () => {
    const { data } = await as({ ...NO_NETWORK, role: 'admin' }, '{ networks { totalCount } }');
    expect(data.networks.totalCount).toBe(3);
  });

  test('pays for the scope once, and not again while it holds', async () => {
    const claims = { ...NO_NETWORK, units: ['MC-W-177184005800'] };
    expect(await as(claims, '{ units { totalCount } }')).toMatchObject({
      data: { units: { totalCount: 1 } },
      statements: 2,
    });
    expect(await as(claims, '{ units { totalCount } }')).toMatchObject({
      data: { units: { totalCount: 1 } },
      statements: 1,
    });
  });

  test('sees of the map what lies in their scope', async () => {
    const query = `{ facilitySites(first: 1000) { totalCount nodes { prodviewFlownetId } }
      pipelines(first: 1000) { totalCount nodes { prodviewFlownetId } } wellLocations(first: 1) { totalCount } fields { totalCount } }`;
    const gulf = (await as({}, query)).data;
    const north = (await as({ networks: ['NO-NORTH-SEA'] }, query)).data;
    const none = (await as(NO_NETWORK, query)).data;
    for (const { data, network } of [
      { data: gulf, network: 'US-GULF-MC' },
      { data: north, network: 'NO-NORTH-SEA' },
    ]) {
      expect(data.wellLocations.totalCount).toBeGreaterThan(1_000);
      const places = [...data.facilitySites.nodes, ...data.pipelines.nodes];
      expect(new Set(places.map(({ prodviewFlownetId }: any) => prodviewFlownetId))).toEqual(new Set([network]));
    }
    expect([gulf.fields.totalCount, north.fields.totalCount > 50]).toEqual([0, true]);
    expect(Object.values<any>(none).map(({ totalCount }) => totalCount)).toEqual([0, 0, 0, 0]);
  });

  test('cannot reach a record of another network by its id', async () => {
    const { data } = await as({ networks: ['NO-NORTH-SEA'] }, '{ units(first: 1) { nodes { id } } }');
    const id = data.units.nodes[0].id;
    const other = await as(
      {},
      `{ unit(id: "${id}") { id } node(id: "${id}") { id } trace(from: "${id}", on: "2024-12-31") { idFlownet } }`,
    );
    expect(other.data).toEqual({ unit: null, node: null, trace: null });
  });
});
