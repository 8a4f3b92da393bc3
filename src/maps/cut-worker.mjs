// Cuts vector tiles in a thread of its own, where the database makes none. JavaScript, because a worker cannot begin with
// a TypeScript file where the sources are run as they are.

import { parentPort } from 'node:worker_threads';
import GeoJSONVT from 'geojson-vt';
import tileFormat from 'vt-pbf';

const POINT = 1;
const POLYGON = 3;

/** Twice the area of a closed ring. */
const area = (ring) => {
  let sum = 0;
  for (let at = 1; at < ring.length; at++) sum += ring[at - 1][0] * ring[at][1] - ring[at][0] * ring[at - 1][1];
  return Math.abs(sum);
};

const withoutRepeats = (line) =>
  line.filter(([x, y], at) => at === 0 || x !== line[at - 1][0] || y !== line[at - 1][1]);

/** Without parts that are nothing at this zoom; undefined where nothing is left. */
function visible({ type, geometry, tags }) {
  if (type === POINT) return { type, geometry, tags };
  const lines = geometry.map(withoutRepeats);
  const left = lines.filter((line) => (type === POLYGON ? area(line) > 0 : line.length > 1));
  return left.length > 0 ? { type, geometry: left, tags } : undefined;
}

function* positionsOf(coordinates) {
  if (typeof coordinates[0] === 'number') yield coordinates;
  else for (const inner of coordinates) yield* positionsOf(inner);
}

/** A point in the middle of what lies of a shape's box in the tile's. */
function middleOf({ coordinates }, { box, extent, at }) {
  const own = [180, 90, -180, -90];
  for (const [x, y] of positionsOf(coordinates)) {
    own[0] = Math.min(own[0], x);
    own[1] = Math.min(own[1], y);
    own[2] = Math.max(own[2], x);
    own[3] = Math.max(own[3], y);
  }
  const longitude = (Math.max(own[0], box[0]) + Math.min(own[2], box[2])) / 2;
  const latitude = (Math.max(own[1], box[1]) + Math.min(own[3], box[3])) / 2;
  const [x, y] = [longitude / 360 + 0.5, 0.5 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / (2 * Math.PI)];
  const unit = (part, tile) => Math.round((part * 2 ** at.z - tile) * extent);
  return [unit(x, at.x), unit(y, at.y)];
}

/** The library also copies what lies near the edge of the world to its other side; the tile holds each feature once. */
function isHere({ type, geometry }, extent) {
  const positions = type === POINT ? geometry : geometry.flat();
  return positions.some(([x]) => x >= 0 && x <= extent);
}

/** Features in the order in which they came, each once, whatever the library leaves of it. */
function featuresOf(task) {
  const { features, at, extent, buffer } = task;
  const shapes = features.map(({ geometry }) => JSON.parse(geometry));
  const collection = shapes.map((geometry, index) => ({ type: 'Feature', geometry, properties: { index } }));
  const options = { maxZoom: at.z, indexMaxZoom: 0, tolerance: 1, extent, buffer };
  const cut = new GeoJSONVT({ type: 'FeatureCollection', features: collection }, options).getTile(at.z, at.x, at.y);
  const found = new Map();
  for (const feature of cut?.features ?? []) {
    const { index } = feature.tags;
    if (!found.has(index) || isHere(feature, extent)) found.set(index, feature);
  }
  return features.map(({ properties }, index) => {
    const kept = found.get(index);
    const shape = kept && visible(kept);
    return { ...(shape ?? { type: POINT, geometry: [middleOf(shapes[index], task)] }), tags: properties };
  });
}

parentPort.on('message', (task) => {
  try {
    const layers = { [task.layer]: { features: featuresOf(task) } };
    const bytes = tileFormat.fromGeojsonVt(layers, { version: 2, extent: task.extent });
    parentPort.postMessage({ id: task.id, bytes });
  } catch (error) {
    parentPort.postMessage({ id: task.id, error });
  }
});
