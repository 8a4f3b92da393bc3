import fc from 'fast-check';
import type { Connection } from '../../src/trace/connections.js';

const NODES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** Small networks of all kinds: rings, doubled connections, loops onto the same node, nodes with and without units. */
export const anyNetwork = fc
  .record({
    units: fc.tuple(...NODES.map(() => fc.constantFrom('U', 'V', null))),
    links: fc.array(fc.tuple(fc.nat(NODES.length - 1), fc.nat(NODES.length - 1), fc.boolean()), { maxLength: 14 }),
  })
  .map(({ units, links }) =>
    links.map(([from, to, recirculation], index) => ({
      id: String(index),
      from: NODES[from] as string,
      to: NODES[to] as string,
      fromUnit: units[from] ?? null,
      toUnit: units[to] ?? null,
      recirculation,
      validFrom: null,
      validTo: null,
    })),
  );

export const anyNode = fc.constantFrom(...NODES);

export const reversed = (connections: readonly Connection[]): Connection[] =>
  connections.map((each) => ({
    ...each,
    from: each.to,
    to: each.from,
    fromUnit: each.toUnit,
    toUnit: each.fromUnit,
  }));

/** Whether product goes straight on: by a connection (1), through a unit (0), or not at all. */
export function step(connections: readonly Connection[], from: string, to: string): 0 | 1 | undefined {
  if (connections.some((each) => each.from === from && each.to === to)) return 1;
  const into = connections.filter((each) => each.to === from);
  const outOf = connections.filter((each) => each.from === to);
  const through = into.some(({ toUnit }) => toUnit !== null && outOf.some(({ fromUnit }) => fromUnit === toUnit));
  const chained = connections.some((each) => each.from === from || each.to === to);
  return through && !chained ? 0 : undefined;
}

/** Fewest connections from each node to each other, by trying every node as a stop on the way. */
export function distances(connections: readonly Connection[]): (from: string, to: string) => number {
  const known = new Map<string, number>();
  const far = (from: string, to: string) => (from === to ? 0 : (known.get(from + to) ?? Number.POSITIVE_INFINITY));
  for (const from of NODES) {
    for (const to of NODES) known.set(from + to, step(connections, from, to) ?? Number.POSITIVE_INFINITY);
  }
  for (const by of NODES) {
    for (const from of NODES) {
      for (const to of NODES) known.set(from + to, Math.min(far(from, to), far(from, by) + far(by, to)));
    }
  }
  return far;
}

export { NODES };
