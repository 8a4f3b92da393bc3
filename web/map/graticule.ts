import type { Feature, FeatureCollection, LineString } from 'geojson';

/** Where the maps of the web end, to a whole step. */
const END = 85;

/** Meridians and parallels every so many degrees, named by them. They stand where another map has its coasts. */
export function graticule(step: number): FeatureCollection<LineString> {
  const steps = (end: number) => Array.from({ length: (2 * end) / step + 1 }, (_, index) => index * step - end);
  const meridians = steps(180).map((at) =>
    line(
      label(at, 'E', 'W'),
      [-END, 0, END].map((y) => [at, y]),
    ),
  );
  const parallels = steps(END).map((at) =>
    line(
      label(at, 'N', 'S'),
      [-180, 0, 180].map((x) => [x, at]),
    ),
  );
  return { type: 'FeatureCollection', features: [...meridians, ...parallels] };
}

const label = (at: number, above: string, below: string) => `${Math.abs(at)}°${at > 0 ? above : at < 0 ? below : ''}`;

const line = (text: string, coordinates: number[][]): Feature<LineString> => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates },
  properties: { label: text },
});
