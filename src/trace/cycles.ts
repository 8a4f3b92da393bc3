import { type FlowGraph, isUnit } from './flow-graph.js';

/** Ways on which product comes back to where it was. */
export interface Cycles {
  /** How many were found: at least one wherever there is any. */
  readonly count: number;
  /** The nodes of the first of them in the order of flow; the last flows to the first. */
  readonly paths: readonly (readonly string[])[];
}

interface Frame {
  readonly vertex: string;
  readonly rest: Iterator<string>;
}

/**
 * Cycles among these nodes. Depth first: a link to a vertex on the path closes one, and every cycle has such a link.
 * Without recursion, because a path may be as long as there are nodes.
 */
export function cyclesOf(graph: FlowGraph, within: ReadonlySet<string>, most: number): Cycles {
  const done = new Set<string>();
  const paths: string[][] = [];
  let count = 0;
  const closes = (path: readonly Frame[], from: number) => {
    count += 1;
    if (paths.length >= most) return;
    paths.push(path.slice(from).flatMap(({ vertex }) => (isUnit(vertex) ? [] : [vertex])));
  };
  for (const start of within) if (!done.has(start)) descend(graph, within, start, done, closes);
  return { count, paths };
}

function descend(
  graph: FlowGraph,
  within: ReadonlySet<string>,
  start: string,
  done: Set<string>,
  closes: (path: readonly Frame[], from: number) => void,
): void {
  const path: Frame[] = [];
  const places = new Map<string, number>();
  const enter = (vertex: string) => {
    places.set(vertex, path.length);
    path.push({ vertex, rest: (graph.next.get(vertex) ?? []).values() });
  };
  enter(start);
  for (let frame = path.at(-1); frame; frame = path.at(-1)) {
    const { done: ended, value: following } = frame.rest.next();
    if (ended) {
      done.add(frame.vertex);
      places.delete(frame.vertex);
      path.pop();
    } else {
      const place = places.get(following);
      if (place !== undefined) closes(path, place);
      else if (!done.has(following) && (isUnit(following) || within.has(following))) enter(following);
    }
  }
}
