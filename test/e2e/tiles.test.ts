import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { featuresOf, jsonOf, refusalOf, tileAround, tilePath } from '../support/map-requests.js';
import { rawRequest } from '../support/raw-request.js';

// Vector tiles over HTTP, from the embedded spatial database with the sample.

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ maps: true, env: { CORS_ORIGINS: 'https://portal.example.com' } });
}, 60_000);
afterAll(() => gateway?.close());

const GULF = tileAround(-88.2, 28.2, 8);
const get = (path: string, headers: Record<string, string> = {}) => fetch(gateway.url + path, { headers });

describe('a tile', () => {
  test('has its type, is kept by the viewer only, and knows whether it has changed', async () => {
    const first = await get(tilePath('wellLocations', GULF));
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('vary')).toMatch(/authorization/);
    expect((await featuresOf(first)).length).toBeGreaterThan(100);
    const etag = String(first.headers.get('etag'));
    const again = await get(tilePath('wellLocations', GULF), { 'if-none-match': etag });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
    const filtered = await get(tilePath('wellLocations', GULF, '?status=completed'), { 'if-none-match': etag });
    expect([filtered.status, filtered.headers.get('etag') === etag]).toEqual([200, false]);
  });

  test('says of a feature what the graph says, by the same id and names', async () => {
    const [feature] = await featuresOf(await get(tilePath('pipelines', GULF)));
    const { id, updatedAt, ...properties } = feature?.properties ?? {};
    const names = [...Object.keys(properties), 'updatedAt'];
    const { data } = await gateway.ask(`query ($id: ID!) { pipeline(id: $id) { id ${names.join(' ')} } }`, { id });
    expect(data.pipeline).toEqual({ id, updatedAt, ...properties });
  });

  test('is packed where the caller can unpack it, and only where that pays', async () => {
    const headers = { 'accept-encoding': 'gzip, br' };
    const plain = await rawRequest(gateway.url + tilePath('wellLocations', GULF));
    expect(plain.headers['content-encoding']).toBeUndefined();
    const packed = await fetch(gateway.url + tilePath('wellLocations', GULF), { headers });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('etag')).toBe(plain.headers.etag);
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(Number(plain.headers['content-length']) / 2);
    const small = await fetch(`${gateway.url}/tiles`, { headers });
    expect(small.headers.get('content-encoding')).toBeNull();
  });

  test('that nobody waits for any more is no fault', async () => {
    await get(tilePath('wellLocations', GULF));
    const inLog = (word: string) => gateway.logged.filter((line) => line.includes(word)).length;
    const [before, leaving] = [inLog('"msg":"map"'), new AbortController()];
    const tiles = Array.from({ length: 16 }, (_, zoom) =>
      fetch(gateway.url + tilePath('wellLocations', tileAround(-88.2, 28.2, zoom)), { signal: leaving.signal }),
    );
    const answers = Promise.allSettled(tiles);
    await new Promise((done) => setTimeout(done, 20));
    leaving.abort();
    expect((await answers).map(({ status }) => status)).toContain('rejected');
    await expect.poll(() => inLog('"msg":"map"') - before, { timeout: 5_000 }).toBeGreaterThan(8);
    await get(tilePath('wellLocations', GULF));
    expect(inLog('"msg":"fault"')).toBe(0);
  });

  test('of a place where nothing is has no content', async () => {
    const empty = await get(tilePath('fields', { z: 5, x: 0, y: 0 }));
    expect([empty.status, (await empty.arrayBuffer()).byteLength]).toEqual([204, 0]);
  });

  test('lets pages of the listed origins see what they need', async () => {
    const answer = await get(tilePath('fields', { z: 0, x: 0, y: 0 }), { origin: 'https://portal.example.com' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://portal.example.com');
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/etag.*x-truncated/);
  });
});

test('a tile of more features than it may hold has the first of them, and says how many there are', async () => {
  const small = await startGateway({ maps: true, env: { MAX_ROWS: '1000' } });
  const whole = await fetch(small.url + tilePath('facilitySites', { z: 0, x: 0, y: 0 }));
  expect(whole.headers.get('x-truncated')).toBeNull();
  expect(await featuresOf(whole)).toHaveLength(957);
  const world = tilePath('wellLocations', { z: 0, x: 0, y: 0 });
  const [first, second] = [await fetch(small.url + world), await fetch(small.url + world)];
  expect(first.headers.get('x-truncated')).toBe('matched=7004; returned=1000');
  expect(first.headers.get('etag')).toBe(second.headers.get('etag'));
  expect(await featuresOf(first)).toHaveLength(1_000);
  await small.close();
});

describe('TileJSON', () => {
  test('says where the tiles are, as the request has it, what is in them and whom to name', async () => {
    const { body } = await jsonOf(`${gateway.url}/tiles/wellLocations.json?status=producing`);
    const host = new URL(gateway.url).host;
    expect(body).toMatchObject({
      tilejson: '3.0.0',
      name: 'wellLocations',
      tiles: [`http://${host}/tiles/wellLocations/{z}/{x}/{y}.mvt?status=producing`],
      minzoom: 0,
      maxzoom: 16,
      vector_layers: [{ id: 'wellLocations', fields: { waterDepthM: 'Depth of the water where it stands. Unit: m.' } }],
    });
    expect(body.attribution).toContain('Norwegian Offshore Directorate');
    const [west, south, east, north] = body.bounds;
    const tile = body.tiles[0].replace('{z}', '0').replace('{x}', '0').replace('{y}', '0');
    const found = await featuresOf(await fetch(tile));
    expect(found.length).toBeGreaterThan(100);
    expect(new Set(found.map(({ properties }) => properties.status))).toEqual(new Set(['producing']));
    for (const name of found.flatMap(({ properties }) => Object.keys(properties)))
      expect(Object.keys(body.vector_layers[0].fields)).toContain(name);
    expect([west > 0, south > 50, east < 6, north < 65]).toEqual([true, true, true, true]);
  });

  test('is listed for every layer', async () => {
    const { body } = await jsonOf(`${gateway.url}/tiles`);
    expect(body.layers.map(({ name }: any) => name).sort()).toEqual([
      'facilitySites',
      'fields',
      'pipelines',
      'wellLocations',
    ]);
    for (const { tilejson } of body.layers) expect((await jsonOf(tilejson)).body.tilejson).toBe('3.0.0');
  });
});

test('who serves a map of their own names whom they like', async () => {
  const own = await startGateway({ env: { MAP_ATTRIBUTION: 'Survey of the county' } }); // no store is asked for that
  expect((await jsonOf(`${own.url}/ogc`)).body.attribution).toBe('Survey of the county');
  await own.close();
});

describe('bad input is refused before a store is asked', () => {
  test.each([
    ['/tiles/nothing/0/0/0.mvt', 404, 'layer'],
    ['/tiles/nothing.json', 404, 'layer'],
    ['/tiles/fields/17/0/0.mvt', 400, 'z'],
    ['/tiles/fields/-1/0/0.mvt', 400, 'z'],
    ['/tiles/fields/NaN/0/0.mvt', 400, 'z'],
    ['/tiles/fields/3/8/0.mvt', 400, 'x'],
    ['/tiles/fields/3/1e0/0.mvt', 400, 'x'],
    ['/tiles/fields/3/0/8.mvt', 400, 'y'],
    ['/tiles/fields/3/0/Infinity.mvt', 400, 'y'],
    ['/tiles/fields/0/0/0.mvt?colour=red', 400, 'colour'],
    ['/tiles/fields/0/0/0.mvt?name=A&name=B', 400, 'name'],
    ['/tiles/fields/0/0/0.mvt?name=%00', 400, 'name'],
    ['/tiles/fields/0/0/0.mvt?discoveryYear=old', 400, 'discoveryYear'],
    ['/tiles/fields/0/0/0.mvt?discoveryYear=1e400', 400, 'discoveryYear'],
    ['/tiles/fields/0/0/0.mvt?areaKm2=NaN', 400, 'areaKm2'],
    ['/tiles/fields/0/0/0.mvt?updatedAt=yesterday', 400, 'updatedAt'],
    ['/tiles/facilitySites/0/0/0.mvt?startDate=2024-02-30', 400, 'startDate'],
    ['/tiles/facilitySites/0/0/0.mvt?datetime=2024-02-30', 400, 'datetime'],
    ['/tiles/fields/0/0/0.mvt?where=[]', 400, 'where'],
    ['/tiles/fields/0/0/0.mvt?where={"name":"\\u0000"}', 400, 'where'],
    ['/tiles/fields/0/0/0.mvt?where={"areaKm2":{"gt":"x"}}', 400, 'where.areaKm2.gt'],
    ['/tiles/fields/0/0/0.mvt?where={"colour":{"eq":"red"}}', 400, 'where'],
    [
      '/tiles/fields/0/0/0.mvt?where={"geometry":{"within":{"bbox":{"west":0,"south":9,"east":1,"north":1}}}}',
      400,
      'where.geometry.within.bbox.south',
    ],
    ['/tiles/%zz/0/0/0.mvt', 400, 'url'],
  ])('%s', async (path, status, argument) => {
    gateway.gis?.statements();
    const refusal = await refusalOf(gateway.url + path);
    expect(refusal).toMatchObject({ status, code: 'BAD_USER_INPUT', argument, retryable: false });
    expect(refusal.requestId).toBeTruthy();
    expect(refusal.message).not.toMatch(/Did you mean/);
    expect(gateway.gis?.statements()).toEqual([]);
  });

  test('a filter that nests too deep is refused', async () => {
    const deep = `${'{"not":'.repeat(6)}{}${'}'.repeat(6)}`;
    expect(await refusalOf(`${gateway.url}/tiles/fields/0/0/0.mvt?where=${deep}`)).toMatchObject({ status: 400 });
  });
});

test('without its database the map is missing, in a coded error', async () => {
  const alone = await startGateway();
  expect(await refusalOf(`${alone.url}/tiles/fields/0/0/0.mvt`)).toMatchObject({
    status: 503,
    code: 'SOURCE_UNAVAILABLE',
    source: 'GIS',
  });
  await alone.close();
});
