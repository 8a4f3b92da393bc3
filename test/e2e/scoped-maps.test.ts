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
import { featuresOf, jsonOf, refusalOf, tilePath } from '../support/map-requests.js';

// Tiles and features over HTTP, with tokens: a viewer's scope is that of the graph.

let key: SigningKey;
let issuer: RunningIssuer;
let gateway: RunningGateway;
beforeAll(async () => {
  key = await signingKey('maps');
  issuer = await startIssuer(key);
  const env = { AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, AUTH_JWKS_URL: issuer.jwksUrl };
  gateway = await startGateway({ maps: true, env });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await issuer?.close();
});

const LAYERS = ['facilitySites', 'pipelines', 'wellLocations', 'fields'];
const WORLD = { z: 0, x: 0, y: 0 };
const GULF = { networks: ['US-GULF-MC'] };
const NORTH = { networks: ['NO-NORTH-SEA'] };
const NOTHING = { networks: undefined };

const headersOf = async (claims: object) => ({
  authorization: `Bearer ${await tokenOf(key, claims as Record<string, unknown>)}`,
});
const tile = async (claims: object, layer: string) =>
  fetch(gateway.url + tilePath(layer, WORLD), { headers: await headersOf(claims) });
const items = async (claims: object, layer: string, query = '?limit=10000') =>
  (await jsonOf(`${gateway.url}/ogc/collections/${layer}/items${query}`, await headersOf(claims))).body;

describe('a viewer', () => {
  test.each(LAYERS)('of one network sees its features only: %s', async (layer) => {
    for (const [claims, network] of [
      [GULF, 'US-GULF-MC'],
      [NORTH, 'NO-NORTH-SEA'],
    ] as const) {
      const collection = await items(claims, layer);
      const features = await featuresOf(await tile(claims, layer));
      const networks = new Set(features.map(({ properties }) => properties.prodviewFlownetId));
      expect(networks).toEqual(new Set(layer === 'fields' && claims === GULF ? [] : [network]));
      expect(new Set(collection.features.map(({ properties }: any) => properties.prodviewFlownetId))).toEqual(networks);
      expect([collection.numberMatched, collection.numberReturned]).toEqual([features.length, features.length]);
    }
  });

  test.each(LAYERS)(
    'whose token names nothing sees empty tiles and no features, no box and no bounds: %s',
    async (layer) => {
      expect((await tile(NOTHING, layer)).status).toBe(204);
      expect(await items(NOTHING, layer)).toMatchObject({ numberMatched: 0, numberReturned: 0, features: [] });
      const headers = await headersOf(NOTHING);
      const { body: tileJson } = await jsonOf(`${gateway.url}/tiles/${layer}.json`, headers);
      expect(tileJson.bounds).toBeUndefined();
      const { body: collection } = await jsonOf(`${gateway.url}/ogc/collections/${layer}`, headers);
      expect(collection.extent).toBeUndefined();
    },
  );

  test('is told where the layers lie that it sees, not what was kept for another', async () => {
    const boundsOf = async (claims: object) =>
      (await jsonOf(`${gateway.url}/tiles/wellLocations.json`, await headersOf(claims))).body.bounds;
    for (const _ of ['read', 'kept']) {
      const [, south, east] = await boundsOf(GULF);
      expect([south < 31, east < -80]).toEqual([true, true]);
      const [west, most] = await boundsOf(NORTH);
      expect([west > -10, most > 50]).toEqual([true, true]);
      expect(await boundsOf(NOTHING)).toBeUndefined();
    }
  });

  test('cannot tell a feature of another network from one that does not exist', async () => {
    const [hidden] = (await items(NORTH, 'wellLocations', '?limit=1')).features;
    const headers = await headersOf(GULF);
    const at = (id: string) => `${gateway.url}/ogc/collections/wellLocations/items/${id}`;
    const nowhere = Buffer.from('["WellLocation","nowhere"]').toString('base64url');
    const [other, none] = [await refusalOf(at(hidden.id), headers), await refusalOf(at(nowhere), headers)];
    expect(other.status).toBe(404);
    expect({ ...other, requestId: '' }).toEqual({ ...none, requestId: '' });
    const filtered = await items(GULF, 'wellLocations', `?wellLocationId=${hidden.properties.wellLocationId}`);
    expect(filtered.numberMatched).toBe(0);
  });

  test("cannot page behind another's scope", async () => {
    const page = await items(NORTH, 'wellLocations', '?limit=5');
    const next = page.links.find(({ rel }: any) => rel === 'next').href;
    const { body } = await jsonOf(next, await headersOf(GULF));
    expect(new Set(body.features.map(({ properties }: any) => properties.prodviewFlownetId))).toEqual(
      new Set(['US-GULF-MC']),
    );
    expect(body.numberMatched).toBe((await items(GULF, 'wellLocations', '?limit=1')).numberMatched);
  });

  test("is not told that another's tile is unchanged", async () => {
    const etag = String((await tile(NORTH, 'wellLocations')).headers.get('etag'));
    const headers = { ...(await headersOf(GULF)), 'if-none-match': etag };
    const answer = await fetch(gateway.url + tilePath('wellLocations', WORLD), { headers });
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  });
});

test.each([
  '/tiles',
  '/tiles/fields.json',
  '/tiles/fields/0/0/0.mvt',
  '/ogc',
  '/ogc/',
  '/ogc/api',
  '/ogc/conformance',
  '/ogc/collections',
  '/ogc/collections/fields',
  '/ogc/collections/fields/items',
  '/ogc/collections/fields/items/x',
])('without an identity %s answers 401', async (path) => {
  gateway.gis?.statements();
  expect(await refusalOf(gateway.url + path)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  expect(gateway.gis?.statements()).toEqual([]);
});
