import { type FlowGraph, isUnit } from './flow-graph.js';

export type Direction = 'UPSTREAM' | 'DOWNSTREAM' | 'BOTH';

export interface WalkLimits {
  readonly direction: Direction;
  /** Most connections from the start. */
  readonly maxDepth: number;
  /** Most nodes, those of the start among them. */
  readonly maxNodes: number;
}

export interface Walked {
  /** Fewest connections from the start to each node that was reached, nearest first. */
  readonly depths: ReadonlyMap<string, number>;
  readonly stopped: 'REACHED_ENDS' | 'MAX_DEPTH' | 'MAX_NODES';
}

interface Step {
  readonly vertex: string;
  readonly links: FlowGraph['next'];
}

/** Walks breadth first from the start, each way by itself; no vertex is visited twice on the same way. */
export function walk(graph: FlowGraph, starts: readonly string[], limits: WalkLimits): Walked {
  const walker = new Walker(limits);
  let level: Step[] = [];
  for (const links of waysOf(graph, limits.direction)) {
    for (const vertex of starts) walker.reach({ vertex, links }, 0, level);
  }
  for (let depth = 0; level.length > 0 && !walker.full; depth += 1) {
    const deeper: Step[] = [];
    // What lies through a unit is as near as the unit: all of it comes before anything one connection farther.
    const farther: Step[] = [];
    for (const step of level) walker.through(step, depth, level, farther);
    for (const step of farther) walker.onward(step, depth, deeper);
    level = deeper;
  }
  const stopped = walker.full ? 'MAX_NODES' : walker.cut ? 'MAX_DEPTH' : 'REACHED_ENDS';
  return { depths: new Map([...walker.depths].sort(([, a], [, b]) => a - b)), stopped };
}

function waysOf({ next, previous }: FlowGraph, direction: Direction): FlowGraph['next'][] {
  if (direction === 'BOTH') return [next, previous];
  return [direction === 'DOWNSTREAM' ? next : previous];
}

class Walker {
  readonly depths = new Map<string, number>();
  /** Whether a node lay beyond the most nodes; whether one lay beyond the greatest depth. */
  full = false;
  cut = false;
  readonly #seen = new Map<FlowGraph['next'], Set<string>>();

  constructor(readonly limits: WalkLimits) {}

  /** What follows a step into a unit or out of it, at the same depth (the level grows while it is walked); else `farther`. */
  through({ vertex, links }: Step, depth: number, level: Step[], farther: Step[]): void {
    for (const following of links.get(vertex) ?? []) {
      const step = { vertex: following, links };
      if (isUnit(following) || isUnit(vertex)) this.reach(step, depth, level);
      else farther.push(step);
    }
  }

  /** What a connection leads to, one deeper. */
  onward(step: Step, depth: number, deeper: Step[]): void {
    if (depth < this.limits.maxDepth) this.reach(step, depth + 1, deeper);
    else if (!this.#visited(step).has(step.vertex)) this.cut = true;
  }

  reach(step: Step, depth: number, into: Step[]): void {
    const visited = this.#visited(step);
    if (this.full || visited.has(step.vertex)) return;
    if (!isUnit(step.vertex)) this.#keep(step.vertex, depth);
    if (this.full) return;
    visited.add(step.vertex);
    into.push(step);
  }

  /** Where both ways lead to a node the nearer counts, which need not be the first. */
  #keep(node: string, depth: number): void {
    const known = this.depths.get(node);
    if (known === undefined && this.depths.size >= this.limits.maxNodes) this.full = true;
    else if (known === undefined || depth < known) this.depths.set(node, depth);
  }

  #visited({ links }: Step): Set<string> {
    const known = this.#seen.get(links) ?? new Set<string>();
    this.#seen.set(links, known);
    return known;
  }
}
