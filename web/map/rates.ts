import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapView } from 'maplibre-gl';
import { ask } from './graph.js';
import { RATES } from './layers.js';

/** Farther away the wells of a viewport are too many to ask for each. */
export const FROM_ZOOM = 6;
/** Wells of one answer. */
const MOST = 3_000;
const QUERY = /* GraphQL */ `
  query Rates($bbox: BoxInput!, $zoom: Int!, $first: Int!) {
    map(bbox: $bbox, zoom: $zoom) {
      wellLocations(first: $first, attributes: [STATUS, LAST_OIL_RATE, LAST_GAS_RATE, LAST_WATER_RATE]) {
        geojson
        matched
        returned
      }
    }
  }
`;

interface Rates {
  readonly map: {
    readonly wellLocations: {
      readonly geojson: FeatureCollection;
      readonly matched: number;
      readonly returned: number;
    };
  };
}

/** Keeps the last rates of the wells in view, asked of the graph each time the map comes to rest. */
export function showRates(map: MapView, say: (text: string) => void): void {
  let before = new AbortController();
  const read = async () => {
    before.abort();
    if (map.getZoom() < FROM_ZOOM) return say('Last oil rates of wells are shown from nearer.');
    before = new AbortController();
    const { signal } = before;
    const variables = { bbox: boxOf(map), zoom: Math.floor(map.getZoom()), first: MOST };
    const { wellLocations } = (await ask<Rates>(QUERY, variables, signal)).map;
    map.getSource<GeoJSONSource>(RATES)?.setData(withIds(wellLocations.geojson));
    say(summaryOf(wellLocations));
  };
  const start = () => void read().catch((error: Error) => error.name !== 'AbortError' && say(error.message));
  map.on('moveend', start);
  start();
}

/** The map drops ids that are texts: they stand among the properties, as they do in tiles. */
const withIds = ({ type, features }: FeatureCollection): FeatureCollection => ({
  type,
  features: features.map((feature) => ({ ...feature, properties: { ...feature.properties, id: feature.id } })),
});

function summaryOf({ matched, returned, geojson }: Rates['map']['wellLocations']): string {
  const flowing = geojson.features.filter(({ properties }) => properties?.lastOilRateBblPerDay > 0).length;
  const asked = matched > returned ? ` of the first ${count(returned)}` : '';
  return `${count(matched)} wells in view; ${count(flowing)}${asked} have an oil rate.`;
}

function boxOf(map: MapView) {
  const bounds = map.getBounds();
  const [west, east] = [bounds.getWest(), bounds.getEast()];
  const across = east - west >= 360 ? { west: -180, east: 180 } : { west: around(west), east: around(east) };
  return { ...across, south: Math.max(bounds.getSouth(), -90), north: Math.min(bounds.getNorth(), 90) };
}

/** The world repeats itself on the screen: back to -180 to 180. */
const around = (degrees: number) => ((((degrees + 180) % 360) + 360) % 360) - 180;

const count = (value: number) => value.toLocaleString('en');
