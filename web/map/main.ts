import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import { Map as MapView, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { showDetails } from './details.js';
import { showLegend } from './legend.js';
import { readPlaces, showPlaces } from './places.js';
import { showRates } from './rates.js';
import { styleOf } from './style.js';

declare global {
  /** For the browser's console. */
  var wellgraphMap: MapView | undefined;
}

const part = (id: string) => document.getElementById(id) ?? document.body;
const say = (text: string) => {
  part('status').textContent = text;
};

setWorkerUrl(workerUrl);
showLegend(part('legend'));
open().catch((error: Error) => say(error.message));

/** Begins at the place that the address names behind `#`, else at the basin with most sites. */
async function open(): Promise<void> {
  const places = await readPlaces();
  const map = new MapView({
    container: 'map',
    style: styleOf(location.origin),
    hash: true,
    ...(places[0] && { bounds: places[0].bounds, fitBoundsOptions: { padding: 30 } }),
    maxZoom: 16,
    fadeDuration: 0,
    renderWorldCopies: false,
    dragRotate: false,
    attributionControl: { compact: false, customAttribution: '<a href="https://maplibre.org/">MapLibre</a>' },
  });
  globalThis.wellgraphMap = map;
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl(), 'top-left');
  map.on('error', ({ error }) => say(error.message));
  showPlaces(map, places, part('places'));
  showDetails(map);
  map.once('load', () => showRates(map, say));
}
