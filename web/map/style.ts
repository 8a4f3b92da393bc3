import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { graticule } from './graticule.js';
import { labels } from './labels.js';
import { FLOWS, LAYERS, NARROW, NEARER, of, RATE_OF, RATES, WIDE } from './layers.js';
import { FIELDS, OTHER, PIPELINES, RATE, SITES, type Swatch, WELL } from './palette.js';

const THIN = { 'line-color': '#c6d2db', 'line-width': 0.8 };

/** Plain: nothing is asked of another host, and letters are drawn from the browser's own. */
export function styleOf(base: string): StyleSpecification {
  const tiles = LAYERS.map((name) => [name, { type: 'vector', url: `${base}/tiles/${name}.json` }] as const);
  return {
    version: 8,
    sources: {
      [WIDE]: { type: 'geojson', data: graticule(5) },
      [NARROW]: { type: 'geojson', data: graticule(1) },
      ...Object.fromEntries(tiles),
      [RATES]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [
      { id: 'background', type: 'background', paint: { 'background-color': '#eaf0f4' } },
      { id: WIDE, type: 'line', source: WIDE, maxzoom: NEARER, paint: THIN },
      { id: NARROW, type: 'line', source: NARROW, minzoom: NEARER, paint: THIN },
      ...shapes(),
      ...points(),
      ...labels,
    ],
  };
}

function shapes(): LayerSpecification[] {
  const field = of('fields');
  const line = of('pipelines');
  return [
    {
      ...field,
      id: 'fields',
      type: 'fill',
      paint: { 'fill-color': colours('hydrocarbons', FIELDS), 'fill-opacity': 0.22 },
    },
    {
      ...field,
      id: 'field-outlines',
      type: 'line',
      paint: { 'line-color': colours('hydrocarbons', FIELDS), 'line-width': 0.8, 'line-opacity': 0.6 },
    },
    {
      ...line,
      id: 'pipelines',
      type: 'line',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colours('commodity', PIPELINES), 'line-width': byZoom(1.2, 2.6) },
    },
  ];
}

function points(): LayerSpecification[] {
  return [
    {
      ...of('wellLocations'),
      id: 'wellLocations',
      type: 'circle',
      paint: { 'circle-color': WELL, 'circle-radius': byZoom(1, 3), 'circle-opacity': 0.7 },
    },
    {
      id: RATES,
      source: RATES,
      type: 'circle',
      filter: FLOWS,
      layout: { 'circle-sort-key': ['-', 0, RATE_OF] },
      paint: {
        'circle-color': RATE,
        'circle-opacity': 0.75,
        // The area says how much: 10,000 bbl a day are 11 pixels.
        'circle-radius': ['max', 2.5, ['*', 0.11, ['sqrt', RATE_OF]]],
        'circle-stroke-color': '#8a5f00',
        'circle-stroke-width': 0.6,
      },
    },
    {
      ...of('facilitySites'),
      id: 'facilitySites',
      type: 'circle',
      layout: { 'circle-sort-key': ['match', ['get', 'siteType'], 'SUBSEA', 0, 1] },
      paint: {
        'circle-color': colours('siteType', SITES),
        'circle-radius': byZoom(2.2, 6),
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 0.8,
      },
    },
  ];
}

const byZoom = (far: number, near: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  4,
  far,
  11,
  near,
];

const colours = (property: string, swatches: readonly Swatch[]) =>
  [
    'match',
    ['coalesce', ['get', property], ''],
    ...swatches.flatMap(({ values, colour }) => [[...values], colour]),
    OTHER,
  ] as unknown as ExpressionSpecification;
