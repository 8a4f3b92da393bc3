import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonOf, refusalOf } from '../support/map-requests.js';

// OGC API - Features as map software asks it, on the embedded spatial database with the sample.

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ maps: true });
}, 60_000);
afterAll(() => gateway?.close());

const get = async (path: string) => {
  const { status, headers, body } = await jsonOf(path.startsWith('http') ? path : `${gateway.url}/ogc${path}`);
  expect(status).toBe(200);
  return { body, type: headers.get('content-type') };
};
const items = async (layer: string, query = '') => (await get(`/collections/${layer}/items${query}`)).body;
const linked = (body: any, rel: string): string | undefined => body.links.find((link: any) => link.rel === rel)?.href;

describe('a client that knows only the landing page', () => {
  test('finds conformance, the API and the collections', async () => {
    const { body } = await get('');
    expect(linked(body, 'self')).toBe(`${gateway.url}/ogc`);
    const conformance = (await get(linked(body, 'conformance') ?? '')).body;
    expect(conformance.conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core');
    const api = await get(linked(body, 'service-desc') ?? '');
    expect(api.type).toMatch(/^application\/vnd\.oai\.openapi\+json; ?version="?3\.0/);
    expect(api.body.components.parameters.limit.schema).toMatchObject({ minimum: 1, maximum: 10_000, default: 10 });
    const collections = (await get(linked(body, 'data') ?? '')).body.collections;
    expect(collections.map(({ id }: any) => id).sort()).toEqual([
      'facilitySites',
      'fields',
      'pipelines',
      'wellLocations',
    ]);
    for (const collection of collections) {
      const [[west, south, east, north]] = collection.extent.spatial.bbox;
      expect([west < east, south < north, collection.itemType]).toEqual([true, true, 'feature']);
      expect((await get(linked(collection, 'self') ?? '')).body).toEqual(collection);
      const page = await get(linked(collection, 'items') ?? '');
      expect(page.type).toMatch('application/geo+json');
      expect(page.body).toMatchObject({ type: 'FeatureCollection', numberReturned: 10 });
      expect(page.body.numberMatched).toBeGreaterThan(100);
      expect(Number.isNaN(Date.parse(page.body.timeStamp))).toBe(false);
      const [feature] = page.body.features;
      const { body: item } = await get(`/collections/${collection.id}/items/${feature.id}`);
      expect(item).toMatchObject(feature);
      expect(linked(item, 'collection')).toBe(linked(collection, 'self'));
    }
  });

  test('asks the store where the layers lie once, not at every start', async () => {
    const { body } = await get('/collections');
    gateway.gis?.statements();
    expect((await get('/collections')).body).toEqual(body);
    const [{ id, extent }] = body.collections;
    expect((await jsonOf(`${gateway.url}/tiles/${id}.json`)).body.bounds).toEqual(extent.spatial.bbox[0]);
    expect(gateway.gis?.statements()).toEqual([]);
    const filtered = (await jsonOf(`${gateway.url}/tiles/${id}.json?status=retired`)).body.bounds;
    expect(filtered).not.toEqual(extent.spatial.bbox[0]);
    expect(gateway.gis?.statements()).toHaveLength(1);
  });

  test('is told whom to name with the data', async () => {
    const credits = /Bureau of Safety.* Norwegian licence for Open Government data \(NLOD\) distributed by .*Sodir/;
    expect((await get('')).body.attribution).toMatch(credits);
  });

  test('every path and every reference of the API is there, and every property is a parameter', async () => {
    const { body } = await get('/api');
    const text = JSON.stringify(body);
    for (const [, kind, name] of text.matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g))
      expect(body.components[kind as string][name as string]).toBeDefined();
    for (const path of Object.keys(body.paths).filter((each) => !each.includes('{')))
      await get(path === '/' ? '/' : path);
    const [feature] = (await items('pipelines')).features;
    const names = body.paths['/collections/pipelines/items'].get.parameters.map(({ name }: any) => name);
    for (const name of Object.keys(feature.properties)) expect(names).toContain(name);
  });
});

describe('pages', () => {
  test('follow one another without gap or doubling, and each says how many there are', async () => {
    const seen: string[] = [];
    let url: string | undefined = `${gateway.url}/ogc/collections/facilitySites/items?limit=300&source=Sodir`;
    while (url) {
      const { body }: any = await get(url);
      seen.push(...body.features.map(({ id }: any) => id));
      expect(body.numberReturned).toBe(body.features.length);
      expect(body.numberMatched).toBeGreaterThan(500);
      url = linked(body, 'next');
    }
    const { data } = await gateway.ask('{ facilitySites(where: { source: { eq: "Sodir" } }) { totalCount } }');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(data.facilitySites.totalCount);
  });

  test('are as long as they may be at most, where more is asked for', async () => {
    const all = await items('wellLocations', '?limit=999999');
    expect([all.numberReturned, all.numberMatched, linked(all, 'next')]).toEqual([7004, 7004, undefined]);
  });

  test('know whether they have changed, whenever they were made', async () => {
    const url = `${gateway.url}/ogc/collections/fields/items`;
    const etag = String((await fetch(url)).headers.get('etag'));
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await fetch(`${url}?limit=11`, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
});

describe('filters', () => {
  const matched = async (layer: string, query: string) => (await items(layer, `?${query}&limit=1`)).numberMatched;

  test('a box crosses the antimeridian where its west is greater than its east', async () => {
    const [inside, outside, all] = [
      await matched('wellLocations', 'bbox=-89,-90,-88,90'),
      await matched('wellLocations', 'bbox=-87.9999999,-90,-89.0000001,90'),
      await matched('wellLocations', 'bbox=-180,-90,180,90'),
    ];
    expect([inside > 100, inside + outside]).toEqual([true, all]);
    const high = await matched(
      'wellLocations',
      'bbox=-89,-90,0,-88,90,100&bbox-crs=http://www.opengis.net/def/crs/OGC/0/CRS84h',
    );
    expect(high).toBe(inside);
  });

  test('a property equals a value; the graph finds as many', async () => {
    const query = '{ fields(where: { discoveryYear: { eq: 1979 } }) { totalCount } }';
    const { data } = await gateway.ask(query);
    expect(data.fields.totalCount).toBeGreaterThan(0);
    expect(await matched('fields', 'discoveryYear=1979')).toBe(data.fields.totalCount);
    expect(await matched('fields', `where=${encodeURIComponent('{"discoveryYear":{"eq":1979}}')}`)).toBe(
      data.fields.totalCount,
    );
    expect(await matched('fields', 'name=nowhere%27--')).toBe(0);
  });

  test('a day, an interval and its open ends', async () => {
    const dated = (await items('facilitySites', '?limit=10000')).features
      .map(({ properties }: any) => properties.startDate)
      .filter(Boolean)
      .sort();
    const count = (holds: (day: string) => boolean) => dated.filter(holds).length;
    const day = dated[Math.floor(dated.length / 2)];
    const found = async (datetime: string) => matched('facilitySites', `datetime=${datetime}`);
    expect(await found(day)).toBe(count((each) => each === day));
    expect(await found(`${day}T12:30:00Z`)).toBe(count((each) => each === day));
    expect(await found(`${day}/..`)).toBe(count((each) => each >= day));
    expect(await found(`/${day}T00:00:00Z`)).toBe(count((each) => each <= day));
    expect(await found(`1990-01-01/${day}`)).toBe(count((each) => each >= '1990-01-01' && each <= day));
    expect(await found('../..')).toBe(dated.length);
  });

  test('a layer whose features have no day of their own is dated by its changes', async () => {
    const [feature] = (await items('wellLocations', '?limit=1')).features;
    const { updatedAt } = feature.properties;
    const all = await matched('wellLocations', 'datetime=../..');
    expect(await matched('wellLocations', `datetime=${updatedAt.slice(0, 10)}`)).toBe(all);
    expect(await matched('wellLocations', 'datetime=../2001-01-01T00:00:00Z')).toBe(0);
  });
});

describe('bad input is refused before a store is asked', () => {
  const page = '/collections/fields/items';
  test.each([
    ['/?colour=red', 400, 'colour'],
    ['/collections?f=html', 400, 'f'],
    ['/collections/nothing', 404, 'collectionId'],
    ['/collections/nothing/items', 404, 'collectionId'],
    [`${page}?f=xml`, 400, 'f'],
    [`${page}?bbbox=1,2,3,4`, 400, 'bbbox'],
    [`${page}?bbox=1,2,3`, 400, 'bbox'],
    [`${page}?bbox=1,2,3,x`, 400, 'bbox'],
    [`${page}?bbox=NaN,2,3,4`, 400, 'bbox'],
    [`${page}?bbox=1,2,3,Infinity`, 400, 'bbox'],
    [`${page}?bbox=1,2,3,1e999`, 400, 'bbox'],
    [`${page}?bbox=`, 400, 'bbox'],
    [`${page}?bbox=0,0,181,1`, 400, 'bbox.east'],
    [`${page}?bbox=0,-91,1,1`, 400, 'bbox.south'],
    [`${page}?bbox=0,5,1,1`, 400, 'bbox.south'],
    [`${page}?bbox=0,0,9,1,1,1`, 400, 'bbox'],
    [`${page}?bbox=0,0,1,1&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857`, 400, 'bbox-crs'],
    [`${page}?bbox-crs=http://www.opengis.net/def/crs/OGC/1.3/CRS84`, 400, 'bbox-crs'],
    [`${page}?bbox=0,0,1,1&bbox=0,0,1,1`, 400, 'bbox'],
    [`${page}?limit=0`, 400, 'limit'],
    [`${page}?limit=-1`, 400, 'limit'],
    [`${page}?limit=1.5`, 400, 'limit'],
    [`${page}?limit=`, 400, 'limit'],
    [`${page}?datetime=tomorrow`, 400, 'datetime'],
    [`${page}?datetime=2024-13-01`, 400, 'datetime'],
    [`${page}?datetime=2024-01-01T25:00:00Z`, 400, 'datetime'],
    [`${page}?datetime=2024-02-01/2024-01-01`, 400, 'datetime'],
    [`${page}?datetime=2024-01-01/2024-01-02/2024-01-03`, 400, 'datetime'],
    [`${page}?datetime=`, 400, 'datetime'],
    [`${page}?after=x`, 400, 'after'],
    [`${page}/x`, 404, 'featureId'],
    [`${page}/${'x'.repeat(500)}`, 404, 'featureId'],
    [`${page}/${Buffer.from('["Pipeline","a"]').toString('base64url')}`, 404, 'featureId'],
    [`${page}/${Buffer.from('["FieldArea","a\\u0000"]').toString('base64url')}`, 404, 'featureId'],
  ])('%s', async (path, status, argument) => {
    gateway.gis?.statements();
    const refusal = await refusalOf(`${gateway.url}/ogc${path}`);
    expect(refusal).toMatchObject({ status, code: 'BAD_USER_INPUT', argument });
    expect(gateway.gis?.statements()).toEqual([]);
  });

  test('a cursor of another question is refused', async () => {
    const next = new URL(linked(await items('fields', '?limit=5'), 'next') ?? '');
    next.searchParams.set('areaType', 'field');
    expect(await refusalOf(next.href)).toMatchObject({ status: 400, argument: 'after' });
  });

  test('a feature that does not exist is not found', async () => {
    const id = Buffer.from('["FieldArea","nowhere"]').toString('base64url');
    expect(await refusalOf(`${gateway.url}/ogc${page}/${id}`)).toMatchObject({ status: 404, argument: 'featureId' });
  });
});
