import type { Connection } from './connections.js';

/**
 * What follows what in a flow network: nodes by its connections, and units where product passes through them. A unit is
 * a vertex of its own, so that one with many inlets and outlets costs their sum and not their product.
 */
export interface FlowGraph {
  readonly next: ReadonlyMap<string, ReadonlySet<string>>;
  readonly previous: ReadonlyMap<string, ReadonlySet<string>>;
}

/** No id begins like this. */
const UNIT = '\u0000';

/** Whether a vertex is a unit on the way from one of its nodes to another. */
export const isUnit = (vertex: string) => vertex.startsWith(UNIT);

export function flowGraph(connections: readonly Connection[], throughUnits: boolean): FlowGraph {
  const [next, previous] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const link = (from: string, to: string) => {
    into(next, from).add(to);
    into(previous, to).add(from);
  };
  for (const { from, to } of connections) link(from, to);
  if (throughUnits) for (const [from, to] of passages(connections)) link(from, to);
  return { next, previous };
}

/**
 * Into units and out of them. Only a node that nothing leaves by a connection passes product on through its unit, and
 * only to nodes that nothing enters by one: where nodes are chained by connections, those say it all.
 */
function passages(connections: readonly Connection[]): [from: string, to: string][] {
  const left = new Set(connections.map(({ from }) => from));
  const entered = new Set(connections.map(({ to }) => to));
  return connections.flatMap(({ from, to, fromUnit, toUnit }) => [
    ...(toUnit !== null && !left.has(to) ? [[to, `${UNIT}${toUnit}`] as [string, string]] : []),
    ...(fromUnit !== null && !entered.has(from) ? [[`${UNIT}${fromUnit}`, from] as [string, string]] : []),
  ]);
}

function into(links: Map<string, Set<string>>, vertex: string): Set<string> {
  const known = links.get(vertex) ?? new Set<string>();
  links.set(vertex, known);
  return known;
}
