import { type Map as MapView, type MapMouseEvent, Popup } from 'maplibre-gl';
import { questionAbout } from './questions.js';
import { LAYERS, type LayerName, RATES } from './layers.js';

/** What can be clicked; what lies on top first. */
const CLICKABLE: readonly string[] = [...LAYERS].reverse();
/** Pixels beside the pointer that count as hit: wells are small. */
const NEAR = 4;
/** Said by the question, or by the title already. */
const HIDDEN = new Set(['id', 'name', 'updatedAt']);

/** A click shows what a feature says of itself, all of it as text. */
export function showDetails(map: MapView): void {
  const popup = new Popup({ maxWidth: '340px' });
  map.on('click', (event) => {
    const [feature] = featuresNear(map, event, [...CLICKABLE]);
    if (!feature) return;
    const { properties } = feature;
    const known = featuresNear(map, event, [RATES]).find((each) => each.properties.id === properties.id);
    const content = contentOf(feature.layer.id as LayerName, { ...properties, ...known?.properties });
    popup.setLngLat(event.lngLat).setDOMContent(content).addTo(map);
  });
  map.on('mousemove', (event) => {
    map.getCanvas().style.cursor = featuresNear(map, event, [...CLICKABLE]).length > 0 ? 'pointer' : '';
  });
}

const featuresNear = (map: MapView, { point: { x, y } }: MapMouseEvent, layers: string[]) =>
  map.queryRenderedFeatures(
    [
      [x - NEAR, y - NEAR],
      [x + NEAR, y + NEAR],
    ],
    { layers },
  );

function contentOf(layer: LayerName, properties: Readonly<Record<string, unknown>>): HTMLElement {
  const box = element('article');
  const rows = Object.entries(properties).filter(([name, value]) => !HIDDEN.has(name) && value !== null);
  const list = element('dl');
  for (const [name, value] of rows) list.append(element('dt', name), element('dd', textOf(value)));
  const link = element('a', 'Ask the graph about it');
  link.href = questionAbout(layer, String(properties.id));
  box.append(element('h2', String(properties.name ?? layer)), list, link);
  return box;
}

const textOf = (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en') : String(value));

function element<K extends keyof HTMLElementTagNameMap>(tag: K, text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
