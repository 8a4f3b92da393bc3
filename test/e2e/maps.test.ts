import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceUnavailable } from '../../src/errors.js';
import { lazySource } from '../../src/sources/postgres/lazy-source.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { linesOf } from '../support/planar.js';

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

  const ring = '[[0,0],[1,0],[1,1],[0,1],[0,0]]';
  const polygon = (coordinates: string, more = '') =>
    `polygon: { type: "Polygon", coordinates: ${coordinates}${more} }`;
  const box = (edges: object) =>
    `bbox: { ${JSON.stringify({ west: 0, south: 0, east: 1, north: 1, ...edges })
      .slice(1, -1)
      .replaceAll('"', '')} }`;
  describe.each(['within', 'intersects'])('%s', (operator) => {
    test.each([
      [box({ west: 181 }), 'bbox.west: is 181; degrees are -180 to 180'],
      [box({ north: 90.5 }), 'bbox.north: is 90.5; degrees are -90 to 90'],
      [box({ south: 2 }), 'bbox.south: 2 is north of north (1)'],
      [box({}).replace('east:1', 'east: 1e999'), 'bbox.east: is Infinity'],
      [polygon('[[[0,0],[1e999,0],[1,1],[0,0]]]'), 'polygon.coordinates.0.1.0: is Infinity'],
      [polygon('[[[0,0],["NaN",0],[1,1],[0,0]]]'), 'polygon.coordinates.0.1.0: is NaN'],
      [polygon('[[[0,0],[1,91],[1,1],[0,0]]]'), 'polygon.coordinates.0.1.1: is 91'],
      [polygon('[[[0,0],[1,1],[1,0],[0,1],[0,0]]]'), 'polygon: crosses itself'],
      [polygon('[[[0,0],[1,0],[1,1],[0,1]]]'), 'polygon.coordinates.0: is a ring that does not close'],
      [polygon(`[${ring}]`, ', crs: { type: "name" }'), 'polygon.crs: is not part of RFC 7946'],
      ['polygon: { type: "Point", coordinates: [0, 0] }', 'polygon: is no GeoJSON Polygon'],
    ])('%s is refused by name before a statement', async (area, message) => {
      gateway.gis?.statements();
      const { errors } = await gateway.ask(
        `{ pipelines(where: { geometry: { ${operator}: { ${area} } } }) { totalCount } }`,
      );
      const argument = `where.geometry.${operator}.${message.slice(0, message.indexOf(':'))}`;
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining(`where.geometry.${operator}.${message}`),
        extensions: { code: 'BAD_USER_INPUT', argument },
      });
      expect(gateway.gis?.statements()).toEqual([]);
    });
  });

  test('a polygon of a million corners is too large a request, and where that is let in, too long a list', async () => {
    const many = { polygon: { type: 'Polygon', coordinates: [Array.from({ length: 1_000_000 }, () => [0, 0])] } };
    const query = 'query ($a: AreaInput!) { pipelines(where: { geometry: { intersects: $a } }) { totalCount } }';
    const large = await gateway.ask(query, { a: many });
    expect([large.status, large.errors?.[0]?.extensions.code]).toEqual([413, 'LIMIT_EXCEEDED']);
    const wide = await startGateway({ env: { BODY_LIMIT_KB: '10240' } });
    const { errors } = await wide.ask(query, { a: many });
    await wide.close();
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('has a list of 1000000 values; at most 1000'),
      extensions: { code: 'LIMIT_EXCEEDED' },
    });
  });

  test('neither or both kinds of area are refused by GraphQL', async () => {
    const [code] = await refusal('{ pipelines(where: { geometry: { within: {} } }) { totalCount } }');
    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('what is asked of a shape', () => {
  test.each(['facilitySites', 'wellLocations', 'pipelines', 'fields'])(
    '%s have a geometry, also a simpler one, and a point for a label',
    async (name) => {
      const { [name]: list } = await ask(
        `{ ${name}(first: 50) { nodes { geometry simple: geometry(simplify: 1000) centroid } } }`,
      );
      expect(list.nodes).toHaveLength(50);
      for (const { geometry, simple, centroid } of list.nodes) {
        expect(centroid).toEqual({ type: 'Point', coordinates: [expect.any(Number), expect.any(Number)] });
        expect(simple.type).toBe(geometry.type);
        expect(JSON.stringify(simple).length).toBeLessThanOrEqual(JSON.stringify(geometry).length);
        if (geometry.type === 'Point') expect([simple, centroid]).toEqual([geometry, geometry]);
        const corners = linesOf(geometry).flat();
        for (const axis of [0, 1]) {
          const values = corners.map((corner) => corner[axis] ?? 0);
          expect(centroid.coordinates[axis]).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
          expect(centroid.coordinates[axis]).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        }
      }
    },
  );

  test('a pipeline is as long as its line on the ellipsoid', async () => {
    const { pipelines } = await ask('{ pipelines(first: 100) { nodes { lengthKm geometry } } }');
    for (const { lengthKm, geometry } of pipelines.nodes) {
      const length = linesOf(geometry).reduce((sum, line) => sum + lengthOf(line), 0) / 1000;
      expect(Math.abs(lengthKm - length)).toBeLessThanOrEqual(length * 0.006 + 1e-4);
    }
  });

  test('a field is as large as its outline on the ellipsoid', async () => {
    const { fields } = await ask('{ fields(first: 100) { nodes { areaKm2 geometry } } }');
    for (const { areaKm2, geometry } of fields.nodes) {
      const area = geometry.coordinates.reduce((sum: number, rings: number[][][]) => sum + areaOf(rings), 0) / 1e6;
      expect(Math.abs(areaKm2 - area)).toBeLessThanOrEqual(area * 0.01 + 1e-3);
    }
  });
});

const lengthOf = (line: readonly (readonly number[])[]) =>
  line.slice(1).reduce((sum, corner, index) => sum + metres([...(line[index] ?? [])], [...corner]), 0);

/** Square metres on a sphere: the outer ring less the holes. */
function areaOf([outer = [], ...holes]: number[][][]): number {
  const radians = (degrees = 0) => (degrees * Math.PI) / 180;
  const of = (ring: number[][]) =>
    Math.abs(
      ring.slice(1).reduce((sum, [lon2, lat2], index) => {
        const [lon1, lat1] = ring[index] ?? [];
        return sum + (radians(lon2) - radians(lon1)) * (2 + Math.sin(radians(lat1)) + Math.sin(radians(lat2)));
      }, 0),
    ) *
    (6_371_008.8 ** 2 / 2);
  return of(outer) - holes.reduce((sum, hole) => sum + of(hole), 0);
}

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
