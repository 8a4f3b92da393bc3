import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFolder } from '../../src/database/load-layers.js';
import { migrate } from '../../src/database/migrate.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { boxOf, featuresOf, jsonOf, type TileFeature, tileAround, tilePath } from '../support/map-requests.js';
import { hasServer, serverEngine } from '../support/postgres.js';

// The same layers from both engines: PostGIS makes the tiles of the one, the gateway cuts those of the other.

const LAYERS = ['facilitySites', 'pipelines', 'wellLocations', 'fields'];
const GULF = [-88.2, 28.2] as const;
const NORTH = [2.8, 60.4] as const;
const TILES = [
  { z: 0, x: 0, y: 0 },
  ...[4, 7, 9, 12].map((z) => tileAround(...GULF, z)),
  ...[5, 8, 10, 13, 16].map((z) => tileAround(...NORTH, z)),
];
const CASES = LAYERS.flatMap((layer) => TILES.map((at) => ({ layer, at, name: `${layer} ${at.z}/${at.x}/${at.y}` })));

async function onServer(): Promise<{ gateway: RunningGateway; close: () => Promise<void> }> {
  const engine = await serverEngine();
  await engine.asOwner(async (client) => {
    await migrate(client);
    await loadFolder(client, fileURLToPath(new URL('../../sample/gis', import.meta.url)));
  });
  const gateway = await startGateway({ maps: engine.url ?? '' });
  const close = async () => {
    await gateway.close();
    await engine.close();
  };
  return { gateway, close };
}

async function embedded() {
  const gateway = await startGateway({ maps: true });
  return { gateway, close: gateway.close };
}

const byId = (features: readonly TileFeature[]) => new Map(features.map((feature) => [feature.properties.id, feature]));
const sorted = (ids: Iterable<unknown>) => [...ids].sort();

describe.each([['PGlite', embedded] as const, ...(hasServer ? [['PostgreSQL', onServer] as const] : [])])(
  '%s',
  (_, open) => {
    let gateway: RunningGateway;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ gateway, close } = await open());
    });
    afterAll(() => close?.());
    const tile = async (...[layer, at, query]: Parameters<typeof tilePath>) =>
      featuresOf(await fetch(gateway.url + tilePath(layer, at, query)));
    const items = async (layer: string, query: string) =>
      (await jsonOf(`${gateway.url}/ogc/collections/${layer}/items?limit=10000&${query}`)).body;

    test.each(CASES)('a tile and the features of its box are the same: $name', async ({ layer, at }) => {
      const collection = await items(layer, boxOf(at));
      const found = byId(await tile(layer, at));
      expect(sorted(found.keys())).toEqual(sorted(collection.features.map(({ id }: any) => id)));
      expect(collection.numberMatched).toBe(found.size);
      for (const { id, properties } of collection.features) {
        const { id: _, ...own } = found.get(id)?.properties ?? {};
        const filled = Object.entries(properties).filter(([, value]) => value !== null);
        expect(own).toEqual(Object.fromEntries(filled));
      }
    });

    test('the whole layer is in the tile of the world', async () => {
      const counts = await Promise.all(LAYERS.map(async (layer) => byId(await tile(layer, { z: 0, x: 0, y: 0 })).size));
      expect(counts).toEqual([957, 249, 7004, 106]);
    });

    test.each([
      'status=producing',
      'operator=Equinor%20Energy%20AS&source=Sodir',
      `where=${encodeURIComponent('{"waterDepthM":{"gt":300},"not":{"status":{"eq":"abandoned"}}}')}`,
      'datetime=2000-01-01/..',
    ])('filters find the same in both, and the same as the graph: %s', async (query) => {
      const at = { z: 0, x: 0, y: 0 };
      const found = byId(await tile('wellLocations', at, `?${query}`));
      const collection = await items('wellLocations', query);
      expect(sorted(found.keys())).toEqual(sorted(collection.features.map(({ id }: any) => id)));
      expect(found.size).toBeGreaterThan(50);
    });

    test('a tile is one statement, and so is a first page; a later page is two', async () => {
      const cost = async (path: string) => {
        gateway.gis?.statements();
        const response = await fetch(gateway.url + path);
        expect(response.status).toBe(200);
        await response.arrayBuffer();
        return gateway.gis?.statements().length;
      };
      const page = '/ogc/collections/pipelines/items?limit=5';
      const { body } = await jsonOf(gateway.url + page);
      const next = new URL(body.links.find(({ rel }: any) => rel === 'next').href);
      expect(await cost(tilePath('pipelines', tileAround(...GULF, 7)))).toBe(1);
      expect(await cost(page)).toBe(1);
      expect(await cost(next.pathname + next.search)).toBe(2);
    });

    test('what is too small to be drawn at a zoom is a point there, and a shape where it is large enough', async () => {
      const [small] = (await items('fields', 'source=Sodir')).features.filter(
        ({ properties }: any) => properties.areaKm2 < 3,
      );
      const world = byId(await tile('fields', { z: 0, x: 0, y: 0 })).get(small.id);
      expect(world?.type).toBe(1);
      const [longitude, latitude] = small.geometry.coordinates[0][0][0];
      const near = byId(await tile('fields', tileAround(longitude, latitude, 12))).get(small.id);
      expect(near?.type).toBe(3);
    });
  },
);

describe.runIf(hasServer)('both engines', () => {
  const both: { gateway: RunningGateway; close: () => Promise<void> }[] = [];
  beforeAll(async () => {
    both.push(await embedded(), await onServer());
  });
  afterAll(() => Promise.all(both.map(({ close }) => close())));
  const tiles = (layer: string, at: (typeof TILES)[number]) =>
    Promise.all(
      both.map(async ({ gateway }) => byId(await featuresOf(await fetch(gateway.url + tilePath(layer, at))))),
    );

  test.each(CASES)(
    'have the same features with the same properties, as near as a unit: $name',
    async ({ layer, at }) => {
      const [mine, theirs] = await tiles(layer, at);
      expect(sorted(mine?.keys() ?? [])).toEqual(sorted(theirs?.keys() ?? []));
      for (const [id, { properties, lines }] of mine ?? []) {
        const other = theirs?.get(id);
        expect(comparable(properties)).toEqual(comparable(other?.properties ?? {}));
        for (const [edge, unit] of edgesOf(lines).entries())
          expect(Math.abs(unit - (edgesOf(other?.lines ?? [])[edge] ?? Number.NaN)), `${id}`).toBeLessThanOrEqual(2);
      }
    },
  );
});

/** Each was loaded at a time of its own, and two versions of PostGIS measure alike to some twelve digits. */
const comparable = (properties: TileFeature['properties']) => {
  const measured = ['areaKm2', 'lengthKm'].flatMap((name) =>
    properties[name] === undefined ? [] : [[name, Number(properties[name]).toPrecision(9)]],
  );
  return { ...properties, ...Object.fromEntries(measured), updatedAt: typeof properties.updatedAt };
};

function edgesOf(lines: TileFeature['lines']): [number, number, number, number] {
  const [xs, ys] = [lines.flat().map(({ x }) => x), lines.flat().map(({ y }) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
