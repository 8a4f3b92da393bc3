import type { ExpressionSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import { FLOWS, NARROW, NEARER, of, RATE_OF, RATES, WIDE } from './layers.js';

type Layout = NonNullable<SymbolLayerSpecification['layout']>;

// Letters are the browser's own: no server of glyphs is asked.
const FONT: Layout = { 'text-font': ['sans-serif'], 'text-size': 11 };
const NAME: Layout = { ...FONT, 'text-field': ['get', 'name'], 'text-padding': 6 };
const DEGREES: Layout = {
  ...FONT,
  'text-field': ['get', 'label'],
  'text-size': 10,
  'symbol-placement': 'line',
  'symbol-spacing': 400,
};
const INK = { 'text-color': '#2c3742', 'text-halo-color': '#ffffff', 'text-halo-width': 1.4 };
const PALE = { ...INK, 'text-color': '#7b8a96' };
// The format's own limit of digits does nothing where it is 0.
const perDay: ExpressionSpecification = ['concat', ['number-format', ['round', RATE_OF], {}], ' bbl/d'];

/** Names and figures, where they fit. */
export const labels: readonly SymbolLayerSpecification[] = [
  { id: 'degrees-5', type: 'symbol', source: WIDE, maxzoom: NEARER, layout: DEGREES, paint: PALE },
  { id: 'degrees-1', type: 'symbol', source: NARROW, minzoom: NEARER, layout: DEGREES, paint: PALE },
  { ...of('fields'), id: 'field-names', type: 'symbol', minzoom: 6, layout: NAME, paint: INK },
  {
    ...of('facilitySites'),
    id: 'site-names',
    type: 'symbol',
    minzoom: 7,
    filter: ['!=', ['get', 'siteType'], 'SUBSEA'],
    layout: { ...NAME, 'text-anchor': 'left', 'text-offset': [0.8, 0] },
    paint: INK,
  },
  {
    id: 'rate-labels',
    type: 'symbol',
    source: RATES,
    minzoom: 10,
    filter: FLOWS,
    layout: { ...FONT, 'text-field': perDay, 'text-anchor': 'right', 'text-offset': [-1, 0] },
    paint: { ...INK, 'text-color': '#6b4a00' },
  },
];
