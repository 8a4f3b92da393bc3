import type { Feature, Geometry, LineString, MultiLineString, Point, Position } from 'geojson';
import type { Row } from '../sources/row-source.js';
import type { Connection } from './connections.js';
import type { Place } from './places.js';
import type { Trace } from './trace.js';

interface Drawn {
  readonly node: string;
  readonly depth: number;
  readonly row: Row;
  readonly place: Place;
}

export function nodeFeature(trace: Trace, { node, depth, row, place }: Drawn): Feature<Geometry | null> {
  return {
    type: 'Feature',
    id: trace.idOf('UnitNode', node),
    geometry: JSON.parse(place.geometry) as Geometry,
    properties: {
      type: 'TraceNode',
      depth,
      name: row.node_name ?? null,
      kind: row.node_type ?? null,
      placeOf: place.of,
    },
  };
}

/** The course of its pipelines, or a straight line that says it is one; none between two nodes of one place. */
export function edgeFeature(
  trace: Trace,
  { id, from, to, recirculation, validFrom, validTo }: Connection,
  start: Place,
  end: Place,
  courses: readonly string[],
): Feature<Geometry | null> {
  const ends = { from: trace.idOf('UnitNode', from), to: trace.idOf('UnitNode', to) };
  const schematic = courses.length === 0;
  return {
    type: 'Feature',
    id: trace.idOf('FlowConnection', id),
    geometry: schematic ? straight(start, end) : courseOf(courses),
    properties: { type: 'TraceEdge', ...ends, recirculation, validFrom, validTo, schematic },
  };
}

function straight(start: Place, end: Place): LineString | null {
  if (start.geometry === end.geometry) return null;
  const [from, to] = [start, end].map(({ geometry }) => (JSON.parse(geometry) as Point).coordinates);
  return { type: 'LineString', coordinates: [from ?? [], to ?? []] };
}

function courseOf(courses: readonly string[]): LineString | MultiLineString {
  const lines = courses.flatMap((course): Position[][] => {
    const line = JSON.parse(course) as LineString | MultiLineString;
    return line.type === 'LineString' ? [line.coordinates] : line.coordinates;
  });
  const [only] = lines;
  return only && lines.length === 1
    ? { type: 'LineString', coordinates: only }
    : { type: 'MultiLineString', coordinates: lines };
}
