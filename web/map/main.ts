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

/** As in map.css. */
const NARROW = matchMedia('(max-width: 700px)');

const part = (id: string) => document.getElementById(id) ?? document.body;
const say = (text: string) => {
  part('status').textContent = text;
};

setWorkerUrl(workerUrl);
showLegend(part('legend'));
foldWhereNarrow();
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
    attributionControl: { compact: NARROW.matches, customAttribution: '<a href="https://maplibre.org/">MapLibre</a>' },
  });
  globalThis.wellgraphMap = map;
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl(), 'top-left');
  map.on('error', ({ error }) => say(error.message));
  showPlaces(map, places, part('places'));
  showDetails(map);
  map.once('load', () => {
    if (NARROW.matches) foldCredits(map);
    showRates(map, say);
  });
}

/** On a phone the legend, and later the credits, are there to be opened: the map is what its reader came for. */
function foldWhereNarrow(): void {
  const fold = () => part('folded').toggleAttribute('open', !NARROW.matches);
  NARROW.addEventListener('change', fold);
  fold();
}

/** MapLibre itself folds compact credits when the map is first moved. */
function foldCredits(map: MapView): void {
  const credits = map.getContainer().querySelector('.maplibregl-ctrl-attrib.maplibregl-compact-show');
  credits?.querySelector('summary')?.click();
}
