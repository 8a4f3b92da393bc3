import { globalId } from '../../../src/binding/global-id.js';
import { layersOf } from '../../../src/maps/layers.js';
import { built } from '../execute.js';
import { featuresOf, tileAround, tilePath } from '../map-requests.js';
import type { Side, World } from './world.js';

const { bindings } = built;

/** A feature as the features API has it, of who sees everything. */
interface Feature {
  readonly id: string;
  readonly properties: Record<string, any>;
  readonly geometry: any;
}

/** Where a layer is asked: what is seen, what is not, and what is asked about them. */
interface Known {
  readonly layer: string;
  readonly features: readonly Feature[];
  /** The first that the viewer sees, the first that they do not, and one of another network. */
  readonly some: readonly Feature[];
  readonly next: string;
}

const LAYERS = [...layersOf(bindings).keys()];
const NOWHERE = globalId({ ...(bindings.views.get('WellLocation') as any) }, { id: 'nowhere' });

/** What is asked of each address, as the router has it. What is not here has not been thought of. */
export const ADDRESSES: Readonly<Record<string, (known: Known) => readonly string[]>> = {
  'GET /tiles': () => ['/tiles'],
  'GET /tiles/:layer.json': ({ layer, some }) => [
    `/tiles/${layer}.json`,
    ...filters(some).map((filter) => `/tiles/${layer}.json?${filter}`),
  ],
  'GET /tiles/:layer/:z/:x/:y.mvt': ({ layer, features, some }) => [
    tilePath(layer, { z: 0, x: 0, y: 0 }),
    ...features.flatMap((feature) => [5, 10].map((z) => tilePath(layer, tileAround(...placeOf(feature), z)))),
    ...filters(some).map((filter) => tilePath(layer, { z: 0, x: 0, y: 0 }, `?${filter}`)),
  ],
  'GET /ogc': () => ['/ogc'],
  'GET /ogc/': () => ['/ogc/'],
  'GET /ogc/conformance': () => ['/ogc/conformance'],
  'GET /ogc/api': () => ['/ogc/api'],
  'GET /ogc/collections': () => ['/ogc/collections'],
  'GET /ogc/collections/:collection': ({ layer }) => [`/ogc/collections/${layer}`, '/ogc/collections/nowhere'],
  'GET /ogc/collections/:collection/items': ({ layer, some, next }) =>
    [
      '?limit=1000',
      '?limit=2',
      '?limit=0',
      '?nonsense=1',
      '?datetime=2000-01-01/..',
      `?${next}`,
      ...some.map((feature) => `?limit=100&bbox=${boxAround(feature)}`),
      ...filters(some).map((filter) => `?limit=100&${filter}`),
    ].map((query) => `/ogc/collections/${layer}/items${query}`),
  'GET /ogc/collections/:collection/items/*': ({ layer, features }) =>
    [...features.map(({ id }) => id), NOWHERE, 'nonsense'].map((id) => `/ogc/collections/${layer}/items/${id}`),
};

/** Addresses that tell of no row, and those that are walked elsewhere. */
export const ELSEWHERE = [
  'GET /graphql',
  'POST /graphql',
  'POST /graphql/stream',
  'POST /export',
  'GET /health/live',
  'GET /health/ready',
  'GET /demo/roles',
  'GET *', // pages, which are everybody's
];

const placeOf = ({ geometry }: Feature): [number, number] => {
  let place = geometry.coordinates;
  while (Array.isArray(place[0])) place = place[0];
  return [place[0], place[1]];
};
const boxAround = (feature: Feature) => {
  const [x, y] = placeOf(feature);
  return [x - 0.6, y - 0.6, x + 0.6, y + 0.6].map((each) => each.toFixed(3)).join(',');
};

/** A filter for each property of these features, for what they have there; and for all of them at once, as JSON. */
function filters(features: readonly Feature[]): string[] {
  const each = features.flatMap(({ properties }) =>
    Object.entries(properties).flatMap(([name, value]) =>
      value === null || typeof value === 'object' ? [] : [`${name}=${encodeURIComponent(String(value))}`],
    ),
  );
  const networks = features.flatMap(({ properties }) => properties.prodviewFlownetId ?? []);
  const where = JSON.stringify({ or: [{ prodviewFlownetId: { in: networks } }, { not: { name: { eq: 'x' } } }] });
  return [...new Set(each), `where=${encodeURIComponent(where)}`];
}

/** What the layers hold, as who sees everything is told. */
export async function knownLayers({ admin, route }: World): Promise<Known[]> {
  const all = LAYERS.map(async (layer): Promise<Known> => {
    const items = async (side: Side, query: string) => {
      const url = `${side.gateway.url}/ogc/collections/${layer}/items?${query}`;
      return (await (await fetch(url, { headers: side.headers })).json()) as any;
    };
    const features: Feature[] = (await items(admin, 'limit=1000')).features;
    const seen = new Set((await items(route, 'limit=1000')).features.map(({ id }: Feature) => id));
    const hidden = features.filter(({ id }) => !seen.has(id));
    const networks = new Set(hidden.map(({ properties }) => properties.prodviewFlownetId));
    const some = [
      ...features.filter(({ id }) => seen.has(id)).slice(0, 1),
      ...[...networks].flatMap((of) => hidden.find(({ properties }) => properties.prodviewFlownetId === of) ?? []),
    ];
    if (seen.size === 0 || hidden.length === 0)
      throw new Error(`${layer} has no features to walk: fill it in map-rows.ts`);
    const { links } = await items(admin, 'limit=1');
    const next = new URL(links.find(({ rel }: any) => rel === 'next').href).search.slice(1);
    return { layer, features, some, next };
  });
  return Promise.all(all);
}

/** An answer of the map, but for where and when it was given. Pages are read to the end. */
export async function mapAnswer({ gateway, headers }: Side, path: string): Promise<unknown> {
  const response = await fetch(gateway.url + path, { headers });
  const told = {
    status: response.status,
    type: response.headers.get('content-type'),
    cut: response.headers.get('x-truncated'),
  };
  if (path.includes('.mvt') && response.status < 300) {
    const features = await featuresOf(response);
    return { ...told, features: features.map((each) => JSON.stringify(each)).sort() };
  }
  const body = JSON.parse((await response.text()).replaceAll(gateway.url, ''));
  const next = body.links?.find?.(({ rel }: any) => rel === 'next')?.href;
  const following = next && path.includes('limit=2') ? await mapAnswer({ gateway, headers }, next) : null;
  const { timeStamp, ...rest } = body;
  for (const error of rest.errors ?? []) delete error.extensions.requestId;
  return { ...told, body: rest, following };
}
