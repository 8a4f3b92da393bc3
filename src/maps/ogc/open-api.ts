import type { GraphQLSchema } from 'graphql';
import type { ColumnKind } from '../../sources/row-source.js';
import { CRS84 } from '../bbox.js';
import { describedBy } from '../described.js';
import type { Layer } from '../layers.js';
import { GEOJSON } from './documents.js';
import { DEFAULT_ITEMS } from './parameters.js';

const TYPES: Readonly<Partial<Record<ColumnKind, object>>> = {
  integer: { type: 'integer' },
  float: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  instant: { type: 'string', format: 'date-time' },
};

const component = (name: string) => ({ $ref: `#/components/parameters/${name}` });
const parameter = (name: string, description: string, schema: object, more: object = {}) => ({
  name,
  in: 'query',
  description,
  required: false,
  schema,
  ...more,
});

const shared = (maxItems: number) => ({
  f: parameter('f', 'The form of the answer.', { type: 'string', enum: ['json'] }),
  limit: parameter(
    'limit',
    'Features of a page.',
    { type: 'integer', minimum: 1, maximum: maxItems, default: DEFAULT_ITEMS },
    FORM,
  ),
  after: parameter('after', 'The place where the page before ended; links with `rel` next carry it.', {
    type: 'string',
  }),
  bbox: parameter(
    'bbox',
    'West, south, east and north in degrees; heights may stand after south and north.',
    BOX,
    FORM,
  ),
  'bbox-crs': parameter('bbox-crs', 'The reference system of the box.', {
    type: 'string',
    enum: [CRS84],
    default: CRS84,
  }),
  where: parameter('where', "The graph's own filter of the type, as a JSON object.", { type: 'string' }),
});

const FORM = { style: 'form', explode: false };
const BOX = {
  type: 'array',
  oneOf: [
    { minItems: 4, maxItems: 4 },
    { minItems: 6, maxItems: 6 },
  ],
  items: { type: 'number' },
};

const answers = (description: string, type = 'application/json') => ({
  200: { description, content: { [type]: { schema: { type: 'object' } } } },
  ...Object.fromEntries(
    ['400', '401', '403', '404', '500', '503'].map((code) => [code, { $ref: '#/components/responses/Error' }]),
  ),
});

const get = (operationId: string, summary: string, parameters: readonly object[], type?: string) => ({
  get: { operationId, summary, parameters: [component('f'), ...parameters], responses: answers(summary, type) },
});

/** OpenAPI 3.0 of the features API. */
export function openApi(root: string, layers: Iterable<Layer>, schema: GraphQLSchema, maxItems: number) {
  const paths = [...layers].flatMap((layer) => layerPaths(layer, schema));
  const message = { type: 'object', properties: { message: { type: 'string' }, extensions: { type: 'object' } } };
  const error = { type: 'object', properties: { errors: { type: 'array', items: message } } };
  return {
    openapi: '3.0.3',
    info: { title: 'wellgraph: OGC API - Features', version: '1.0' },
    servers: [{ url: root }],
    paths: {
      '/': get('landingPage', 'The landing page', []),
      '/conformance': get('conformance', 'Conformance classes', []),
      '/collections': get('collections', 'All collections', []),
      '/api': get('api', 'This document', []),
      ...Object.fromEntries(paths),
    },
    components: {
      parameters: shared(maxItems),
      responses: {
        Error: { description: 'A coded error', content: { 'application/json': { schema: error } } },
      },
    },
  };
}

function layerPaths(layer: Layer, schema: GraphQLSchema): [string, object][] {
  const path = `/collections/${layer.name}`;
  const id = {
    name: 'featureId',
    in: 'path',
    required: true,
    description: 'The global id.',
    schema: { type: 'string' },
  };
  const own = ['limit', 'after', 'bbox', 'bbox-crs', 'where'].map(component);
  return [
    [path, get(`${layer.name}Collection`, `About ${layer.name}`, [])],
    [
      `${path}/items`,
      get(`${layer.name}Items`, `Features of ${layer.name}`, [...own, ...filtersOf(layer, schema)], GEOJSON),
    ],
    [`${path}/items/{featureId}`, get(`${layer.name}Item`, `A feature of ${layer.name}`, [id], GEOJSON)],
  ];
}

function filtersOf(layer: Layer, schema: GraphQLSchema): object[] {
  const { properties } = describedBy(schema, layer);
  const equal = layer.properties.map(({ path, field }) => {
    const name = path.join('.');
    return parameter(name, properties.get(name) ?? '', TYPES[field.column.kind] ?? { type: 'string' }, FORM);
  });
  if (!layer.time) return equal;
  const dated = `A day, an instant or an interval, on \`${layer.time.path.join('.')}\`.`;
  return [parameter('datetime', dated, { type: 'string' }, FORM), ...equal];
}
