import type { Connection } from './connections.js';

/** Which nodes flow into a node, and which it flows into, on the day: recirculation and loops onto itself left out. */
export interface Flows {
  readonly sources: ReadonlyMap<string, ReadonlySet<string>>;
  readonly targets: ReadonlyMap<string, ReadonlySet<string>>;
}

export function flowsOf(connections: readonly Connection[]): Flows {
  const [sources, targets] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const { from, to, recirculation } of connections) {
    if (recirculation || from === to) continue;
    sources.set(to, (sources.get(to) ?? new Set()).add(from));
    targets.set(from, (targets.get(from) ?? new Set()).add(to));
  }
  return { sources, targets };
}

/** The nodes themselves and those that flow straight into them: whose volumes a balance needs. */
export function withSources(nodes: Iterable<string>, { sources }: Flows): string[] {
  const all = new Set<string>();
  for (const node of nodes) {
    all.add(node);
    for (const source of sources.get(node) ?? []) all.add(source);
  }
  return [...all];
}
