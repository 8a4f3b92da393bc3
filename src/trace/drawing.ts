import type { FeatureCollection, Geometry } from 'geojson';
import { edgeFeature, nodeFeature } from './drawn-features.js';
import { mapped, unitRows } from './places.js';
import type { Trace } from './trace.js';

/** A trace on a map. */
export interface Drawing {
  readonly geojson: FeatureCollection<Geometry | null>;
  /** Nodes that have no place, or none that the viewer may see. */
  readonly unlocated: number;
}

/** Draws the nodes that have a record and a place, and the connections between two of them. */
export async function drawingOf(trace: Trace): Promise<Drawing> {
  const { reads, start } = trace;
  const units = await unitsOf(trace);
  const edges = trace.edges();
  const { places, courses } = await mapped(
    reads,
    start.network,
    units.rows,
    edges.map(({ id }) => id),
  );
  const placeOf = (node: string) => places.get(units.of.get(node) ?? '');
  const drawn = [...trace.walked.depths].flatMap(([node, depth]) => {
    const [row, place] = [units.nodes.get(node), placeOf(node)];
    return row && place ? [nodeFeature(trace, { node, depth, row, place })] : [];
  });
  const lines = edges.flatMap((edge) => {
    const [from, to] = [placeOf(edge.from), placeOf(edge.to)];
    return from && to ? [edgeFeature(trace, edge, from, to, courses.get(edge.id) ?? [])] : [];
  });
  return {
    geojson: { type: 'FeatureCollection', features: [...drawn, ...lines] },
    unlocated: trace.nodes().size - drawn.length,
  };
}

/** Nodes with their units. Connections name the units of most ends, so that those are read beside the nodes. */
async function unitsOf(trace: Trace) {
  const { reads, start } = trace;
  const named = new Set(trace.edges().flatMap(({ fromUnit, toUnit }) => [fromUnit ?? [], toUnit ?? []].flat()));
  for (const { id_rec_parent } of start.rows) if (typeof id_rec_parent === 'string') named.add(id_rec_parent);
  const [nodes, known] = await Promise.all([trace.rows(), unitRows(reads, start.network, [...named])]);
  const of = new Map<string, string>();
  for (const [node, { id_rec_parent }] of nodes) if (typeof id_rec_parent === 'string') of.set(node, id_rec_parent);
  const others = [...new Set(of.values())].filter((unit) => !named.has(unit));
  return { nodes, of, rows: [...known, ...(await unitRows(reads, start.network, others))] };
}
