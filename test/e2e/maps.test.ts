import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceUnavailable } from '../../src/errors.js';
import { lazySource } from '../../src/sources/postgres/lazy-source.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';

// The real sample of both stores: sites, lines, wells and fields in the spatial database, the rest in ProdView.

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ maps: true });
}, 60_000);
afterAll(() => gateway?.close());

const ask = async (query: string, variables: object = {}) => {
  const { data, errors } = await gateway.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
};
const refusal = async (query: string, variables: object = {}) => {
  const { errors } = await gateway.ask(query, variables);
  return [errors?.[0]?.extensions.code, errors?.[0]?.message];
};

/** Metres on a sphere; within half a percent of the ellipsoid's. */
function metres([lon1 = 0, lat1 = 0]: number[], [lon2 = 0, lat2 = 0]: number[]): number {
  const [a, b, d] = [lat1, lat2, lon2 - lon1].map((degrees) => (degrees * Math.PI) / 180) as [number, number, number];
  return 6_371_008.8 * Math.acos(Math.min(1, Math.sin(a) * Math.sin(b) + Math.cos(a) * Math.cos(b) * Math.cos(d)));
}

describe('around a point', () => {
  const near = { longitude: -88.2, latitude: 28.2, metres: 30_000 };

  test('lists are nearest first, on the ellipsoid, and page without gap or doubling', async () => {
    const seen: { name: string; geometry: { coordinates: number[] } }[] = [];
    let after: string | null = null;
    let total = 0;
    do {
      const { facilitySites: page } = await ask(
        `query ($near: NearInput!, $after: String) { facilitySites(near: $near, first: 15, after: $after) {
          totalCount pageInfo { hasNextPage endCursor } nodes { name geometry } } }`,
        { near, after },
      );
      seen.push(...page.nodes);
      total = page.totalCount;
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    const far = seen.map(({ geometry }) => metres([near.longitude, near.latitude], geometry.coordinates));
    expect(seen.length).toBe(total);
    expect(total).toBeGreaterThan(20);
    expect(new Set(seen.map(({ geometry, name }) => `${name} ${geometry.coordinates}`)).size).toBe(total);
    for (const [index, distance] of far.entries()) {
      expect(distance).toBeLessThan(30_000 * 1.005);
      if (index > 0) expect(distance).toBeGreaterThan((far[index - 1] ?? 0) - distance * 0.01);
    }
  });

  test('another order is taken where it is asked for', async () => {
    const { facilitySites } = await ask(
      'query ($near: NearInput!) { facilitySites(near: $near, orderBy: [NAME_ASC], first: 100) { nodes { name } } }',
      { near },
    );
    const names = facilitySites.nodes.map(({ name }: any) => name);
    expect(names).toEqual([...names].sort());
  });
});

describe('within an area', () => {
  const count = async (where: object) =>
    (await ask('query ($where: PipelineWhere) { pipelines(where: $where) { totalCount } }', { where })).pipelines
      .totalCount;
  const box = { west: -88.5, south: 28, east: -88, north: 28.5 };
  const ring = [
    [-88.5, 28],
    [-88, 28],
    [-88, 28.5],
    [-88.5, 28.5],
    [-88.5, 28],
  ];

  test('a box and the same polygon find the same; what lies within is fewer than what touches', async () => {
    const touching = await count({ geometry: { intersects: { bbox: box } } });
    const within = await count({ geometry: { within: { bbox: box } } });
    const polygon = { type: 'Polygon', coordinates: [ring] };
    expect(await count({ geometry: { intersects: { polygon } } })).toBe(touching);
    expect(await count({ geometry: { within: { polygon } } })).toBe(within);
    expect(within).toBeGreaterThan(0);
    expect(within).toBeLessThan(touching);
  });

  test('a line whose box touches but which does not is left out', async () => {
    const { pipelines } = await ask('{ pipelines(first: 1000) { nodes { geometry } } }');
    const line = pipelines.nodes.map(({ geometry }: any) => geometry).find((shape: any) => isSlanted(shape));
    const [[west, south], [east, north]] = [line.coordinates[0], line.coordinates.at(-1)] as number[][] as any;
    const corner = { west: Math.min(west, east), east: Math.min(west, east) + 1e-6, south: 0, north: 0 };
    const rising = (north - south) * (east - west) > 0;
    const latitude = rising ? Math.max(south, north) : Math.min(south, north);
    const empty = { ...corner, south: latitude - 1e-6, north: latitude };
    const all = await ask(
      'query ($where: PipelineWhere) { pipelines(where: $where, first: 1000) { nodes { geometry } } }',
      { where: { geometry: { intersects: { bbox: empty } } } },
    );
    expect(all.pipelines.nodes.map(({ geometry }: any) => JSON.stringify(geometry))).not.toContain(
      JSON.stringify(line),
    );
  });

  test('a box across the antimeridian is both of its sides', async () => {
    const of = async (bbox: object) =>
      (
        await ask(
          'query ($b: BoxInput!) { wellLocations(where: { geometry: { within: { bbox: $b } } }) { totalCount } }',
          {
            b: bbox,
          },
        )
      ).wellLocations.totalCount;
    const round = await of({ west: -88, south: -90, east: -89, north: 90 });
    const rest = await of({ west: -88.9999999, south: -90, east: -88.0000001, north: 90 });
    const whole = await of({ west: -180, south: -90, east: 180, north: 90 });
    expect(round + rest).toBe(whole);
  });
});

/** A line of many points that leaves the corner of its own box empty. */
function isSlanted({ type, coordinates }: { type: string; coordinates: number[][] }): boolean {
  const [first, last] = [coordinates[0] ?? [], coordinates.at(-1) ?? []];
  return type === 'LineString' && [0, 1].every((axis) => Math.abs((first[axis] ?? 0) - (last[axis] ?? 0)) > 0.05);
}

test('a shape has fewer corners where it may be off, and its ends stay', async () => {
  const { pipelines } = await ask(
    '{ pipelines(first: 200) { nodes { geometry rough: geometry(simplify: 500) whole: geometry(simplify: 0) } } }',
  );
  const line = pipelines.nodes.find(
    ({ geometry }: any) => geometry.coordinates.length > 50 && geometry.type === 'LineString',
  );
  expect(line.rough.coordinates.length).toBeLessThan(line.geometry.coordinates.length / 2);
  for (const end of [0, -1]) expect(line.rough.coordinates.at(end)).toEqual(line.geometry.coordinates.at(end));
  expect(line.whole.coordinates.length).toBeLessThanOrEqual(line.geometry.coordinates.length);
  expect(await refusal('{ pipelines(first: 1) { nodes { geometry(simplify: -1) } } }')).toEqual([
    'BAD_USER_INPUT',
    expect.stringContaining('simplify: is -1'),
  ]);
});

describe('links across stores', () => {
  test('lead there and back, a statement a step whatever the number of rows', async () => {
    const query = `query ($first: Int!) { facilitySites(first: $first, where: { siteType: { eq: "PLATFORM" } }) { nodes {
      siteId facility { idRec sites { nodes { siteId } } units(first: 3) { nodes { label locations { nodes { name } } } } } } } }`;
    const costs = [];
    for (const first of [1, 100]) {
      gateway.prodview.statements();
      gateway.gis?.statements();
      const { facilitySites } = await ask(query, { first });
      for (const { siteId, facility } of facilitySites.nodes) {
        if (facility) expect(facility.sites.nodes.map((site: any) => site.siteId)).toContain(siteId);
      }
      costs.push([gateway.gis?.statements().length, gateway.prodview.statements().length]);
    }
    expect(costs[1]).toEqual([3, 2]);
    expect(costs[0]?.[0]).toBeLessThanOrEqual(3);
  });

  test('a field knows its wells, and they their units', async () => {
    const { fields } = await ask(
      '{ fields(where: { name: { eq: "TROLL" } }) { nodes { areaKm2 wells(first: 1000) { totalCount nodes { unit { label } } } } } }',
    );
    const [troll] = fields.nodes;
    expect(troll.areaKm2).toBeGreaterThan(500);
    expect(troll.wells.totalCount).toBeGreaterThan(100);
    expect(troll.wells.nodes.filter(({ unit }: any) => unit).length).toBeGreaterThan(100);
  });
});

describe('bad input', () => {
  test.each([
    ['near: { longitude: 200, latitude: 0, metres: 1 }', 'near.longitude: is 200'],
    ['near: { longitude: 0, latitude: 0, metres: -5 }', 'near.metres: is -5'],
    ['where: { geometry: { near: { longitude: 0, latitude: 99, metres: 1 } } }', 'where.geometry.near.latitude: is 99'],
    [
      'where: { geometry: { within: { bbox: { west: 0, south: 5, east: 1, north: 1 } } } }',
      'where.geometry.within.bbox.south: 5 is north of north (1)',
    ],
    [
      'where: { geometry: { intersects: { polygon: { type: "Polygon", coordinates: [[[0,0],[1,1],[1,0],[0,1],[0,0]]] } } } }',
      'where.geometry.intersects.polygon: crosses itself',
    ],
  ])('%s is refused before a statement', async (args, message) => {
    gateway.gis?.statements();
    expect(await refusal(`{ facilitySites(${args}) { totalCount } }`)).toEqual([
      'BAD_USER_INPUT',
      expect.stringContaining(message),
    ]);
    expect(gateway.gis?.statements()).toEqual([]);
  });

  test('neither or both kinds of area are refused by GraphQL', async () => {
    const [code] = await refusal('{ pipelines(where: { geometry: { within: {} } }) { totalCount } }');
    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

test('without its database the map is missing, and nothing else is', async () => {
  const alone = await startGateway();
  const { data, errors } = await alone.ask('{ networks { totalCount } facilitySites { totalCount } }');
  expect(data).toMatchObject({ networks: { totalCount: 3 }, facilitySites: { totalCount: null } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', source: 'GIS' });
  await alone.close();
});

test('a database that cannot be opened fails its reads, not the start', async () => {
  const source = lazySource(Promise.reject(new Error('secret path')), 'GIS');
  await expect(source.select({} as never)).rejects.toBeInstanceOf(SourceUnavailable);
  await expect(source.select({} as never)).rejects.not.toThrow('secret');
});
