import type { GraphQLSchema } from 'graphql';
import { CRS84 } from '../bbox.js';
import { describedBy } from '../described.js';
import type { Extent } from '../extent.js';
import type { Layer } from '../layers.js';

export const GEOJSON = 'application/geo+json';
export const OPEN_API = 'application/vnd.oai.openapi+json;version=3.0';
const JSON_TYPE = 'application/json';
const GREGORIAN = 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian';

const CLASSES = ['core', 'geojson', 'oas30'];
export const conformance = {
  conformsTo: CLASSES.map((each) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${each}`),
};

const link = (href: string, rel: string, type = JSON_TYPE, title?: string) => ({
  href,
  rel,
  type,
  ...(title && { title }),
});

/** @param root where the features API begins, as the request has it */
export function landingPage(root: string, attribution: string | undefined) {
  return {
    title: 'wellgraph',
    description: 'Sites, pipelines, wells and fields of production operations, as far as the caller may see them.',
    ...(attribution && { attribution }),
    links: [
      link(root, 'self'),
      link(`${root}/api`, 'service-desc', OPEN_API, 'The API as OpenAPI 3.0'),
      link(`${root}/conformance`, 'conformance', JSON_TYPE, 'Conformance classes'),
      link(`${root}/collections`, 'data', JSON_TYPE, 'Collections'),
    ],
  };
}

export function collectionsPage(root: string, collections: readonly object[]) {
  return { links: [link(`${root}/collections`, 'self')], collections };
}

export function collection(layer: Layer, { box, times }: Extent, root: string, schema: GraphQLSchema) {
  const self = `${root}/collections/${layer.name}`;
  const spatial = box && { spatial: { bbox: [box], crs: CRS84 } };
  const temporal = times && { temporal: { interval: [times], trs: GREGORIAN } };
  return {
    id: layer.name,
    title: layer.name,
    description: describedBy(schema, layer).layer,
    itemType: 'feature',
    crs: [CRS84],
    ...((spatial || temporal) && { extent: { ...spatial, ...temporal } }),
    links: [link(self, 'self'), link(`${self}/items`, 'items', GEOJSON, layer.name)],
  };
}

/** @param query the page's own; its `next` differs only in `after` */
export function itemsLinks(layer: Layer, root: string, query: ReadonlyMap<string, string>, next: string | undefined) {
  const items = `${root}/collections/${layer.name}/items`;
  const at = (entries: Iterable<[string, string]>) => {
    const text = new URLSearchParams([...entries]).toString();
    return text ? `${items}?${text}` : items;
  };
  return [
    link(at(query), 'self', GEOJSON),
    ...(next ? [link(at(new Map(query).set('after', next)), 'next', GEOJSON)] : []),
    link(`${root}/collections/${layer.name}`, 'collection'),
  ];
}

export function itemLinks(layer: Layer, root: string, id: string) {
  const collectionUrl = `${root}/collections/${layer.name}`;
  return [link(`${collectionUrl}/items/${id}`, 'self', GEOJSON), link(collectionUrl, 'collection')];
}
