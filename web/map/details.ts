import { type MapGeoJSONFeature, type Map as MapView, type MapMouseEvent, Popup } from 'maplibre-gl';
import { cardOf, type Hit } from './card.js';
import { LAYERS, type LayerName, RATES } from './layers.js';
import { pagesOf } from './pager.js';

/** What can be clicked; what lies on top first. */
const CLICKABLE: readonly string[] = [...LAYERS].reverse();
/** Pixels beside the pointer that count as hit: wells are small. */
const NEAR = 4;

/** A click shows what the features there say of themselves, one at a time. */
export function showDetails(map: MapView): void {
  const popup = new Popup({ maxWidth: '340px' });
  map.on('click', (event) => {
    const hits = hitsOf(map, event);
    if (hits.length === 0) return;
    const content = pagesOf(hits.map((hit) => () => cardOf(hit)));
    popup.setLngLat(event.lngLat).setDOMContent(content).addTo(map);
  });
  map.on('mousemove', (event) => {
    map.getCanvas().style.cursor = featuresNear(map, event, [...CLICKABLE]).length > 0 ? 'pointer' : '';
  });
}

/** Each feature once, though neighbouring tiles may all have it. */
function hitsOf(map: MapView, event: MapMouseEvent): Hit[] {
  const rates = new Map(featuresNear(map, event, [RATES]).map(({ properties }) => [properties.id, properties]));
  const hits = new Map<string, Hit>();
  for (const { layer, properties } of featuresNear(map, event, [...CLICKABLE])) {
    const hit = { layer: layer.id as LayerName, properties: { ...properties, ...rates.get(properties.id) } };
    if (!hits.has(properties.id)) hits.set(properties.id, hit);
  }
  return [...hits.values()];
}

const featuresNear = (map: MapView, { point: { x, y } }: MapMouseEvent, layers: string[]): MapGeoJSONFeature[] =>
  map.queryRenderedFeatures(
    [
      [x - NEAR, y - NEAR],
      [x + NEAR, y + NEAR],
    ],
    { layers },
  );
