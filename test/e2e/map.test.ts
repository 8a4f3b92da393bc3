import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceUnavailable } from '../../src/errors.js';
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
import { type Box, distanceTo, lineMeets, linesOf } from '../support/planar.js';
import { SAMPLE_FOLDER } from '../support/sdl.js';
import { Sql } from '../support/sql.js';

// The sample's map over HTTP: what a viewport shows, what it costs, and who sees it.

const GULF: Box = { west: -89, south: 27.5, east: -87.5, north: 29 };
const BOTH: Box = { west: -91, south: 26, east: 6, north: 63 };
const EVERYONE = { role: 'admin', networks: undefined };

let key: SigningKey;
let issuer: RunningIssuer;
let gateway: RunningGateway;
beforeAll(async () => {
  key = await signingKey('map');
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

const send = async (query: string, variables: object = {}, claims: object = EVERYONE) => {
  const authorization = `Bearer ${await tokenOf(key, claims as Record<string, unknown>)}`;
  return gateway.ask(query, variables, { authorization, 'x-report': '1' });
};
const ask = async (query: string, variables: object = {}, claims: object = EVERYONE) => {
  const { data, errors, extensions } = await send(query, variables, claims);
  expect(errors).toBeUndefined();
  return { data, cost: (extensions?.report as any)?.sources };
};
/** One layer of a viewport. */
const layer = async (name: string, fields: string, box: Box = GULF, args = '', zoom = 10) => {
  const query = `query ($box: BoxInput!, $zoom: Int!) { map(bbox: $box, zoom: $zoom) { ${name}${args && `(${args})`} { ${fields} } } }`;
  return (await ask(query, { box, zoom })).data.map[name];
};
const LAYERS = ['facilitySites', 'pipelines', 'wellLocations', 'fields'];
const ALL = `query ($box: BoxInput!, $zoom: Int = 8, $first: Int = 1000) { map(bbox: $box, zoom: $zoom) {
  ${LAYERS.map((name) => `${name}(first: $first${name === 'wellLocations' ? ', attributes: [STATUS, LAST_OIL_RATE, LAST_GAS_RATE, LAST_WATER_RATE, LAST_TEST_AGE]' : ''}) { geojson matched returned truncated }`).join('\n')} } }`;

describe('a viewport', () => {
  test.each([
    [1, ['US-GULF-MC']],
    [100, ['NO-NORTH-SEA']],
    [5_000, ['US-GULF-MC', 'NO-NORTH-SEA']],
  ])(
    'of %i features a layer is one statement of each store at most, and none of ProdView warm',
    async (first, networks) => {
      const claims = { networks }; // nobody asked in this scope before: of its units nothing is known
      await ask('{ networks { totalCount } }', {}, claims); // their scope is resolved
      const cold = await ask(ALL, { box: BOTH, first }, claims);
      const warm = await ask(ALL, { box: BOTH, first }, claims);
      for (const [{ data, cost }, prodview] of [
        [cold, 1],
        [warm, 0],
      ] as const) {
        expect([cost.GIS.statements, cost.PRODVIEW.statements]).toEqual([1, prodview]);
        expect(data.map.wellLocations.returned).toBe(Math.min(first, data.map.wellLocations.matched));
        expect(data.map.wellLocations.geojson.features).toHaveLength(data.map.wellLocations.returned);
      }
      expect(warm.data).toEqual(cold.data);
    },
  );

  test('what the report says is what the stores were asked', async () => {
    gateway.gis?.statements();
    gateway.prodview.statements();
    const { cost } = await ask(ALL, { box: GULF });
    expect([gateway.gis?.statements().length, gateway.prodview.statements().length]).toEqual([
      cost.GIS.statements,
      cost.PRODVIEW.statements,
    ]);
  });

  test.each(['pipelines', 'facilitySites', 'wellLocations'])(
    '%s are those that truly meet the box, not those whose boxes do',
    async (name) => {
      const { data } = await ask(`{ ${name}(first: 1000) { nodes { id geometry } } }`);
      const rows: any[] = data[name].nodes;
      for (const box of [
        GULF,
        { west: -88.6, south: 28.1, east: -88.55, north: 28.2 },
        { ...GULF, west: -88.05, north: 28.05 },
      ]) {
        const args = name === 'wellLocations' ? 'first: 10000' : 'first: 1000';
        const { geojson } = await layer(name, 'geojson', box, `${args}, simplify: NONE`);
        const shown = new Set(geojson.features.map(({ id }: any) => id));
        for (const { id, geometry } of rows)
          expect([id, shown.has(id)]).toEqual([id, linesOf(geometry).some((line) => lineMeets(line, box))]);
      }
    },
  );

  test('a box across the antimeridian is both of its sides', async () => {
    const args = 'first: 0';
    const of = async (west: number, east: number) =>
      (await layer('wellLocations', 'matched', { west, south: -90, east, north: 90 }, args)).matched;
    expect((await of(-88, -89)) + (await of(-88.9999999, -88.0000001))).toBe(await of(-180, 180));
  });
});

describe('a feature', () => {
  test.each(LAYERS)('of %s is RFC 7946, its id is the row’s and its properties are the row’s fields', async (name) => {
    const { geojson } = await layer(name, 'geojson', BOTH, 'first: 3, simplify: NONE');
    expect(geojson).toEqual({ type: 'FeatureCollection', features: expect.any(Array) });
    expect(geojson.features).toHaveLength(3);
    for (const { type, id, geometry, properties } of geojson.features) {
      expect(type).toBe('Feature');
      const fields = Object.keys(properties).join(' ');
      const on = {
        facilitySites: 'FacilitySite',
        pipelines: 'Pipeline',
        wellLocations: 'WellLocation',
        fields: 'FieldArea',
      }[name];
      const { data } = await ask(`query ($id: ID!) { node(id: $id) { ... on ${on} { geometry ${fields} } } }`, { id });
      expect(data.node).toEqual({ geometry, ...properties });
    }
  });

  test('has fewer corners the farther the map is away: none was farther from the line than half a pixel, and the ends stay', async () => {
    const [near, far] = await Promise.all([
      layer('pipelines', 'geojson', GULF, 'simplify: NONE'),
      layer('pipelines', 'geojson', GULF, '', 6),
    ]);
    const tolerance = (360 / (512 * 2 ** 6) / 2) * Math.cos((29 * Math.PI) / 180);
    let [before, after] = [0, 0];
    for (const [index, { id, geometry }] of near.geojson.features.entries()) {
      expect(far.geojson.features[index].id).toBe(id);
      const simple = linesOf(far.geojson.features[index].geometry);
      for (const [at, line] of linesOf(geometry).entries()) {
        const left = simple[at] ?? [];
        for (const end of [0, -1]) expect(left.at(end)).toEqual(line.at(end));
        expect(left.length).toBeGreaterThanOrEqual(2);
        for (const corner of line) expect(distanceTo(corner, left)).toBeLessThanOrEqual(tolerance * 1.001);
        before += line.length;
        after += left.length;
      }
    }
    expect(after).toBeLessThan(before / 5);
    const close = await layer('pipelines', 'geojson', GULF, '', 24);
    expect(close.geojson.features.map(({ id }: any) => id)).toEqual(near.geojson.features.map(({ id }: any) => id));
  });

  test('of a polygon stays closed and a polygon at the smallest zoom', async () => {
    const { geojson } = await layer('fields', 'geojson', BOTH, '', 0);
    for (const { geometry } of geojson.features)
      for (const ring of linesOf(geometry)) {
        expect(geometry.type).toMatch(/Polygon$/);
        expect(ring.length).toBeGreaterThanOrEqual(4);
        expect(ring[0]).toEqual(ring.at(-1));
      }
  });
});

describe('how many', () => {
  test('matched counts all, truncated says that there are more', async () => {
    const { matched } = await layer('wellLocations', 'matched');
    const { data } = await ask(
      'query ($b: BoxInput!) { wellLocations(where: { geometry: { intersects: { bbox: $b } } }) { totalCount } }',
      { b: GULF },
    );
    expect(matched).toBe(data.wellLocations.totalCount);
    const of = (first: number) => layer('wellLocations', 'geojson matched returned truncated', GULF, `first: ${first}`);
    for (const [first, truncated] of [
      [0, true],
      [matched - 1, true],
      [matched, false],
      [matched + 1, false],
    ] as const) {
      const { geojson, ...rest } = await of(first);
      const returned = Math.min(first, matched);
      expect([rest, geojson.features.length]).toEqual([{ matched, returned, truncated }, returned]);
    }
    expect(
      await layer('wellLocations', 'matched returned truncated', { west: 0, south: 0, east: 1, north: 1 }),
    ).toEqual({
      matched: 0,
      returned: 0,
      truncated: false,
    });
  });

  test('a layer is narrowed as its list is', async () => {
    const args = 'where: { commodity: { eq: "gas" } }';
    const { geojson, matched } = await layer('pipelines', 'geojson matched', GULF, args);
    expect(new Set(geojson.features.map(({ properties }: any) => properties.commodity))).toEqual(new Set(['gas']));
    const { data } = await ask(
      'query ($b: BoxInput!) { pipelines(where: { commodity: { eq: "gas" }, geometry: { intersects: { bbox: $b } } }) { totalCount } }',
      { b: GULF },
    );
    expect(matched).toBe(data.pipelines.totalCount);
    expect(matched).toBeGreaterThan(0);
  });
});

describe('attributes', () => {
  const args =
    'first: 5000, attributes: [STATUS, LAST_OIL_RATE, LAST_GAS_RATE, LAST_WATER_RATE, LAST_TEST_AGE], on: "2024-12-31"';

  test('are the newest status, day and test of the unit, as SQL over the files finds them', async () => {
    const { geojson, attributesAsOf } = await layer('wellLocations', 'geojson attributesAsOf', GULF, args);
    const sql = await Sql.over(SAMPLE_FOLDER);
    const P = 'stg_prodview__';
    const rows = await sql.run(`
      with days as (select id_flownet, id_rec_unit as unit, allocation_date::date as day, sum(allocated_oil_bbl) as oil, sum(allocated_gas_mcf) as gas, sum(allocated_water_bbl) as water
          from ${P}daily_allocations group by all),
        last_days as (select id_flownet, unit, max(day) as day from days group by all),
        statuses as (select c.id_flownet, c.id_rec_parent as unit, s.status, s.status_date,
            row_number() over (partition by c.id_flownet, c.id_rec_parent order by s.status_date desc nulls last, s.status) as place
          from ${P}completions c join ${P}status s on s.id_rec_parent = c.id_rec and s.id_flownet = c.id_flownet)
      select u.id_rec, u.id_flownet, s.status, d.day::varchar as day, d.oil, d.gas, d.water from ${P}units u
      left join statuses s on s.unit = u.id_rec and s.id_flownet = u.id_flownet and s.place = 1
      left join last_days l on l.unit = u.id_rec and l.id_flownet = u.id_flownet
      left join days d on d.unit = u.id_rec and d.id_flownet = u.id_flownet and d.day = l.day`);
    sql.close();
    const known = new Map(rows.map((row) => [`${row.id_flownet} ${row.id_rec}`, row]));
    const figures = { status: 0, oil: 0 };
    expect(Date.parse(attributesAsOf)).toBeLessThanOrEqual(Date.now());
    for (const { properties } of geojson.features) {
      const row = known.get(`${properties.prodviewFlownetId} ${properties.prodviewUnitId}`);
      const { unitStatus, lastRateDate, lastOilRateBblPerDay, lastGasRateMcfPerDay, lastWaterRateBblPerDay } =
        properties;
      expect([unitStatus, lastRateDate]).toEqual([row?.status ?? null, row?.day ?? null]);
      for (const [found, told] of [
        [lastOilRateBblPerDay, row?.oil],
        [lastGasRateMcfPerDay, row?.gas],
        [lastWaterRateBblPerDay, row?.water],
      ])
        expect(found ?? 0).toBeCloseTo(told ?? 0, 6);
      figures.status += unitStatus === null ? 0 : 1;
      figures.oil += lastOilRateBblPerDay > 0 ? 1 : 0;
    }
    expect(figures.status).toBeGreaterThan(100);
    expect(figures.oil).toBeGreaterThan(10);
  });

  test('are there only where they are asked for', async () => {
    const { geojson, attributesAsOf } = await layer('wellLocations', 'geojson attributesAsOf', GULF, 'first: 2');
    expect(attributesAsOf).toBeNull();
    expect(Object.keys(geojson.features[0].properties)).not.toContain('unitStatus');
  });
});

describe('what cannot be used is named before any store is asked', () => {
  const box = 'west: -89, south: 27, east: -88, north: 29';
  test.each([
    [`bbox: { ${box} }, zoom: -1`, 'facilitySites { matched }', 'zoom: is -1; it has to be from 0 to 24'],
    [`bbox: { ${box} }, zoom: 25`, 'facilitySites { matched }', 'zoom: is 25'],
    ['bbox: { west: -181, south: 27, east: -88, north: 29 }, zoom: 1', 'pipelines { matched }', 'bbox.west: is -181'],
    ['bbox: { west: -89, south: 27, east: -88, north: 91 }, zoom: 1', 'pipelines { matched }', 'bbox.north: is 91'],
    [
      'bbox: { west: -89, south: 29, east: -88, north: 27 }, zoom: 1',
      'fields { matched }',
      'bbox.south: 29 is north of north (27)',
    ],
    [`bbox: { ${box} }, zoom: 1`, 'fields(first: -1) { matched }', 'first: is -1'],
    [`bbox: { ${box} }, zoom: 1`, 'fields(first: 10001) { matched }', 'first: is 10001; it has to be from 0 to 10000'],
    [`bbox: { ${box} }, zoom: 1`, 'pipelines(where: { status: null }) { matched }', 'where.status: is null'],
    [
      `bbox: { ${box} }, zoom: 1`,
      'wellLocations(where: { geometry: { near: { longitude: 0, latitude: 0, metres: -1 } } }) { matched }',
      'where.geometry.near.metres: is -1',
    ],
  ])('map(%s) { %s }', async (args, field, message) => {
    gateway.gis?.statements();
    const { errors } = await send(`{ map(${args}) { ${field} } }`);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(message),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(gateway.gis?.statements()).toEqual([]);
  });

  test.each(['1e999', '"NaN"', 'null'])('a west of %s is no number', async (west) => {
    const { errors } = await send(
      `{ map(bbox: { west: ${west}, south: 1, east: 2, north: 3 }, zoom: 1) { fields { matched } } }`,
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/),
    });
    expect(JSON.stringify(errors)).toContain('west');
  });

  test('one bad layer costs the others nothing', async () => {
    const { data, errors } = await send(
      `{ map(bbox: { ${box} }, zoom: 1) { fields(first: -1) { matched } pipelines { matched } } }`,
    );
    expect(errors).toHaveLength(1);
    expect(data.map).toEqual({ fields: null, pipelines: { matched: expect.any(Number) } });
  });
});

describe('a viewer', () => {
  const NETWORKS = { 'US-GULF-MC': [-91, -85], 'NO-NORTH-SEA': [0, 10] } as const;
  test.each(Object.entries(NETWORKS))(
    'of %s sees nothing of another network: no feature, count or truncation',
    async (network, [west, east]) => {
      const claims = { networks: [network] };
      const mine = (await ask(ALL, { box: BOTH, first: 10_000 }, claims)).data.map;
      const all = (await ask(ALL, { box: BOTH, first: 10_000 })).data.map;
      for (const name of LAYERS) {
        const own = all[name].geojson.features.filter(
          ({ properties }: any) => properties.prodviewFlownetId === network,
        );
        const ids = new Set(own.map(({ id }: any) => id));
        const { geojson, ...counts } = mine[name];
        expect(
          geojson.features.every(({ id }: any) => ids.has(id)),
          name,
        ).toBe(true);
        expect(counts).toEqual({
          matched: geojson.features.length,
          returned: geojson.features.length,
          truncated: false,
        });
      }
      expect(mine.wellLocations.matched).toBeGreaterThan(1_000);
      expect(mine.wellLocations.matched).toBeLessThan(all.wellLocations.matched);
      const [longitude] = mine.wellLocations.geojson.features[0].geometry.coordinates;
      expect(longitude > west && longitude < east).toBe(true);
      // As many as they may see is not truncated, whatever else is there.
      const { data } = await ask(ALL, { box: BOTH, first: mine.wellLocations.matched }, claims);
      expect(data.map.wellLocations.truncated).toBe(false);
    },
  );

  test('of one unit is told the attributes of that unit alone', async () => {
    const one = { networks: undefined, units: ['MC-W-177184005800'] };
    const { data } = await ask(ALL, { box: BOTH }, one);
    expect(data.map.wellLocations.matched).toBe(1);
    const own = data.map.wellLocations.geojson.features[0];
    const all = (await ask(ALL, { box: BOTH, first: 10_000 })).data.map.wellLocations.geojson.features;
    expect(own).toEqual(all.find(({ id }: any) => id === own.id));
  });

  test('of nothing sees an empty map', async () => {
    const { data } = await ask(ALL, { box: BOTH }, { networks: undefined });
    const empty = { geojson: { type: 'FeatureCollection', features: [] }, matched: 0, returned: 0, truncated: false };
    expect(data.map).toEqual(Object.fromEntries(LAYERS.map((name) => [name, empty])));
  });
});

describe('a store that is down', () => {
  const down = async () => {
    throw new SourceUnavailable('PRODVIEW', new Error('refused'));
  };

  test('ProdView costs the attributes, and not the map', async () => {
    const alone = await startGateway({
      maps: true,
      around: (source) => ({ ...source, select: down, aggregate: down, readAll: down }),
    });
    const { data, errors } = await alone.ask(ALL, { box: GULF });
    await alone.close();
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['map', 'wellLocations', 'geojson'], 'SOURCE_UNAVAILABLE'],
    ]);
    expect(data.map.wellLocations).toMatchObject({ geojson: null, matched: expect.any(Number) });
    expect(data.map.pipelines.geojson.features.length).toBeGreaterThan(10);
  });

  test('the map costs itself, and no more', async () => {
    const alone = await startGateway();
    const { data, errors } = await alone.ask(
      `{ networks { totalCount } ${ALL.slice(ALL.indexOf('{') + 1)}`
        .replace('$box', '{ west: 0, south: 0, east: 1, north: 1 }')
        .replace('$zoom', '1')
        .replaceAll('$first', '1'),
    );
    await alone.close();
    expect(data.networks.totalCount).toBe(3);
    expect(data.map.pipelines).toEqual({ geojson: null, matched: null, returned: null, truncated: null });
    for (const { extensions } of errors ?? [])
      expect(extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', source: 'GIS' });
  });
});
